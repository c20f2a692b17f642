"""How often requests are sent in which way, in each draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tokest.plan.inputs import Drawn
    from tokest.plan.requests import Way
    from tokest.plan.workload import Workload
    from tokest.rates.card import Rate

    Floats = NDArray[np.float64]

DAY_SECONDS: Final = 86_400.0
DEFAULT_TTL: Final = 300
"""Seconds a cache is kept where neither plan nor card says: 5 minutes, as with Model Studio and
Anthropic (https://help.aliyun.com/zh/model-studio/context-cache, read 2026-10)."""


def weights(
    workload: Workload, index: int, drawn: Drawn, found: tuple[Way, ...], rate: Rate
) -> Floats:
    """Give the share of requests sent in each way, float64[S, W]; each draw sums to 1."""
    batch = drawn.value(index, "batch_share")
    thinking = drawn.value(index, "thinking_share")
    peak = drawn.value(index, "peak_share")
    cached = hit_share(workload, index, drawn, rate)
    columns = [
        _side(batch, way.batch)
        * _side(thinking, way.thinking)
        * _side(cached, way.cached)
        * _side(peak, way.peak)
        for way in found
    ]
    return np.stack(np.broadcast_arrays(*columns), axis=1)


def _side(share: Floats, is_in: bool) -> Floats:  # noqa: FBT001  # a side, not a switch
    return share if is_in else 1.0 - share


def hit_share(workload: Workload, index: int, drawn: Drawn, rate: Rate) -> Floats:
    """Give the share of requests that find their prefix in the cache, float64[S].

    Requests come at random: the chance that the last one is no older than the cache keeps it is
    ``1 - exp(-ttl / seconds between requests)``.
    """
    cache = workload.cache
    if cache is None:
        return np.zeros(drawn.size)
    if cache.share is not None:
        return drawn.value(index, "cache.share")
    least = rate.cache.min_tokens if rate.cache else None
    if least is not None and (cache.prefix_tokens or 0) < least:
        return np.zeros(drawn.size)
    ttl = cache.ttl_seconds or (rate.cache.ttl_seconds if rate.cache else None) or DEFAULT_TTL
    if cache.seconds_between is not None:
        between = np.full(drawn.size, float(cache.seconds_between))
    else:
        between = DAY_SECONDS / np.maximum(drawn.value(index, "requests_per_day"), 1e-9)
    return np.asarray(1.0 - np.exp(-ttl / np.maximum(between, 1e-9)))


def cache_notes(workload: Workload, rate: Rate) -> tuple[str, ...]:
    """Say what is taken for granted of the cache."""
    cache = workload.cache
    if cache is None or cache.share is not None:
        return ()
    known = rate.cache
    if known and known.min_tokens and (cache.prefix_tokens or 0) < known.min_tokens:
        short = f"the prefix of {cache.prefix_tokens:,} tokens is below the {known.min_tokens:,}"
        return (f"{short} that are cached: nothing is read from the cache",)
    ttl = cache.ttl_seconds or (known.ttl_seconds if known else None)
    notes = ["requests come at random, so that cache hits follow from their mean spacing"]
    if ttl is None:
        notes.append(f"the cache is taken to keep a prefix {DEFAULT_TTL} seconds")
    return tuple(notes)
