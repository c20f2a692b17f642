"""Where the planner's sliders begin: at the mean request of a workload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.plan.counting import count_prompt
from tokest.plan.inputs import middle
from tokest.plan.planner.section import SLIDERS, Settings
from tokest.plan.workload import Prompt, Sample
from tokest.rates.match import find_model

if TYPE_CHECKING:
    from tokest.plan.workload import Size, Workload
    from tokest.rates.card import RateCard


def start_of(workload: Workload, requests: int, card: RateCard) -> Settings:
    """Give the mean request of a workload, as its first model counts it, sent so many times.

    >>> from decimal import Decimal
    >>> from tokest.plan.workload import Fixed, Size, Workload
    >>> from tokest.rates.load import builtin_card
    >>> chat = Workload(name="chat", models=("qwen-plus",), input=Size(shape=Fixed(Decimal(900))),
    ...     output=Size(shape=Fixed(Decimal(200))), turns=3, turn_input=50,
    ...     requests_per_day=Fixed(Decimal(10)))
    >>> found = start_of(chat, 5_000, builtin_card())
    >>> found.requests, found.input, found.output
    (5000, 1150, 200)
    """
    first = _mean(workload.input, workload, card)
    output = _mean(workload.output, workload, card)
    thinking = workload.thinking_tokens
    share = middle(workload.thinking_share)
    cache = workload.cache
    found = {
        "requests": float(requests),
        "input": first + (workload.turns - 1) / 2 * (output + workload.turn_input),
        "output": output,
        "thinking": 0.0 if thinking is None else _mean(thinking, workload, card) * share,
        "cached": 100 * middle(cache.share) if cache and cache.share else 0.0,
        "batch": 100 * middle(workload.batch_share),
    }
    whole = {one.name: min(round(found[one.name]), one.most) for one in SLIDERS}
    size = f"{whole['input']:,} input and {whole['output']:,} output tokens"
    notes = [f"begins with {requests:,} requests of {size}, the mean of {workload.name}"]
    if cache and cache.share is None:
        notes.append("what its cache finds is not among them: set the share of it")
    return Settings(**whole, notes=tuple(notes))


def _mean(size: Size, workload: Workload, card: RateCard) -> float:
    shape = size.shape
    if isinstance(shape, Prompt):
        found = count_prompt(shape, find_model(card, workload.models[0]).model)
        mean = float(found.low if found.tokens is None else found.tokens)
    elif isinstance(shape, Sample):
        mean = sum(shape.values) / len(shape.values)
    else:
        mean = middle(shape)
    return mean if size.most is None else min(mean, float(size.most))
