"""Smaller requests: capped answers, less thinking, trimmed prompts, none above a tier."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.plan.advice.values import Idea
from tokest.plan.counting import count_prompt, is_request
from tokest.plan.requests import is_fixed
from tokest.plan.trimming import trim
from tokest.plan.workload import NONE, Fixed, Prompt, Range, Sample, Skewed
from tokest.rates.arrays import COLUMN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tokest.plan.advice.bench import Bench
    from tokest.plan.workload import Number, Size, Workload

    Floats = NDArray[np.float64]

LEAST_SHARE: Final = 0.001


def capped_output(bench: Bench, index: int) -> Iterator[Idea]:
    """Yield the saving of max_tokens at the length that nine in ten answers stay below."""
    workload = bench.prepared.jobs[index].workload
    cap = _p90(workload.output)
    if cap is None or (workload.output.most or cap + 1) <= cap:
        return
    yield Idea(
        kind="output",
        what=f"cap answers at {cap:,} tokens",
        change=replace(workload, output=replace(workload.output, most=cap)),
        assumption="the longest tenth of the answers may end there",
        how=f"set max_tokens to {cap}, and ask for short answers in the prompt",
    )


def _p90(size: Size | None) -> int | None:
    if size is None:
        return None
    shape = size.shape
    if isinstance(shape, Skewed):
        return int(shape.p90)
    if isinstance(shape, Sample):
        return shape.values[len(shape.values) * 9 // 10]
    return None


def less_thinking(bench: Bench, index: int) -> Iterator[Idea]:
    """Yield the savings of no thinking, and of a thinking budget at its mean length."""
    job = bench.prepared.jobs[index]
    workload = job.workload
    thinking = workload.thinking_tokens
    if thinking is None or workload.thinking_share == NONE:
        return
    if job.models[0].match.model.thinking != "always" and workload.task != "reasoning":
        yield Idea(
            kind="thinking",
            what="switch thinking off",
            change=replace(workload, thinking_share=NONE, thinking_tokens=None),
            assumption="the task does not need it: try own samples",
            how="set enable_thinking to false, or the effort to none",
        )
    shape = thinking.shape
    mean = shape.mean if isinstance(shape, Skewed) else getattr(shape, "value", None)
    if isinstance(shape, Sample):
        mean = Decimal(sum(shape.values)) / len(shape.values)
    cap = int(mean or 0)
    if cap and not isinstance(shape, Fixed):
        yield Idea(
            kind="thinking",
            what=f"cap thinking at {cap:,} tokens",
            change=replace(workload, thinking_tokens=replace(thinking, most=cap)),
            assumption="its mean length is enough for the harder requests, too",
            how=f"set thinking_budget to {cap}",
        )


def trimmed_prompt(bench: Bench, index: int) -> Iterator[Idea]:
    """Yield the saving of what a prompt can do without."""
    job = bench.prepared.jobs[index]
    shape = job.workload.input.shape
    if not isinstance(shape, Prompt) or job.models[0].reason is not None:
        return
    text, done = trim(shape.text)
    if not done or is_request(shape):
        return
    model = job.models[0].match.model
    slimmer = Prompt(text, shape.source)
    fewer = (count_prompt(shape, model).tokens or 0) - (count_prompt(slimmer, model).tokens or 0)
    if fewer <= 0:
        return
    slim = replace(job.workload.input, shape=slimmer)
    yield Idea(
        kind="prompt",
        what=f"trim {shape.source} by {fewer:,} tokens",
        change=replace(job.workload, input=slim),
        assumption="layout carries no meaning in it",
        how=f"remove {', '.join(done)}",
    )


def below_tiers(bench: Bench, index: int) -> Iterator[Idea]:
    """Yield the saving of keeping requests below a tier that prices all of a request higher."""
    job = bench.prepared.jobs[index]
    workload, priced = job.workload, job.models[0]
    if priced.rate is None or priced.rate.marginal or is_fixed(workload):
        return
    inputs = priced.counted.rows[0][2][:, COLUMN["input_tokens"]]
    tiers = [tier for tier in priced.rate.tiers if tier.variant is None]
    for tier, above in pairwise(tiers):
        share = float(np.mean(inputs > tier.up_to)) if tier.up_to else 0.0
        low, high = tier.prices.input, above.prices.input
        if share < LEAST_SHARE or not low or not high or high <= low or workload.turns > 1:
            continue
        times = f"{float(high / low):.3g} times the input price"
        yield Idea(
            kind="tier",
            what=f"keep requests at {tier.up_to:,} input tokens: {share:.1%} are above, and pay"
            f" {times} for all of it",
            change=replace(workload, input=replace(workload.input, most=tier.up_to)),
            assumption="what is beyond can be left out",
            how="retrieve less, or summarise what came before",
        )
        yield _split(workload, inputs, tier.up_to or 1)


def _split(workload: Workload, inputs: Floats, bound: int) -> Idea:
    """Send what is above a bound in equal parts below it, each with an answer of its own."""
    parts = np.ceil(inputs / bound).clip(1).astype(np.intp)
    sizes = np.repeat(np.ceil(inputs / parts).astype(np.intp), parts)
    more = len(sizes) / len(inputs)
    sample = Sample(tuple(sorted(sizes.tolist())), "split requests")
    return Idea(
        kind="tier",
        what=f"split requests above {bound:,} input tokens into parts below it",
        change=replace(
            workload,
            input=replace(workload.input, shape=sample),
            requests_per_day=scaled(workload.requests_per_day, more),
        ),
        assumption="the parts can be answered apart, each at the length of a whole answer",
        how=f"cut at {bound:,} tokens (tokest split): {more - 1:.1%} more requests",
    )


def scaled(number: Number, factor: float) -> Number:
    """Multiply a number.

    >>> scaled(Fixed(Decimal(10)), 1.5)
    Fixed(value=Decimal('15.0'))
    """
    by = Decimal(str(factor))
    if isinstance(number, Fixed):
        return Fixed(number.value * by)
    if isinstance(number, Skewed):
        return Skewed(number.mean * by, number.p90 * by)
    return Range(number.low * by, number.high * by)
