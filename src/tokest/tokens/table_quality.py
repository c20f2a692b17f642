"""What the window tables are worth (`data/tables.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tokest.documents.kinds import Choice, Count, Many, Number, Record, Text
from tokest.documents.reading import read
from tokest.resources import data_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


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
    strange: float | None
    up_to: int | None


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
    return tuple(_qualities())


def find_quality(name: str) -> Quality:
    """Find the quality of an encoding's table."""
    return _qualities()[name]


@cache
def _qualities() -> dict[str, Quality]:
    text = data_file("tables.yaml").read_text("utf-8")
    found: dict[str, Any] = read(text, "tables.yaml", _REPORT)
    return {quality.name: quality for quality in found["encodings"]}


def _error(**parts: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    return parts["median"], parts["p90"], parts["total"]


def _interval(
    *, low: Decimal, high: Decimal, strange: Decimal | None = None, up_to: int | None = None
) -> Interval:
    limit = None if strange is None else float(strange)
    return Interval(low=float(low), high=float(high), strange=limit, up_to=up_to)


def _quality(*, factor: Decimal, **parts: Any) -> Quality:  # noqa: ANN401  # as the record has them
    return Quality(factor=float(factor), **parts)


_FACTOR: Final = Number(maximum=10)
_INTERVAL: Final = Record(
    _interval,
    {"low": _FACTOR, "high": Number(maximum=1_000)},
    {"strange": _FACTOR, "up_to": Count(minimum=1)},
)
_ERRORS: Final = {"median": _FACTOR, "p90": _FACTOR, "total": Number(minimum=-1)}
_QUALITY: Final = Record(
    _quality,
    {
        "name": Text(),
        "factor": _FACTOR,
        "error": Record(_error, _ERRORS),
        "intervals": Many(_INTERVAL, at_least=1),
    },
)
_CORPUS: Final = Record(
    dict, {"name": Text(), "sha256": Text(), "documents": Count(), "bytes": Count()}
)
_REPORT: Final = Record(
    dict,
    {
        "version": Choice(("1",)),
        "corpora": Many(_CORPUS),
        "documents": Count(),
        "bytes": Count(),
        "encodings": Many(_QUALITY),
    },
)
