"""Gather all advice on a plan, the greatest saving first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.plan.advice.bench import set_up, weigh
from tokest.plan.advice.models import cheaper_models
from tokest.plan.advice.sending import batch_files, caches, free_quotas
from tokest.plan.advice.sizes import below_tiers, capped_output, less_thinking, trimmed_prompt
from tokest.plan.advice.values import Advices
from tokest.rates.load import builtin_card

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import numpy as np

    from tokest.plan.advice.bench import Bench
    from tokest.plan.advice.values import Advice
    from tokest.plan.workload import Plan
    from tokest.rates.card import RateCard

SOURCES: Final = (
    cheaper_models,
    batch_files,
    caches,
    capped_output,
    less_thinking,
    trimmed_prompt,
    below_tiers,
)


def advise(
    plan: Plan,
    *,
    rng: np.random.Generator,
    draws: int = 2_000,
    at: date | None = None,
    card: RateCard | None = None,
) -> Advices:
    """Say what would make a plan cheaper, the greatest saving of each currency first.

    Each advice is drawn alone against the plan, in the same draws; savings do not add up.

    Raises
    ------
    InputError, UnknownModelError, AmbiguousModelError
        as `tokest.plan.forecast.forecast` does.
    """
    bench = set_up(plan, rng, draws, builtin_card() if card is None else card, at)
    found = [advice for index in range(len(bench.prepared.jobs)) for advice in _of(bench, index)]
    return Advices(sorted(found, key=lambda one: (one.currency, -one.saved.mean, one.what)))


def _of(bench: Bench, index: int) -> Iterator[Advice]:
    for source in SOURCES:
        for idea in source(bench, index):
            advice = weigh(bench, index, idea)
            if advice is not None:
                yield advice
    for idea, grants in free_quotas(bench, index):
        advice = weigh(bench, index, idea, grants)
        if advice is not None:
            yield advice
