"""What the window tables are worth (`data/tables.json`, written by `tools/fit_tables.py`).

The file is taken as it is: nobody edits it, and reading YAML takes long. It says what the tables
were counted on, and of each encoding

factor
    what sums are multiplied by: between the median of true over expected and that of the sums, of
    documents whose repositories were held out;
error
    of the same documents: median and 90th percentile of the relative error, and the relative error
    of the sum, after the factor;
intervals
    bounds of the true count as factors of the estimate: the first that holds, of text at most so
    strange (odd places a token) and of estimates of at most so many tokens. Nine of ten held-out
    documents lie inside, and more of those that are strange.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tokest.resources import data_file

if TYPE_CHECKING:
    from collections.abc import Sequence

STRANGE: Final = (1.6, 0.7, 1.0)
"""Places a token that are unsure, lost and repeated (`tokest.kernels.windows.ODD`), above which
one document in thirty of ordinary text is, and two in five of text that nobody writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Bounds of the true count, as factors of an estimate.

    They hold for estimates of at most `up_to` tokens of text that is at most so `strange`;
    ``None`` is no limit.
    """

    low: float
    high: float
    strange: float | None = None
    up_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What a table's numbers are worth, measured on repositories held out of its counting.

    Sums are multiplied by `factor`; `error` is the median and the 90th percentile of the relative
    error of a document, and the relative error of the sum of all documents.
    """

    name: str
    factor: float
    error: tuple[Decimal, Decimal, Decimal]
    intervals: tuple[Interval, ...]

    def interval(self, tokens: int, strange: float) -> Interval:
        """Find the interval of an estimate of so many tokens of text that is so strange.

        >>> bounds = find_quality("deepseek_v3").interval(1000, 0.1)
        >>> 0.8 < bounds.low < 1 < bounds.high < 1.2
        True
        """
        return next(
            interval
            for interval in self.intervals
            if (interval.strange is None or strange <= interval.strange)
            and (interval.up_to is None or tokens <= interval.up_to)
        )


def strangeness(tokens: int, odd: Sequence[int]) -> float:
    """Say how strange a text is, by its odd places a token: about 1 is where the strange begins.

    >>> strangeness(100, [80, 7, 40])
    0.5
    """
    return max(places / (limit * tokens) for places, limit in zip(odd, STRANGE, strict=True))


def table_names() -> tuple[str, ...]:
    """List the encodings that have a table."""
    return tuple(_encodings())


@cache
def find_quality(name: str) -> Quality:
    """Find the quality of an encoding's table."""
    found = _encodings()[name]
    median, p90, total = (Decimal(str(found["error"][of])) for of in ("median", "p90", "total"))
    return Quality(
        name=name,
        factor=found["factor"],
        error=(median, p90, total),
        intervals=tuple(Interval(**bounds) for bounds in found["intervals"]),
    )


@cache
def _encodings() -> dict[str, dict[str, Any]]:
    report = json.loads(data_file("tables.json").read_text("utf-8"))
    return {found["name"]: found for found in report["encodings"]}
