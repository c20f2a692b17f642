"""What an estimate says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tokest.render.shown import Shown

if TYPE_CHECKING:
    from tokest.render.charts import Chart
    from tokest.render.table import Table

Method = Literal["exact", "measured", "table", "proxy", "rule"]
"""How a number was made, best first; what is measured is taken from recorded requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One share of an estimate: content, what stands around it, a tool, an image.

    ``tokens``, ``high`` and ``method`` are ``None`` where nothing is known of them.
    """

    kind: str
    label: str = ""
    tokens: int | None
    low: int
    high: int | None
    method: Method | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(Shown):
    """Input tokens of one prompt, with their range and where they come from.

    ``low`` and ``high`` bound the count: they equal ``tokens`` for an exact count, are a
    prediction interval of probability ``level`` for a table or a proxy, and the rule's own spread
    (no probability, ``level`` is ``None``) for the rule of thumb. Where a part is not known,
    ``tokens`` and ``high`` are ``None`` and ``low`` is what the others have at least.
    """

    tokens: int | None
    low: int
    high: int | None
    level: float | None
    method: Method
    model: str | None
    encoding: str | None
    engine: str | None
    parts: tuple[Part, ...]
    source: str
    assumptions: tuple[str, ...]

    def table(self) -> Table:
        """Lay out the parts, and their sum."""
        from tokest.tokens.estimate_table import estimate_table  # noqa: PLC0415  # to be looked at

        return estimate_table(self)

    def plot(self) -> Chart:
        """Draw how many tokens each part has; what is not known has no bar."""
        from tokest.tokens.estimate_table import estimate_chart  # noqa: PLC0415  # to be looked at

        return estimate_chart(self)


class Estimates(Shown, tuple[tuple[Estimate, ...], ...]):
    """Estimates by prompt, and for each prompt by model and encoding."""

    __slots__ = ()

    def table(self) -> Table:
        """Lay out one line an estimate; prompts are numbered from 1."""
        from tokest.tokens.estimate_table import estimates_table  # noqa: PLC0415  # as above

        return estimates_table(self)
