"""What an advice says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from tokest.render.shown import Shown
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from tokest.plan.outcome import Spread
    from tokest.plan.workload import Workload
    from tokest.render.table import Cell

Kind = Literal["model", "batch", "cache", "output", "thinking", "prompt", "tier", "free quota"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to do, and what it saves over the whole plan.

    ``saved`` is the difference in the same draws, in `currency`; savings of several advices do not
    add up. ``assumption`` is what must hold for it.
    """

    kind: Kind
    workload: str
    what: str
    saved: Spread
    share: float
    currency: str
    assumption: str
    how: str


class Advices(Shown, tuple[Advice, ...]):
    """What would make a plan cheaper, the greatest saving of each currency first."""

    __slots__ = ()

    def table(self) -> Table:
        """Lay out one line an advice."""
        return Table(
            columns=COLUMNS,
            rows=tuple(map(_row, self)),
            title="What would make it cheaper, over the whole plan",
            notes=("savings do not add up: each is against the plan as it is",),
        )


COLUMNS: Final = (
    Column("workload"),
    Column("advice"),
    Column("saves", "amount", bar="currency"),
    Column("P10", "amount", extra=True),
    Column("P90", "amount", extra=True),
    Column("currency"),
    Column("of its cost", extra=True),
    Column("if"),
    Column("how"),
)


def _row(one: Advice) -> tuple[Cell, ...]:
    return (
        one.workload,
        one.what,
        one.saved.mean,
        one.saved.p10,
        one.saved.p90,
        one.currency,
        f"{one.share:.1%}",
        one.assumption,
        one.how,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """A change of one workload whose saving is yet to be drawn."""

    kind: Kind
    what: str
    change: Workload
    assumption: str
    how: str
