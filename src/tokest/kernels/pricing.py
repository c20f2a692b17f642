"""What many requests cost: usage rows times prices, in float64.

The exact arithmetic is that of `tokest.rates.price`; a law ties both (relative 1e-12).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Prices in force: of one model, sent in one way.

    Attributes
    ----------
    bounds : float64[T], tokens
        Most input tokens of each tier; the last is infinite where there is no bound.
    prices : float64[T, U], money per unit
        NaN is unknown.
    marginal : bool
        Whether a tier prices what of each quantity is inside its bounds, not all of the request.
    minimum : float64, money
        The least that a request costs.
    folded : tuple of ints
        Units without a price that are counted as the first unit.
    """

    bounds: Floats
    prices: Floats
    marginal: bool = False
    minimum: float = 0.0
    folded: tuple[int, ...] = ()


def leaves(counts: Floats, parts: Sequence[tuple[int, Sequence[int]]]) -> Floats:
    """Take off each unit what is counted inside it and has a price of its own.

    Parameters
    ----------
    counts : float64[N, U], units
        Inclusive counts.
    parts : sequence of (int, ints)
        A unit, and the units inside it in the order in which an overlap is taken off them.

    Returns
    -------
    float64[N, U], units

    Examples
    --------
    >>> leaves(np.array([[100.0, 80.0, 30.0]]), [(0, (1, 2))])
    array([[ 0., 70., 30.]])
    """
    found = counts.copy()
    any_of = np.asarray(counts.any(axis=0))
    for whole, inside in parts:
        used = [part for part in inside if any_of[part]]
        if not used:
            continue
        rest = found[:, whole] - found[:, used].sum(axis=1)
        for part in used:
            taken = np.minimum(found[:, part], np.maximum(-rest, 0.0))
            found[:, part] -= taken
            rest += taken
        found[:, whole] = rest
    return found


def price_rows(own: Floats, inputs: Floats, tables: Sequence[Table]) -> Floats:
    """Price rows of usage by the tables of some models.

    Parameters
    ----------
    own : float64[N, U], units
        Own counts; see `leaves`.
    inputs : float64[N], tokens
        Input tokens of each request, which choose its tier.
    tables : sequence of M tables

    Returns
    -------
    float64[M, N], money
        NaN where a unit that is used has no price, or the input is above the last tier.

    Examples
    --------
    >>> table = Table(np.array([10.0, np.inf]), np.array([[1.0, 2.0], [3.0, np.nan]]))
    >>> own = np.array([[10.0, 5.0], [11.0, 0.0], [11.0, 1.0]])
    >>> price_rows(own, own[:, 0], [table])
    array([[20., 33., nan]])
    """
    costs = np.empty((len(tables), len(own)), np.float64)
    used = np.flatnonzero(own.any(axis=0))
    columns = np.ascontiguousarray(own.T[used])
    for row, table in zip(costs, tables, strict=True):
        if any(unit in table.folded for unit in used):
            row[:] = price_rows(_fold(own, table.folded), inputs, [replace(table, folded=())])[0]
        else:
            row[:] = _price(columns, inputs, table, used)
    return costs


def _fold(own: Floats, units: tuple[int, ...]) -> Floats:
    folded = own.copy()
    folded[:, 0] += own[:, units].sum(axis=1)
    folded[:, units] = 0.0
    return folded


def _price(columns: Floats, inputs: Floats, table: Table, used: NDArray[np.intp]) -> Floats:
    prices = table.prices[:, used]
    known = np.nan_to_num(prices, nan=0.0)
    unknown = np.isnan(prices)
    if table.marginal:
        cost, gap = _marginal(columns, table.bounds, known, unknown)
    elif len(table.bounds) == 1:
        cost = known[0] @ columns
        gap = (columns[unknown[0]] != 0).any(axis=0) | (inputs > table.bounds[0])
    else:
        cost, gap = _whole(columns, inputs, table.bounds, known, unknown)
    if table.minimum:
        cost = np.where(columns.any(axis=0), np.maximum(cost, table.minimum), cost)
    found: Floats = np.where(gap, np.nan, cost)
    return found


def _whole(
    columns: Floats, inputs: Floats, bounds: Floats, known: Floats, unknown: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Price all of a request by the tier of its input."""
    tier = np.minimum(bounds.searchsorted(inputs), len(bounds) - 1)
    cost = np.zeros(columns.shape[1])
    gap = inputs > bounds[-1]
    for unit, column in enumerate(columns):
        cost += column * known[:, unit].take(tier)
        if unknown[:, unit].any():
            gap |= unknown[:, unit].take(tier) & (column != 0)
    return cost, gap


def _marginal(
    columns: Floats, bounds: Floats, known: Floats, unknown: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Cut each quantity at the bounds of the tiers."""
    cost = np.zeros(columns.shape[1])
    gap = (columns > bounds[-1]).any(axis=0)
    below = 0.0
    for tier, bound in enumerate(bounds):
        inside = np.clip(columns, below, bound) - below
        cost += known[tier] @ inside
        gap |= (inside[unknown[tier]] != 0).any(axis=0)
        below = bound
    return cost, gap
