"""The requests of a workload: their sizes as equally likely nodes, in each way of sending them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.kernels.draws import empirical_nodes, lognormal_nodes, shuffle_nodes
from tokest.plan.workload import Fixed, Number, Prompt, Sample
from tokest.rates.arrays import COLUMN
from tokest.units import FIELDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tokest.plan.workload import Caching, Size, Workload

    Floats = NDArray[np.float64]

NODES: Final = 512
"""Requests that stand for all: enough that a tier's bound is met to a fifth of a percent."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of sending a request; all requests are divided among ways by their shares."""

    batch: bool
    thinking: bool
    cached: bool
    peak: bool


def ways(workload: Workload) -> tuple[Way, ...]:
    """List the ways that a workload sends requests in.

    >>> from decimal import Decimal
    >>> from tokest.plan.workload import NONE, Size, Workload
    >>> size = Size(shape=Fixed(Decimal(9)))
    >>> ways(Workload(name="a", models=("m",), input=size, output=size, requests_per_day=NONE,
    ...               batch_share=Fixed(Decimal("0.5"))))[1].batch
    True
    """
    return tuple(
        Way(batch, thinking, cached, peak)
        for batch in _sides(workload.batch_share)
        for thinking in _sides(workload.thinking_share)
        for cached in _cache_sides(workload.cache)
        for peak in _sides(workload.peak_share)
    )


def _sides(share: Number) -> tuple[bool, ...]:
    if isinstance(share, Fixed) and share.value in {0, 1}:
        return (bool(share.value),)
    return (False, True)


def _cache_sides(cache: Caching | None) -> tuple[bool, ...]:
    if cache is None:
        return (False,)
    return (False, True) if cache.share is None else _sides(cache.share)


def is_fixed(workload: Workload) -> bool:
    """Whether all requests of a turn are of one size."""
    sizes = (workload.input, workload.output, workload.thinking_tokens)
    return all(size is None or isinstance(size.shape, Fixed | Prompt) for size in sizes)


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Sizes of the parts of equally likely requests, float64[K]; `turns` counts from 0."""

    first: Floats
    answer: Floats
    thinking: Floats
    turns: Floats


def make_nodes(workload: Workload, prompt_tokens: float) -> Nodes:
    """Make the nodes of a workload; `prompt_tokens` stands for a prompt that a model counts."""
    turns = workload.turns
    size = turns if is_fixed(workload) else turns * -(-NODES // turns)
    parts = (workload.input, workload.output, workload.thinking_tokens)
    first, answer, thinking = (
        _spread(part, size, turn, prompt_tokens) for turn, part in enumerate(parts)
    )
    return Nodes(first, answer, thinking, np.arange(float(size)) % turns)


def _spread(size: Size | None, count: int, turn: int, prompt_tokens: float) -> Floats:
    if size is None:
        return np.zeros(count)
    shape = size.shape
    if isinstance(shape, Prompt):
        nodes = np.full(count, prompt_tokens)
    elif isinstance(shape, Fixed):
        nodes = np.full(count, float(shape.value))
    elif isinstance(shape, Sample):
        nodes = empirical_nodes(count, np.array(shape.values, np.float64))[
            shuffle_nodes(count, turn)
        ]
    else:
        spread = lognormal_nodes(count, float(shape.mean), float(shape.p90))
        nodes = spread[shuffle_nodes(count, turn)]
    return nodes


def count_rows(workload: Workload, nodes: Nodes, way: Way, scales: tuple[float, float]) -> Floats:
    """Count what each node uses, sent in one way: float64[K, U], inclusive.

    `scales` multiply the input and the output; ``max_tokens`` still holds.
    """
    answer = _cut(nodes.answer * scales[1], workload.output)
    first = _cut(nodes.first * scales[0], workload.input)
    later = nodes.turns * (answer + workload.turn_input)
    thinking = _cut(nodes.thinking * scales[1], workload.thinking_tokens)
    whole = np.zeros((len(first), len(FIELDS)))
    whole[:, COLUMN["input_tokens"]] = first + later
    whole[:, COLUMN["output_tokens"]] = answer + (thinking if way.thinking else 0.0)
    if way.thinking:
        whole[:, COLUMN["reasoning_tokens"]] = thinking
    for name, amount in workload.units:
        whole[:, COLUMN[name]] = amount
    if workload.cache is not None:
        _cache(
            whole,
            workload.cache,
            way,
            np.where(nodes.turns > 0, answer + workload.turn_input, np.inf),
        )
    return whole


def _cut(tokens: Floats, size: Size | None) -> Floats:
    return tokens if size is None or size.most is None else np.minimum(tokens, float(size.most))


def _cache(whole: Floats, cache: Caching, way: Way, added: Floats) -> None:
    """Put the cached part of the input into its columns.

    `added` is what a later turn adds to the one before it, infinite in a first turn.
    """
    inputs = whole[:, COLUMN["input_tokens"]]
    read = "cache_read_tokens" if cache.kind == "implicit" else "cache_read_explicit_tokens"
    if cache.share is not None:
        if way.cached:
            whole[:, COLUMN[read]] = inputs
        return
    prefix = np.minimum(float(cache.prefix_tokens or 0), inputs)
    kept = np.maximum(prefix, inputs - added) if cache.history else prefix
    if way.cached:
        whole[:, COLUMN[read]] = kept
    if cache.kind == "explicit":
        written = inputs if cache.history else prefix
        whole[:, COLUMN["cache_write_tokens"]] = written - (kept if way.cached else 0.0)
