from __future__ import annotations

from decimal import Decimal

import pytest

from tokest.rates.price import price
from tokest.units import Usage
from tokest.usage.days import Span
from tokest.usage.listing import Listing
from tokest.usage.reconcile.reconciling import Terms, reconcile
from tokest.usage.times import BEIJING
from usage import month
from usage.files import context, reading, source
from usage.formats.test_anthropic import USAGE
from usage.formats.test_openai import COSTS
from usage.formats.test_openai import USAGE as OPENAI

ROWS = month.rows(month.calls())


def test_rows_of_tokens_are_priced_by_the_card() -> None:
    listing = Listing(context(region=None))
    found = list(listing.price(reading().records([source("a.csv", OPENAI)])))
    cost = {one.meter.unit: one.gross for one in found}
    used = Usage(output_tokens=10640)
    receipt = price(used, "gpt-5.5", at=found[0].start)
    assert cost["output"] == receipt.total
    assert cost["requests"] is None
    assert {one.currency for one in found if one.gross} == {"USD"}
    assert listing.priced == 3
    assert set(listing.problems.values()) == {1}


def test_a_tier_that_a_row_names_is_the_one_it_is_priced_in() -> None:
    text = USAGE.replace("claude-opus-5-5", "claude-haiku-5-5").replace("> 200k", "> 100k")
    plain = text.replace("> 100k", "≤ 100k")
    costs = [
        {one.meter.unit: one.list_price for one in found}["output"]
        for content in (plain, text)
        for found in [
            list(Listing(context(region=None)).price(reading().records([source("a", content)])))
        ]
    ]
    assert costs[0] is not None
    assert costs[1] is not None
    assert costs[0] < costs[1]


def test_rows_that_cannot_be_priced_are_said_to_be() -> None:
    text = "model,what,amount\nhouse-7b,input,4\nqwen-max,mystery,2\nqwen-max,input,1000\n"
    mapping = (("model", "model"), ("unit", "what"), ("quantity", "amount"))
    read = reading("csv", columns=mapping)
    listing = Listing(read.context)
    amounts = [row.gross for row in listing.price(read.records([source("a.csv", text)]))]
    assert amounts[:2] == [None, None]
    assert amounts[2] == price(Usage(input_tokens=1000), "qwen-max", region="cn").total
    priced, *unpriced = listing.notes()
    assert priced.startswith("1 rows without money are priced by the rate card")
    assert [note.partition(":")[0] for note in unpriced] == ["1 rows are not priced"] * 2


@pytest.mark.parametrize("seed", [8, 9])
def test_bare_quantities_are_worth_what_their_bill_says(seed: int) -> None:
    rows = month.rows(month.calls(seed))
    read = reading().records([source("bill.csv", month.bill(rows))])
    bare = [
        row._replace(list_price=None, gross=None, net=None, discount=None, currency=None)
        for row in read
    ]
    listing = Listing(context())
    assert [row.gross for row in listing.price(bare)] == [row.gross for row in rows]
    (note,) = listing.notes()
    assert note.startswith(f"{len(rows):,} rows without money are priced by the rate card")


def test_an_estimate_without_money_is_held_against_the_bill() -> None:
    table = "day,model,unit,quantity\n" + "".join(
        f"{row.hour:%Y-%m-%d},{row.model},{row.unit},{row.quantity}\n"
        for row in ROWS
        if row.model == "qwen-max"
    )
    names = ("model", "unit", "quantity")
    columns = (("start", "day"), *((name, name) for name in names))
    estimate = reading("csv", columns=columns)
    estimate.listing = Listing(estimate.context)
    billed = reading().records(
        [source("bill.csv", month.bill([row for row in ROWS if row.model == "qwen-max"]))]
    )
    (found,) = reconcile(
        estimate.records([source("estimate.csv", table)]), billed, Terms(span=Span(zone=BEIJING))
    )
    assert found.here == sum(row.net for row in ROWS if row.model == "qwen-max")


def test_rows_with_money_stay_as_they_are() -> None:
    records = list(reading().records([source("costs.csv", COSTS)]))
    listing = Listing(context())
    assert list(listing.price(records)) == records
    assert records[0].net == Decimal("0.8958740000")
    assert list(listing.notes()) == []
