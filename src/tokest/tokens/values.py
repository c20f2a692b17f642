"""What an estimate says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Method = Literal["exact", "measured", "table", "proxy", "rule"]
"""How a number was made, best first; what is measured is taken from recorded requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One share of an estimate: the content, and later the overhead around it."""

    kind: str
    tokens: int
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Input tokens of one prompt, with their range and where they come from.

    ``low`` and ``high`` bound the count: they equal ``tokens`` for an exact count, are a
    prediction interval of probability ``level`` for a table or a proxy, and the rule's own spread
    (no probability, ``level`` is ``None``) for the rule of thumb.
    """

    tokens: int
    low: int
    high: int
    level: float | None
    method: Method
    model: str | None
    encoding: str | None
    engine: str | None
    parts: tuple[Part, ...]
    source: str
    assumptions: tuple[str, ...]
