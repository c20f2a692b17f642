"""Cheaper ways of sending the same requests: batch files, caches, free quota."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from tokest.plan.advice.values import Idea
from tokest.plan.breakeven import cache_reuses, cache_spacing
from tokest.plan.grants import grant_for, terms_of
from tokest.plan.sending import DEFAULT_TTL
from tokest.plan.workload import Caching, Fixed, Grant
from tokest.rates.arrays import COLUMN
from tokest.rates.price import make_receipt
from tokest.rates.terms import Terms
from tokest.units import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.plan.advice.bench import Bench
    from tokest.plan.prepare import Priced
    from tokest.plan.workload import CacheKind, Workload

ONE = Fixed(Decimal(1))


def batch_files(bench: Bench, index: int) -> Iterator[Idea]:
    """Yield the saving of sending everything in batch files."""
    job = bench.prepared.jobs[index]
    rate = job.models[0].rate
    alive = job.workload.turns > 1 or job.workload.task == "chat"  # somebody waits for the answer
    if rate is None or rate.batch is None or job.workload.batch_share == ONE or alive:
        return
    loses = rate.batch.cache == "none" and job.workload.cache is not None
    yield Idea(
        kind="batch",
        what="send what can wait in batch files",
        change=replace(job.workload, batch_share=ONE),
        assumption="all of it can wait; a tenth of it saves a tenth"
        + (", and there is no cache in batch files" if loses else ""),
        how=f"send it as a batch file of {job.models[0].match.provider.id}: its prices are"
        f" x {rate.batch.factor}",
    )


def caches(bench: Bench, index: int) -> Iterator[Idea]:
    """Yield the saving of each kind of cache, for a prefix that nine in ten requests have."""
    job = bench.prepared.jobs[index]
    workload, priced = job.workload, job.models[0]
    if workload.cache is not None or priced.rate is None or workload.batch_share == ONE:
        return
    inputs = priced.counted.rows[0][2][:, COLUMN["input_tokens"]]
    prefix = int(np.sort(inputs)[len(inputs) // 10])
    least = priced.rate.cache.min_tokens if priced.rate.cache else None
    if prefix < max(1, least or 0):
        return
    for kind, read in (("implicit", "cache_read"), ("explicit", "cache_read_explicit")):
        costs = _cache_prices(priced, read)
        if costs is not None:
            yield _cache_idea(workload, priced, kind, prefix, costs)  # type: ignore[arg-type]


def _cache_prices(priced: Priced, read: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """Give the prices of some tokens as plain input, written to a cache and read from it."""
    size = 1_000
    terms = Terms(region=priced.terms.region, at=priced.days[0])
    usages = [
        Usage(input_tokens=size),
        Usage(input_tokens=size, cache_write_tokens=size),
        Usage(input_tokens=size, **{f"{read}_tokens": size}),  # type: ignore[arg-type]
    ]
    plain, write, cached = (make_receipt(one, priced.match, terms).per_request for one in usages)
    if read == "cache_read":
        write = plain  # an implicit cache is written at the price of plain input
    if plain is None or write is None or cached is None:
        return None
    return plain, write, cached


def _cache_idea(
    workload: Workload,
    priced: Priced,
    kind: CacheKind,
    prefix: int,
    costs: tuple[Decimal, Decimal, Decimal],
) -> Idea:
    known = priced.rate.cache if priced.rate else None
    said = known.ttl_seconds if known else None
    ttl = said or DEFAULT_TTL
    kept = f"kept {ttl} s" if said else f"taken to be kept {ttl} s"
    reuses = cache_reuses(*costs)
    spacing = cache_spacing(*costs, ttl)
    spaced = "at any spacing" if spacing is None else f"up to {spacing:,.0f} s between requests"
    least = f", of {known.min_tokens:,} tokens or more" if known and known.min_tokens else ""
    mark = "mark its end with cache_control" if kind == "explicit" else "change nothing in it"
    return Idea(
        kind="cache",
        what=f"let the {kind} cache serve the first {prefix:,} tokens",
        change=replace(
            workload,
            cache=Caching(prefix_tokens=prefix, kind=kind, history=workload.turns > 1),
        ),
        assumption=f"they are the same in every request; {_pays(reuses)}, {spaced} ({kept})",
        how=f"put the static part first{least}, and {mark}",
    )


def _pays(reuses: int | None) -> str:
    if reuses is None:
        return "it never pays"
    return f"it pays from {reuses} {'reuse' if reuses == 1 else 'reuses'} on"


def free_quotas(bench: Bench, index: int) -> Iterator[tuple[Idea, tuple[Grant, ...]]]:
    """Yield the saving of a free quota that the plan leaves out."""
    job = bench.prepared.jobs[index]
    plan, priced = bench.prepared.plan, job.models[0]
    if priced.rate is None or grant_for(plan.free_quota, priced.match) is not None:
        return
    grant = Grant(
        models=(f"{priced.match.provider.id}/{priced.match.model.id}",), granted=plan.start
    )
    terms = terms_of(grant, priced.rate)
    if terms is None or job.workload.batch_share == ONE:
        return
    yield (
        Idea(
            kind="free quota",
            what=f"use the free quota of {terms.left:,} {terms.unit}",
            change=job.workload,
            assumption=f"it is granted on {plan.start} and kept until {terms.expires}",
            how="new accounts have it for each model and snapshot; real-time calls only",
        ),
        (grant,),
    )
