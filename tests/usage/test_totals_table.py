from __future__ import annotations

from decimal import Decimal

from tokest.usage.totals import Total, Totals
from tokest.usage.totals_table import totals_table

TOTALS = Totals(
    by=("model",),
    totals=(
        Total(
            key=("qwen-max",), noun="token", quantity=Decimal(1500), deducted=Decimal(0),
            unpriced=Decimal(500), gross=Decimal("0.5"), discount=None, net=Decimal("0.4"),
            currency="CNY", rows=2,
        ),
        Total(
            key=("b",), noun="token", quantity=Decimal(1), deducted=Decimal(0),
            unpriced=Decimal(0), gross=None, discount=None, net=Decimal(2), currency="USD", rows=1,
        ),
    ),
    rows=3, first="2026-11-01", last="2026-11-02",
    unknown_models=tuple("abcdefg"), future_rows=1, undated_rows=2, refunds=1,
)  # fmt: skip


def test_sums_go_by_noun_and_by_currency() -> None:
    notes = totals_table(TOTALS).notes
    assert notes[0] == "1,501 tokens, 500 of them without a price"
    assert notes[1] == "0.4000 CNY billed, 0.5000 CNY at list price"
    assert notes[2] == "2.00 USD billed"
    assert "not on the rate card: a, b, c, d, e and 2 more" in notes
    assert len(notes) == 7


def test_totals_show_themselves() -> None:
    assert TOTALS.table() == totals_table(TOTALS)
    assert TOTALS.table().title == "3 records, 2026-11-01 to 2026-11-02"
    assert TOTALS.to_dicts()[0]["quantity"] == 1500
