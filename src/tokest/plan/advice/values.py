"""What an advice says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tokest.plan.outcome import Spread
    from tokest.plan.workload import Workload

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """A change of one workload whose saving is yet to be drawn."""

    kind: Kind
    what: str
    change: Workload
    assumption: str
    how: str
