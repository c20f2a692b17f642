from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tokest.plan.abnormal import UsageDay
from tokest.plan.quota_table import QuotaRow, Quotas, choose, quota_rows
from tokest.rates.load import builtin_card

AT = date(2026, 11, 20)
GRANTED = date(2026, 11, 1)
USAGE = tuple(
    UsageDay(
        day=date(2026, 10, 30) + timedelta(day), model="alibaba/qwen-plus", amount=Decimal(20_000)
    )
    for day in range(12)
)


def rows(usage: tuple[UsageDay, ...] | None, granted: date | None) -> tuple[QuotaRow, ...]:
    return quota_rows(builtin_card(), usage, granted, AT)


def of(model: str, found: tuple[QuotaRow, ...]) -> QuotaRow:
    (row,) = choose(found, model, (), "model")[:1]
    assert row.model == model
    return row


def test_without_usage_nothing_is_known_of_what_is_left() -> None:
    row = of("qwen-plus", rows(None, None))
    assert (row.amount, row.unit) == (1_000_000, "tokens")
    assert (row.used, row.left, row.expires, row.days_left) == (None, None, None, None)


def test_usage_since_the_grant_is_taken_off() -> None:
    row = of("qwen-plus", rows(USAGE, GRANTED))
    # ten days from 1 November on
    assert (row.used, row.left, row.per_day) == tuple(map(Decimal, (200_000, 800_000, 20_000)))
    assert (row.days_left, row.used_up) == (Decimal(40), date(2026, 12, 30))
    assert row.expires == date(2027, 1, 30)


def test_a_model_that_was_not_used_has_all_of_it() -> None:
    row = of("qwen-max", rows(USAGE, GRANTED))
    assert (row.used, row.left, row.days_left) == (Decimal(0), Decimal(1_000_000), None)


def test_a_quota_of_unknown_size_stays_unknown() -> None:
    images = [row for row in rows((), GRANTED) if row.unit == "images"]
    assert images
    assert all(row.amount is None and row.left is None and row.note for row in images)


def test_rows_are_searched_filtered_and_sorted_with_unknown_last() -> None:
    found = rows(USAGE, GRANTED)
    assert {row.kind for row in choose(found, "*", ("vision",), "model")} == {"vision"}
    assert all("vl" in row.model for row in choose(found, "vl", (), "model"))
    assert choose(found, "qwen-p*", (), "model")[0].model == "qwen-plus"
    by_left = choose(found, "*", (), "left")
    assert by_left[0].left is not None
    assert by_left[-1].left is None


def test_what_is_left_is_drawn_where_it_is_known() -> None:
    found = Quotas(at=AT, rows=(of("qwen-plus", rows(USAGE, GRANTED)),))
    (drawn,) = (row["left of it"] for row in found.to_dicts())
    assert drawn == "█" * 19  # four fifths
    known = Quotas(at=AT, rows=rows(None, None))
    assert {row["left of it"] for row in known.to_dicts()} == {""}
    assert "left of it" not in known.to_markdown()


def test_a_quota_burns_down_over_the_days_on_record_and_on_to_its_end() -> None:
    found = Quotas(at=AT, rows=rows(USAGE, GRANTED)).plot()
    assert list(found) == ["qwen-plus cn"]
    spec = found["qwen-plus cn"].spec
    values = spec["data"]["values"]
    assert (values[0]["day"], values[0]["value"]) == ("2026-11-01", 1_000_000)
    assert (values[1]["day"], values[1]["value"]) == ("2026-11-02", 980_000)
    assert [(one["day"], one["value"]) for one in values[-2:]] == [
        ("2026-11-20", 800_000),  # today
        ("2026-12-30", 0),  # used up, at 20,000 a day
    ]
    marks = spec["layer"][2]["data"]["values"]
    assert [mark["label"] for mark in marks] == ["today", "used up"]


def test_a_quota_that_expires_first_ends_there() -> None:
    little = tuple(replace(one, amount=Decimal(10)) for one in USAGE)
    spec = Quotas(at=AT, rows=rows(little, GRANTED)).plot()["qwen-plus cn"].spec
    assert spec["data"]["values"][-1] == {
        "day": "2027-01-30",
        "low": 999_190,
        "value": 999_190,
        "high": 999_190,
    }
    assert spec["layer"][2]["data"]["values"][-1]["label"] == "expires"


def test_without_use_there_is_nothing_to_draw() -> None:
    assert Quotas(at=AT, rows=rows(None, GRANTED)).plot() == {}
