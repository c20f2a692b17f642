"""Hold a request against what a model accepts and gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokest.rates.card import Model
    from tokest.units import Usage


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a request fits (``None``: no limit is known), and every limit it breaks."""

    ok: bool | None
    reasons: tuple[str, ...]


def fit(model: Model, usage: Usage, *, thinking: bool = False) -> Fit:
    """Hold a request against the model's limits.

    >>> from tokest.rates.load import builtin_card
    >>> from tokest.rates.match import find_model
    >>> from tokest.units import Usage
    >>> qwen_max = find_model(builtin_card(), "qwen-max").model
    >>> fit(qwen_max, Usage(input_tokens=31_000, output_tokens=500)).reasons
    ('31,000 input tokens > max input 30,720',)
    """
    limits = model.limits
    if limits is None:
        return Fit(None, ())
    max_input = (limits.max_input_thinking if thinking else None) or limits.max_input
    max_output = (limits.max_output_thinking if thinking else None) or limits.max_output
    checks = (
        ("input tokens", usage.input_tokens, "max input", max_input),
        ("output tokens", usage.output_tokens, "max output", max_output),
        (
            "input and output tokens",
            usage.input_tokens + usage.output_tokens,
            "context window",
            limits.context_window,
        ),
    )
    broken = tuple(
        f"{tokens:,} {what} > {name} {limit:,}"
        for what, tokens, name, limit in checks
        if limit is not None and tokens > limit
    )
    if broken:
        return Fit(False, broken)  # noqa: FBT003  # a value, not a switch
    unknown = all(limit is None for *_, limit in checks)
    return Fit(None if unknown else True, ())
