"""Put parts together: their sum, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import ceil, hypot
from typing import TYPE_CHECKING, Final, get_args

from tokest.tokens.methods import LEVEL
from tokest.tokens.values import Method, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.tokens.values import Estimate

_WORSE: Final = get_args(Method)


@dataclass(slots=True, kw_only=True)
class Share:
    """A part in the making; `doubts` is how much less and more it may be, by cause.

    ``tokens`` of ``None`` is not known, and then `most` may be a bound.
    """

    kind: str
    label: str = ""
    tokens: int | None = None
    least: int = 0
    most: int | None = None
    method: Method | None = None
    doubts: dict[str, tuple[int, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def between(cls, label: str, low: int, tokens: int, high: int) -> Share:
        """Make the part of something hidden that is known within bounds."""
        kind, _, what = label.partition(": ")
        share = cls(kind=kind, label=what, tokens=tokens, method="exact")
        share.doubt(label, tokens - low, high - tokens)
        return share

    def doubt(self, cause: str, less: int, more: int) -> None:
        """Say that a cause may make the part so much smaller or larger."""
        if less or more:
            self.doubts[cause] = (less, more)
            if cause != "text" and self.method == "exact":
                self.method = "measured"

    def part(self) -> Part:
        """Make the part of an estimate that people see."""
        if self.tokens is None:
            return Part(
                kind=self.kind,
                label=self.label,
                tokens=None,
                low=self.least,
                high=self.most,
                method=None,
            )
        less = sum(low for low, _ in self.doubts.values())
        more = sum(high for _, high in self.doubts.values())
        low = min(self.tokens, max(0, self.tokens - less))
        return Part(
            kind=self.kind,
            label=self.label,
            tokens=self.tokens,
            low=low,
            high=self.tokens + more,
            method=self.method,
        )


def combine(
    base: Estimate, shares: Sequence[Share], model: str | None, notes: Sequence[str]
) -> Estimate:
    """Add shares up.

    What one cause makes wrong, it makes wrong everywhere in the same way: its doubts add up. Causes
    have nothing to do with each other: the root of the sum of their squares is what they may be
    off by together. The method is the worst of any part.
    """
    parts = tuple(sorted((share.part() for share in shares), key=_order))
    told = tuple(dict.fromkeys((*(note for share in shares for note in share.notes), *notes)))
    known = [share for share in shares if share.tokens is not None]
    total = sum(share.tokens or 0 for share in known)
    less, more = _together(known)
    floor = sum(share.least for share in shares if share.tokens is None)
    low = max(0, total - less) + floor
    methods = [one.method for one in shares if one.method and (one.tokens or one.doubts)]
    method = max(methods or [base.method], key=_WORSE.index)
    level = base.level if less == more == 0 or base.level != 1.0 else LEVEL
    found = replace(base, model=model, parts=parts, assumptions=told, method=method, level=level)
    if len(known) == len(shares):
        return replace(found, tokens=total, low=low, high=total + more)
    bounds = [share.most for share in shares if share.tokens is None]
    high = None if None in bounds else total + more + sum(bound or 0 for bound in bounds)
    return replace(found, tokens=None, low=low, high=high, level=None)


def _together(shares: Sequence[Share]) -> tuple[int, int]:
    causes: dict[str, tuple[int, int]] = {}
    for share in shares:
        for cause, (less, more) in share.doubts.items():
            before = causes.get(cause, (0, 0))
            causes[cause] = before[0] + less, before[1] + more
    below, above = (hypot(*(one[side] for one in causes.values())) for side in (0, 1))
    return ceil(below), ceil(above)


_ORDER: Final = ("content", "reasoning", "tool call", "tool result", "tools", "tool", "schema")


def _order(part: Part) -> int:
    late = ("media", "template", "hidden", "unknown")
    every = (*_ORDER, *late)
    return every.index(part.kind) if part.kind in every else len(_ORDER)
