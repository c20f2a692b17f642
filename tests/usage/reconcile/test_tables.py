from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.usage.days import Span
from tokest.usage.reconcile.reconciling import Terms, reconcile
from tokest.usage.reconcile.tables import causes_table, cells_table
from tokest.usage.times import BEIJING
from usage import month
from usage.files import reading, source

if TYPE_CHECKING:
    from tokest.usage.reconcile.result import Reconciliations


def against(rows: list[month.Row]) -> Reconciliations:
    here, billed = reading(), reading()
    return reconcile(
        here.records([source("log.jsonl", month.log(month.calls()))]),
        billed.records([source("bill.csv", month.bill(rows))]),
        Terms(span=Span(zone=BEIJING)),
        billed.doubles,
    )


def test_the_causes_sum_to_the_gap_that_the_title_says() -> None:
    found = against(month.rows(month.calls())[:-3])
    table = causes_table(found)
    assert table == found.table()
    assert table.title.startswith("CNY: ")
    amounts = [row[2] for row in table.rows]
    assert sum(amounts) == found[0].gap  # type: ignore[arg-type]
    assert {row[1] for row in table.rows} >= {"not billed"}
    assert any(" models, days and units match" in note for note in table.notes)


def test_cells_that_match_are_left_out() -> None:
    whole, part = (against(month.rows(month.calls())[:end]) for end in (None, -3))
    matched = {row[3] for row in cells_table(whole).rows}
    assert "matched" not in matched
    assert len(cells_table(part).rows) > len(cells_table(whole).rows)
