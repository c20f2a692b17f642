"""Calibrations as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from tokest.render.table import Cell
    from tokest.usage.calibrating import Outcome, Outcomes

COLUMNS: Final = (
    Column("model"),
    Column("pairs", "count"),
    Column("overhead"),
    Column("slope"),
    Column("left out", "count"),
    Column("error before"),
    Column("error after"),
    Column("remark", "remark"),
)
NOTE: Final = (
    "errors are standard errors; before and after: tokens off on the later 30 % of the calls"
)


def outcomes_table(found: Outcomes) -> Table:
    """Lay out one line a model, with what was fitted and how much better it is.

    >>> from tokest.usage.calibrating import Outcomes
    >>> outcomes_table(Outcomes()).rows
    ()
    """
    return Table(columns=COLUMNS, rows=tuple(map(_row, found)), notes=(NOTE,))


def _row(one: Outcome) -> tuple[Cell, ...]:
    made = one.calibration
    if made is None:
        return one.model, one.pairs, None, None, None, None, None, one.problem
    test = made.backtest
    return (
        one.model,
        one.pairs,
        f"{made.overhead:.1f} ± {made.overhead_error:.1f}",
        f"{made.slope:.4f} ± {made.slope_error:.4f}",
        made.left_out,
        f"{test.error_before:.1f}",
        f"{test.error_after:.1f}",
        one.problem or made.drift or "",
    )
