"""The uncertain inputs of a plan, and their values in each draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.kernels.draws import lognormal_quantile, normal_quantile
from tokest.plan.workload import Fixed, Number, Prompt, Range, Skewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tokest.plan.workload import Plan, Workload

    Floats = NDArray[np.float64]

Z95: Final = 1.6448536269514722
"""Of a normal distribution, 90 % is not farther from its mean than so many deviations."""

_ADVICE: Final = {
    "requests_per_day": "count the requests of some weeks in the logs",
    "growth_per_month": "fit it to the last months of the bill",
    "batch_share": "list which jobs can wait for a batch file",
    "thinking_share": "count the requests with reasoning tokens in the usage records",
    "peak_share": "count requests by hour of the day in the logs",
    "retry_share": "count repeated calls in the logs",
    "failure_share": "count failed calls in the logs",
    "cache.share": "divide cached tokens by input tokens in the usage records",
    "input": "take input sizes from a log (input: {log: FILE, column: NAME})",
    "output": "take output sizes from a log, or cap them with max_tokens",
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """One uncertain input: a field of a workload; without `number` it scales sizes."""

    workload: int
    field: str
    name: str
    number: Range | Skewed | None

    @property
    def advice(self) -> str:
        """Say how to learn more about it."""
        return _ADVICE[self.field]

    def values(self, u: Floats) -> Floats:
        """Give its values at some quantiles; for sizes, deviations from their middle."""
        number = self.number
        if isinstance(number, Range):
            low, high = float(number.low), float(number.high)
            return low + (high - low) * u
        if number is None:
            return normal_quantile(u)
        return lognormal_quantile(u, float(number.mean), float(number.p90))


SHARES: Final = (
    "batch_share",
    "thinking_share",
    "peak_share",
    "retry_share",
    "failure_share",
)


def numbers(workload: Workload) -> dict[str, Number]:
    """Give the numbers of a workload by field."""
    found: dict[str, Number] = {
        "requests_per_day": workload.requests_per_day,
        "growth_per_month": workload.growth_per_month,
        **{name: getattr(workload, name) for name in SHARES},
    }
    if workload.cache and workload.cache.share is not None:
        found["cache.share"] = workload.cache.share
    return found


def middle(number: Number) -> float:
    """Give the mean of a number.

    >>> from decimal import Decimal
    >>> middle(Range(Decimal(2), Decimal(4)))
    3.0
    """
    if isinstance(number, Fixed):
        return float(number.value)
    return float((number.low + number.high) / 2 if isinstance(number, Range) else number.mean)


def unknowns(plan: Plan, estimated: frozenset[int]) -> tuple[Unknown, ...]:
    """List what is uncertain; `estimated` are workloads whose prompt is not counted exactly."""
    return tuple(
        unknown
        for index, workload in enumerate(plan.workloads)
        for unknown in _of(index, workload, estimated=index in estimated)
    )


def _of(index: int, workload: Workload, *, estimated: bool) -> Iterator[Unknown]:
    for field, number in numbers(workload).items():
        if not isinstance(number, Fixed):
            yield Unknown(index, field, field.replace("_", " ").replace(".", " "), number)
    if workload.input.within or estimated:
        shape = workload.input.shape
        what = f"tokens of {shape.source}" if isinstance(shape, Prompt) else "input size"
        yield Unknown(index, "input", what, None)
    if workload.output.within:
        yield Unknown(index, "output", "output size", None)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Values of all inputs in each of `size` draws."""

    size: int
    found: dict[tuple[int, str], Floats]
    plan: Plan

    def value(self, workload: int, field: str) -> Floats:
        """Give a number's values, float64[size]."""
        if (workload, field) in self.found:
            return self.found[workload, field]
        number = numbers(self.plan.workloads[workload]).get(field)
        return np.full(self.size, float(number.value) if isinstance(number, Fixed) else 0.0)


def draw(plan: Plan, inputs: tuple[Unknown, ...], u: Floats) -> Drawn:
    """Turn quantiles, one row an input, into values."""
    found = {
        (unknown.workload, unknown.field): unknown.values(row)
        for unknown, row in zip(inputs, u, strict=True)
    }
    return Drawn(u.shape[1] if len(inputs) else 1, found, plan)
