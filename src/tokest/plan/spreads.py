"""From draws to the values that a forecast gives."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

from tokest.kernels.draws import spread
from tokest.plan.outcome import SHARES, Spread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DIGITS: Final = 12
"""Digits of a drawn amount that are given: more than any draw can tell."""


def decimal(value: float) -> Decimal:
    """Give a float as a decimal of `DIGITS` digits.

    >>> decimal(0.1 + 0.2)
    Decimal('0.3')
    """
    return Decimal(f"{value:.{DIGITS}g}")


def spreads(draws: Floats) -> tuple[Spread, ...]:
    """Give a spread for each row of draws, float64[N, S].

    >>> import numpy as np
    >>> spreads(np.array([[1.0, 3.0]]))[0].p50
    Decimal('2')
    """
    found = spread(draws, SHARES)
    names = ("p5", "p10", "p50", "p90", "p95", "mean")
    return tuple(
        Spread(**dict(zip(names, map(decimal, column), strict=True))) for column in found.T.tolist()
    )


def certain(value: Decimal) -> Spread:
    """Give the spread of a number that is known."""
    return Spread(p5=value, p10=value, p50=value, p90=value, p95=value, mean=value)


def add_certain(parts: list[Spread]) -> Spread:
    """Add numbers that are known."""
    with localcontext(prec=50):
        return certain(sum((part.mean for part in parts), Decimal(0)))
