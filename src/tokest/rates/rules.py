"""The vendors' rules that shape a price, and what no page says: the words of a receipt.

Rules of Model Studio, from https://help.aliyun.com/zh/model-studio/ (read 2026-10): the tier is
chosen by the whole request's input (model-pricing), no cache in batch files
(batch-interfaces-compatible-with-openai), a thinking request without reasoning costs the plain
price (deep-thinking), text beside audio is free on most omni models (model-pricing).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.match import Match
    from tokest.rates.modes import Mode
    from tokest.rates.receipt import Line
    from tokest.units import Usage

_BINARY: Final = 1_024
_DECIMAL: Final = 1_000


def is_multimodal(usage: Usage) -> bool:
    """Whether the input holds more than text.

    >>> from tokest.units import Usage
    >>> is_multimodal(Usage(input_tokens=9, input_audio_tokens=4))
    True
    """
    return bool(usage.input_image_tokens or usage.input_video_tokens or usage.input_audio_tokens)


def explain(usage: Usage, match: Match, mode: Mode, lines: tuple[Line, ...]) -> None:
    """Add to a mode's rules and notes what shaped these lines."""
    mode.rules += _rules(usage, mode, lines)
    mode.notes += _assumed(usage, match, mode, lines)


def _rules(usage: Usage, mode: Mode, lines: tuple[Line, ...]) -> Iterator[str]:
    rate, tier = mode.rate, mode.tier
    if len(mode.tiers) > 1 and tier is not None:
        if rate.marginal:
            yield "marginal tiers: each part of a quantity has the price of its tier"
        else:
            yield f"the request's {usage.input_tokens:,} input tokens choose the tier of all of it"
    if any(line.why == "thinking price" for line in lines):
        yield "output of a thinking request has the thinking price, reasoning included"
    if any(line.why == "free beside audio" for line in lines):
        yield "text is not billed where the answer is spoken, too"
    if any(name == "batch" for line in lines for name, _ in line.factors):
        yield f"a batch file costs x {rate.batch.factor if rate.batch else 1}"
    if rate.promotion is not None and any(name == "promotion" for name, _ in mode.factors):
        until = f"until {rate.promotion.end}" if rate.promotion.end else "its end is not printed"
        yield f"{rate.promotion.note or 'limited-time price'} ({until})"


def _assumed(usage: Usage, match: Match, mode: Mode, lines: tuple[Line, ...]) -> Iterator[str]:
    cached = any(getattr(usage, unit.field) for unit in UNITS if unit.split == "cache")
    least = mode.rate.cache.min_tokens if mode.rate.cache else None
    if cached and least is not None and usage.input_tokens < least:
        yield f"the model caches from {least:,} tokens on, the request has {usage.input_tokens:,}"
    if cached and len(mode.tiers) > 1 and not mode.rate.marginal:
        yield "cached tokens are taken to count when the tier is chosen"
    if match.provider.binary_bounds and mode.tier is not None:
        yield from _near_bound(usage.input_tokens, mode)
    if mode.spoken and mode.rate.free_beside_audio is None and _bills(lines, "output"):
        yield "no page says whether text beside audio is billed: taken as billed"
    if mode.thinking and not usage.reasoning_tokens and any("think" in line.why for line in lines):
        yield "taken to think: without any reasoning the plain output price would hold"


def _near_bound(tokens: int, mode: Mode) -> Iterator[str]:
    for tier in mode.tiers[:-1]:
        if tier.up_to is not None and tier.up_to < tokens <= tier.up_to * _BINARY // _DECIMAL:
            other = tier.up_to * _BINARY // _DECIMAL
            yield f"the tier ends at {tier.up_to:,}; the console's model cards say {other:,}"


def _bills(lines: tuple[Line, ...], unit: str) -> bool:
    return any(line.unit == unit and line.quantity and line.amount for line in lines)
