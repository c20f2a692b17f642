"""What a request of a workload costs on a model, in each way of sending it and at each scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.errors import RegionError, TokestError
from tokest.kernels.draws import hats
from tokest.kernels.pricing import price_rows
from tokest.plan.inputs import Z95
from tokest.plan.requests import Way, count_rows, is_fixed, make_nodes, ways
from tokest.plan.workload import Prompt
from tokest.rates.arrays import COLUMN, price_table, to_rows
from tokest.rates.price import make_receipt
from tokest.units import FIELDS, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tokest.kernels.pricing import Table
    from tokest.plan.workload import Workload
    from tokest.rates.match import Match
    from tokest.rates.terms import Span, Terms

    Floats = NDArray[np.float64]

LEAST_SCALE: Final = 0.02
_GAPS: Final = ("price", "batch", "variant:")
"""Words of a receipt's problems that tell of missing prices, not of limits."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of the input as one model counts them, and how far off that may be (90 % sure)."""

    tokens: float
    within: float


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What requests use: the rows of each scale and way, and what grids they are on.

    Attributes
    ----------
    inputs, outputs : float64[G], float64[H]
        Deviations at which sizes were scaled.
    rows : list of (int, int, float64[K, U])
        Place among the scales, place among the ways, inclusive counts.
    used : float64[G * H, W, U]
        Mean counts of a request.
    within : float
        How far off the input may be (90 % sure).
    """

    inputs: Floats
    outputs: Floats
    found: tuple[Way, ...]
    rows: list[tuple[int, int, Floats]]
    used: Floats
    within: float


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Mean cost of a request and its variance, float64[G * H, W], or why there is none."""

    mean: Floats
    variance: Floats
    beyond: float
    reason: str | None


def count_requests(workload: Workload, tokens: Tokens) -> Counted:
    """Count what requests use, for a model that counts the input so."""
    nodes = make_nodes(workload, tokens.tokens)
    estimated = tokens.within if isinstance(workload.input.shape, Prompt) else 0.0
    within = float(np.hypot(float(workload.input.within), estimated))
    grids = _grid(within), _grid(float(workload.output.within))
    found = ways(workload)
    rows = []
    scales = list(product((scale for _, scale in grids[0]), (scale for _, scale in grids[1])))
    used = np.zeros((len(scales), len(found), len(FIELDS)))
    for place, pair in enumerate(scales):
        for w, way in enumerate(found):
            whole = count_rows(workload, nodes, way, pair)
            used[place, w] = whole.mean(axis=0)
            rows.append((place, w, whole))
    inputs, outputs = (np.array([z for z, _ in grid]) for grid in grids)
    return Counted(inputs, outputs, found, rows, used, within)


def _grid(within: float) -> tuple[tuple[float, float], ...]:
    """Give deviations and the scales that belong to them; one where nothing is uncertain."""
    if not within:
        return ((0.0, 1.0),)
    return tuple((z, max(LEAST_SCALE, 1 + within * z / Z95)) for z in (-Z95, 0.0, Z95))


def price_requests(workload: Workload, counted: Counted, match: Match, terms: Terms) -> Surface:
    """Price what requests use at the prices of one day."""
    shape = counted.used.shape[:2]
    mean, variance = np.zeros(shape), np.zeros(shape)
    beyond = 0.0
    tables: dict[int, tuple[Table, bool]] = {}
    limit = _input_limit(match)
    for place, w, whole in counted.rows:
        way = counted.found[w]
        if w not in tables:
            here = way_terms(terms, way)
            thinks = int(bool(whole[:, COLUMN["reasoning_tokens"]].any()))
            probe = Usage(output_tokens=1, reasoning_tokens=thinks, variant=workload.variant)
            tables[w] = _with_explicit(*price_table(match, here, probe, peak=way.peak))
        table, cached = tables[w]
        inputs = whole[:, COLUMN["input_tokens"]]
        costs = price_rows(to_rows(whole, cached=cached), inputs, [table])[0]
        fits = inputs <= limit
        beyond = max(beyond, 1.0 - float(fits.mean()))
        if np.isnan(costs[fits]).any():
            row = np.ceil(whole[fits & np.isnan(costs)][0])
            reason = _reason(usage_of(row, workload), match, way_terms(terms, way))
            return Surface(mean, variance, beyond, reason)
        costs = np.where(fits, costs, 0.0)
        mean[place, w] = costs.mean()
        variance[place, w] = 0.0 if is_fixed(workload) else costs.var()
    return Surface(mean, variance, beyond, None)


def way_terms(terms: Terms, way: Way) -> Terms:
    """Give the terms of one way of sending."""
    return replace(terms, batch=way.batch, thinking=way.thinking)


def basis(counted: Counted, deviations: tuple[Floats, Floats]) -> Floats:
    """Give the weights of a surface's points in each draw, float64[S, G * H]."""
    first = hats(counted.inputs, deviations[0])
    second = hats(counted.outputs, deviations[1])
    return np.asarray((first[:, :, None] * second[:, None, :]).reshape(len(first), -1))


def _input_limit(match: Match) -> float:
    limits = match.model.limits
    known = (limits.max_input, limits.context_window) if limits else ()
    return next((float(limit) for limit in known if limit is not None), np.inf)


def _with_explicit(table: Table, cached: bool) -> tuple[Table, bool]:  # noqa: FBT001  # a value
    """Read an explicit cache at the one price of cache reads, where a list prints no other."""
    prices = table.prices.copy()
    own, other = COLUMN["cache_read_explicit_tokens"], COLUMN["cache_read_tokens"]
    missing = np.isnan(prices[:, own])
    prices[missing, own] = prices[missing, other]
    return replace(table, prices=prices), cached


def usage_of(row: Floats, workload: Workload) -> Usage:
    """Give a row of counts as usage."""
    counts = {name: round(float(row[place])) for name, place in COLUMN.items() if row[place]}
    return Usage(variant=workload.variant, **counts)


def _reason(usage: Usage, match: Match, terms: Terms) -> str:
    receipt = make_receipt(usage, match, terms)
    named = [problem for problem in receipt.problems if {*_GAPS} & {*problem.split()}]
    return (named or [*receipt.problems, "no price on record"])[0]


def pieces(match: Match, days: tuple[date, date]) -> tuple[date, ...]:
    """Give the days in ``[start, end)`` from which other prices may hold, the start included."""
    promotions = (rate.promotion for rate in match.model.rates)
    spans: list[Span] = [*match.model.rates, *match.discounts, *filter(None, promotions)]
    edges = {edge for span in spans for edge in (span.start, span.end) if edge is not None}
    return (days[0], *sorted(day for day in edges if days[0] < day < days[1]))


def first_error(match: Match, terms: Terms, days: Sequence[date]) -> str | None:
    """Say why a model has no rate on one of some days, if so."""
    for day in days:
        try:
            make_receipt(Usage(), match, replace(terms, at=day))
        except (RegionError, TokestError) as error:
            return str(error)
    return None
