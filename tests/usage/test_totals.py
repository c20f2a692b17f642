from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal

import pytest

from tokest.errors import InputError
from tokest.usage.days import Span, day_name, month_name, week_name
from tokest.usage.times import BEIJING
from tokest.usage.totals import DIMENSIONS, Totals, total
from usage import month
from usage.files import reading, source

MADE = month.calls()
ROWS = month.rows(MADE)


def by(*names: str, rows: list[month.Row] = ROWS, span: Span | None = None) -> Totals:
    records = reading().records([source("bill.csv", month.bill(rows))])
    return total(records, names, span=span, today=date(2026, 11, 1))


@pytest.mark.parametrize("name", DIMENSIONS)
def test_totals_by_anything_sum_to_the_same(name: str) -> None:
    found = by(name)
    assert sum(one.net or 0 for one in found.totals) == month.truth(MADE)
    assert sum(one.quantity for one in found.totals) == sum(row.quantity for row in ROWS)
    assert found.rows == len(ROWS)


def test_units_of_different_nouns_are_never_added() -> None:
    found = by()
    assert {one.noun for one in found.totals} == {"token", "image", "second", "character"}
    assert (found.first, found.last) == ("2026-10-01", "2026-10-31")


def test_days_and_models_go_together() -> None:
    wanted = [row for row in ROWS if row.hour.day == 5 and row.model == "qwen-plus"]
    found = {one.key: one for one in by("day", "model").totals if one.noun == "token"}
    assert found["2026-10-05", "qwen-plus"].net == sum(row.net for row in wanted)


def test_currencies_are_never_added() -> None:
    rows = month.changed(ROWS, lambda row: row.hour.day == 2, currency="USD")
    found = by(rows=rows)
    dollars = [one for one in found.totals if one.currency == "USD"]
    assert sum(one.net or 0 for one in dollars) == sum(r.net for r in rows if r.currency == "USD")


def test_what_has_no_price_is_counted_as_such() -> None:
    records = reading(provider=None).records([source("log", month.log(MADE))])
    unknown = (
        one._replace(gross=None) if one.meter.model == "qwen-max" else one for one in records
    )
    found = total(unknown, ["model"])
    bare = {one.key[0]: one.unpriced for one in found.totals if one.unpriced}
    assert bare == {"qwen-max": sum(r.quantity for r in ROWS if r.model == "qwen-max")}


def test_unknown_models_refunds_and_the_future_are_told() -> None:
    odd = [
        replace(ROWS[0], id="x", model="house-7b"),
        replace(ROWS[1], id="y", kind="退款"),
        replace(ROWS[2], id="z", hour=ROWS[2].hour + timedelta(days=90)),
    ]
    found = by(rows=[*ROWS, *odd])
    assert found.unknown_models == ("house-7b",)
    assert (found.refunds, found.future_rows, found.undated_rows) == (1, 1, 0)


def test_a_span_keeps_its_first_day_and_not_its_last() -> None:
    span = Span(since=date(2026, 10, 5), until=date(2026, 10, 7))
    found = by("day", span=span)
    assert {one.key[0] for one in found.totals} == {"2026-10-05", "2026-10-06"}


def test_a_zone_moves_the_days() -> None:
    midnight = month.START
    assert Span(zone=UTC).day(midnight) == date(2026, 9, 30)
    assert Span(zone=BEIJING).day(midnight) == date(2026, 10, 1)
    assert Span().day(midnight) == date(2026, 10, 1)


def test_what_does_not_say_when_lies_in_no_span() -> None:
    assert Span().holds(None)
    assert not Span(since=date(2026, 1, 1)).holds(None)
    assert (day_name(None), week_name(None), month_name(None)) == ("unknown",) * 3


def test_a_dimension_that_there_is_not_is_refused() -> None:
    with pytest.raises(InputError, match="'dya' is not one of day"):
        total([], ["dya"])


def test_a_free_quota_is_summed_apart() -> None:
    rows = month.changed(ROWS, lambda row: row.model == "qwen-max", deducted=lambda r: r.quantity)
    found = [one for one in by("model", rows=rows).totals if one.key == ("qwen-max",)]
    assert [one.quantity for one in found] == [Decimal(0)]
    assert found[0].deducted == sum(row.quantity for row in ROWS if row.model == "qwen-max")
