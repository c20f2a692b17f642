from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.rates.card import ExchangeRate
from tokest.units import EXACT
from tokest.usage.days import Span
from tokest.usage.reconcile.reconciling import Terms, reconcile
from tokest.usage.reconcile.result import CAUSES, Reconciliation
from tokest.usage.times import BEIJING
from usage import month
from usage.files import reading, source

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.usage.record import UsageRecord

MADE = month.calls()
ROWS = month.rows(MADE)
RATE = Decimal("7.2")


def against(
    rows: list[month.Row], *, made: tuple[month.Made, ...] = MADE, **terms: Any
) -> Reconciliation:
    """Reconcile the log of calls with a bill of rows."""
    here, billed = reading(), reading()
    span = Span(zone=BEIJING)
    found = reconcile(
        here.records([source("log.jsonl", month.log(made))]),
        billed.records([source("bill.csv", month.bill(rows))]),
        Terms(span=span, **terms),
        billed.doubles,
    )
    assert len(found) == 1
    return found[0]


def whole(found: Reconciliation) -> Decimal:
    """Sum the causes, which no amount is too large for."""
    found_sum = Decimal(0)
    for one in found.causes:
        found_sum = EXACT.add(found_sum, one.amount)
    return found_sum


def causes(found: Reconciliation) -> dict[str, Decimal]:
    assert whole(found) == found.gap
    return {one.name: one.amount for one in found.causes}


def total(rows: list[month.Row]) -> Decimal:
    return sum((row.net for row in rows), Decimal(0))


def test_a_generated_month_reconciles_to_nothing() -> None:
    found = against(ROWS)
    assert (found.here, found.billed) == (month.truth(MADE), month.truth(MADE))
    assert found.gap == 0
    assert found.causes == ()
    assert found.within
    assert {cell.status for cell in found.cells} == {"matched"}


def on_day(day: int) -> Callable[[month.Row], bool]:
    return lambda row: row.hour.day == day


def test_a_day_that_the_bill_lacks_is_not_billed() -> None:
    lost = [row for row in ROWS if row.hour.day == 12]
    found = against([row for row in ROWS if row.hour.day != 12], delay=0)
    assert causes(found) == {"not billed": -total(lost)}
    assert {cell.day for cell in found.cells if cell.status == "only here"} == {"2026-10-12"}


def test_a_day_that_the_log_lacks_is_missing_calls() -> None:
    made = tuple(call for call in MADE if call.at.day != 9)
    lost = [row for row in ROWS if row.hour.day == 9]
    found = against(ROWS, made=made, delay=0)
    assert causes(found) == {"missing calls": total(lost)}
    assert {cell.day for cell in found.cells if cell.status == "only billed"} == {"2026-10-09"}


def test_a_wrong_tier_is_the_difference_of_its_prices() -> None:
    low = {(r.unit): r.price for r in ROWS if r.model == "qwen3.7-plus" and r.tier == (0, 256_000)}

    def wanted(row: month.Row) -> bool:
        return row.model == "qwen3.7-plus" and row.tier == (256_000, 1_000_000)

    wrong = month.changed(ROWS, wanted, tier=(0, 256_000), price=lambda row: low[row.unit])
    assert total(wrong) < total(ROWS)
    assert causes(against(wrong)) == {"other tier": total(wrong) - total(ROWS)}


def test_cache_billed_as_input_is_the_cache() -> None:
    full = {row.model: row.price for row in ROWS if row.unit == "input"}

    def wanted(row: month.Row) -> bool:
        return row.unit == "cache_read"

    wrong = month.changed(ROWS, wanted, unit="input", price=lambda row: full[row.model])
    assert total(wrong) > total(ROWS)
    assert causes(against(wrong)) == {"cache": total(wrong) - total(ROWS)}


def test_plain_answers_billed_as_thinking_are_thinking() -> None:
    dear = {
        (row.unit, row.tier): row.price for row in ROWS if row.model == "qwen-plus" and row.thinking
    }

    def wanted(row: month.Row) -> bool:
        plain = row.model == "qwen-plus" and not row.thinking and not row.batch
        return plain and (row.unit, row.tier) in dear

    wrong = month.changed(ROWS, wanted, thinking=True, price=lambda row: dear[row.unit, row.tier])
    assert total(wrong) > total(ROWS)
    assert causes(against(wrong)) == {"thinking": total(wrong) - total(ROWS)}


def test_a_batch_billed_in_full_is_the_batch() -> None:
    wrong = month.changed(ROWS, lambda row: row.batch, batch=False, price=lambda row: row.price * 2)
    assert total(wrong) > total(ROWS)
    assert causes(against(wrong)) == {"batch": total(wrong) - total(ROWS)}


def test_a_free_quota_is_what_it_took_off() -> None:
    wrong = month.changed(
        ROWS, lambda row: row.model == "qwen-max", deducted=lambda row: row.quantity
    )
    assert causes(against(wrong)) == {"free quota": total(wrong) - total(ROWS)}


def test_a_discount_is_what_it_took_off() -> None:
    wrong = month.changed(ROWS, on_day(3), discount=lambda row: row.gross / 5)
    assert causes(against(wrong)) == {"discount": -total([r for r in ROWS if r.hour.day == 3]) / 5}


def test_rows_rounded_to_cents_are_rounding() -> None:
    wrong = month.changed(ROWS, lambda _: True, digits=2)
    found = against(wrong, tolerance=Decimal(1))
    assert causes(found) == {"rounding": total(wrong) - total(ROWS)}
    assert found.within


def test_rows_in_another_currency_are_the_exchange_rate() -> None:
    def wanted(row: month.Row) -> bool:
        return row.hour.day == 20 and row.model == "qwen-plus"

    price = Decimal("0.0000007")
    wrong = month.changed(ROWS, wanted, currency="USD", price=price)
    dollars = total([row for row in wrong if row.currency == "USD"])
    yuan = total([row for row in wrong if row.currency == "CNY"])
    rate = ExchangeRate(base="USD", quote="CNY", rate=RATE, day=date(2026, 10, 20))
    found = against(wrong, exchange=(rate,))
    assert causes(found) == {"exchange rate": yuan + dollars * RATE - total(ROWS)}
    apart = against(wrong)
    assert causes(apart) == {"other currency": yuan - total(ROWS)}
    assert dict(apart.foreign) == {"USD": dollars}


def test_a_doubled_export_is_doubled_rows() -> None:
    here, billed = reading(), reading()
    second = [row for row in ROWS if row.hour.day < 8]
    files = [source("a.csv", month.bill(ROWS)), source("b.csv", month.bill(second))]
    (found,) = reconcile(
        here.records([source("log.jsonl", month.log(MADE))]),
        billed.records(files),
        Terms(span=Span(zone=BEIJING)),
        billed.doubles,
    )
    assert causes(found) == {"doubled rows": total(second)}
    assert not found.within
    assert billed.doubles.rows == len(second)


def test_a_refund_is_an_adjustment() -> None:
    back = replace(ROWS[0], id="r1", kind="退款", quantity=-ROWS[0].quantity)
    assert causes(against([*ROWS, back])) == {"adjustment": -ROWS[0].net}


def test_another_list_price_is_told() -> None:
    wrong = month.changed(
        ROWS, lambda row: row.model == "qwen-max", price=lambda row: row.price * 2
    )
    assert causes(against(wrong)) == {"list price": total(wrong) - total(ROWS)}


def test_an_amount_that_follows_from_nothing_is_unknown() -> None:
    def shift(record: UsageRecord) -> UsageRecord:
        assert record.net is not None
        return record._replace(net=record.net + 3, gross=record.net + 3) if odd(record) else record

    def odd(record: UsageRecord) -> bool:
        return record.line == 2

    here = reading().records([source("log.jsonl", month.log(MADE))])
    billed = map(shift, reading().records([source("bill.csv", month.bill(ROWS))]))
    (found,) = reconcile(here, billed, Terms(span=Span(zone=BEIJING)))
    assert causes(found) == {"unknown": Decimal(3)}


def test_rows_billed_a_day_late_match_within_the_delay() -> None:
    late = month.changed(ROWS, on_day(12), hour=lambda row: row.hour.replace(day=13))
    assert causes(against(late)) == {}
    found = against(late, delay=0)
    assert set(causes(found)) == {"not billed", "missing calls"}
    assert found.gap == 0


def test_faults_together_are_told_apart() -> None:
    lost = [row for row in ROWS if row.hour.day == 12]
    wrong = [row for row in ROWS if row.hour.day != 12]
    wrong = month.changed(wrong, lambda row: row.batch, batch=False, price=lambda r: r.price * 2)
    more = total(wrong) - total(ROWS) + total(lost)
    wrong = month.changed(wrong, on_day(3), discount=lambda row: row.gross / 5)
    less = total([row for row in wrong if row.hour.day == 3]) / 4
    found = causes(against(wrong, delay=0))
    assert found == {"not billed": -total(lost), "batch": more, "discount": -less}


def test_a_model_without_a_price_is_expected_at_the_price_of_the_bill() -> None:
    made = tuple(replace(call, model="house-1") for call in MADE if call.model == "qwen-max")
    rows = [replace(row, model="house-1") for row in ROWS if row.model == "qwen-max"]
    found = against(rows, made=made)
    assert found.gap == 0
    assert found.here == total(rows)
    assert found.notes == ("what has no price here is expected at the price on the bill",)
    assert found.unpriced[0][0] == "token"


@given(st.lists(st.integers(0, len(ROWS) - 1), max_size=6), st.integers(0, 10_000))
def test_causes_always_sum_to_the_gap(lost: list[int], more: int) -> None:
    rows = [row for at, row in enumerate(ROWS[:60]) if at not in lost]
    rows = month.changed(
        rows, lambda row: row.noun == "token", quantity=lambda r: r.quantity + more
    )
    found = against(rows, made=MADE[:40])
    assert whole(found) == found.gap
    assert EXACT.subtract(found.billed, found.here) == found.gap


def test_causes_of_absurd_amounts_sum_to_the_gap() -> None:
    odd = replace(ROWS[0], id="odd", quantity=Decimal("9" * 20), discount=Decimal("0.000000000007"))
    found = against([*ROWS, odd])
    assert whole(found) == found.gap
    assert found.gap == odd.gross - Decimal("0.000000000007")


def test_every_cause_is_explained() -> None:
    assert all(CAUSES.values())


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_rows_does_not_matter(order: int) -> None:
    wrong = month.changed(ROWS, lambda row: row.batch, batch=False, price=lambda r: r.price * 2)
    assert causes(against(wrong[::order])) == {"batch": total(wrong) - total(ROWS)}


def test_a_rate_may_be_quoted_either_way() -> None:
    wrong = month.changed(ROWS, lambda row: row.model == "qwen-max", currency="USD")
    rates = [
        ExchangeRate(base="USD", quote="CNY", rate=Decimal(4), day=date(2026, 10, 20)),
        ExchangeRate(base="CNY", quote="USD", rate=Decimal("0.25"), day=date(2026, 10, 20)),
    ]
    found = [against(wrong, exchange=(rate,)) for rate in rates]
    assert found[0] == found[1]
    dollars = total([row for row in wrong if row.currency == "USD"])
    assert causes(found[0]) == {"exchange rate": dollars * 3}


def test_a_bill_without_list_prices_is_worth_what_it_costs() -> None:
    here = reading().records([source("log.jsonl", month.log(MADE))])
    rows = reading().records([source("bill.csv", month.bill(ROWS))])
    billed = (row._replace(list_price=None, per=1) for row in rows)
    (found,) = reconcile(here, billed, Terms(span=Span(zone=BEIJING)))
    assert causes(found) == {}
    assert found.billed == month.truth(MADE)


def test_a_bill_of_quantities_alone_is_taken_at_the_expected_price() -> None:
    here = reading().records([source("log.jsonl", month.log(MADE))])
    rows = reading().records([source("bill.csv", month.bill(ROWS))])
    billed = (row._replace(list_price=None, gross=None, net=None, discount=None) for row in rows)
    (found,) = reconcile(here, billed, Terms(span=Span(zone=BEIJING)))
    assert causes(found) == {}
    assert found.notes == ("what has no price on the bill is taken at the price expected here",)


def test_models_billed_in_different_currencies_are_apart() -> None:
    here = reading().records([source("log.jsonl", month.log(MADE))])
    mixed = (
        row._replace(currency="USD") if row.meter.model == "qwen-max" and row.currency else row
        for row in here
    )
    rows = month.changed(ROWS, lambda row: row.model == "qwen-max", currency="USD")
    billed = reading()
    both = reconcile(
        mixed,
        billed.records([source("bill.csv", month.bill(rows))]),
        Terms(span=Span(zone=BEIJING)),
        billed.doubles,
    )
    assert [one.currency for one in both] == ["CNY", "USD"]
    assert [one.gap for one in both] == [Decimal(0)] * 2


def test_what_does_not_say_when_matches_on_no_day() -> None:
    here = reading().records([source("log.jsonl", month.log(MADE))])
    rows = reading().records([source("bill.csv", month.bill(ROWS))])
    billed = (row._replace(start=None) for row in rows)
    (found,) = reconcile(here, billed, Terms(span=Span(zone=BEIJING)))
    assert set(causes(found)) == {"missing calls", "not billed"}
    assert {cell.day for cell in found.cells if cell.status == "only billed"} == {"unknown"}


COSTS = "start_time,end_time,amount_value,amount_currency,line_item\n"
CALL = (
    '{"id": "%s", "model": "gpt-5.5", "created": 1790812800, '
    '"usage": {"prompt_tokens": 1000, "completion_tokens": 100}}\n'
)


@pytest.mark.parametrize(
    ("items", "gap"),
    [
        ((("input", "0.010"), ("output", "0.006")), "0"),
        ((("input", "0.010"), ("output", "0.007")), "0.001"),
        ((("", "0.015"),), "-0.001"),
        ((("output", "0.006"), ("", "0.010")), "0"),
    ],
)
def test_costs_without_quantities_are_held_against_the_calls_of_their_day(
    items: tuple[tuple[str, str], ...], gap: str
) -> None:
    rows = (f'1790812800,,{cost},usd,"gpt-5.5{kind and f", {kind}"}"\n' for kind, cost in items)
    here = reading(provider=None).records([source("log.jsonl", CALL % "a" + CALL % "b")])
    costs = reading().records([source("costs.csv", COSTS + "".join(rows))])
    (found,) = reconcile(here, costs, Terms(span=Span(zone=UTC)))
    assert found.gap == Decimal(gap)
    assert causes(found) == ({"unknown": Decimal(gap)} if Decimal(gap) else {})
    assert (
        found.notes[-1]
        == "amounts billed without a quantity are held against all calls of their day"
    )
