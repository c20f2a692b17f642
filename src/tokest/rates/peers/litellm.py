"""litellm: one JSON object of models, prices as floats per single token.

A key says what a price is for: ``input_cost_per_token_above_272k_tokens_flex``. A name may begin
with its provider. https://github.com/BerriAI/litellm (read in version 1.110.2).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tokest.rates.peers.building import Builder, Entry, PriceList, service, tiers
from tokest.rates.peers.contents import bound, listed, load_json, mapping, price
from tokest.units import PER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from tokest.rates.peers.building import Amounts, Origin, Peer

PACKAGE: Final = "litellm"
FILE: Final = "litellm/model_prices_and_context_window_backup.json"
HOME: Final = "https://github.com/BerriAI/litellm"

PROVIDERS: Final = {"dashscope": "alibaba", "gemini": "google", "moonshot": "moonshotai"}
"""Our names of providers that have others there."""

REGIONS: Final = {"dashscope": "intl"}

_UNITS: Final = {
    "input_cost_per_token": ("input", PER),
    "output_cost_per_token": ("output", PER),
    "output_cost_per_reasoning_token": ("thinking", PER),
    "cache_read_input_token_cost": ("cache_read", PER),
    "cache_creation_input_token_cost": ("cache_write", PER),
    "cache_creation_input_token_cost_above_1hr": ("cache_write_1h", PER),
    "input_cost_per_audio_token": ("input_audio", PER),
    "output_cost_per_audio_token": ("output_audio", PER),
    "input_cost_per_image_token": ("input_image", PER),
    "output_cost_per_image_token": ("output_image", PER),
    "input_cost_per_image": ("input_images", 1),
    "output_cost_per_image": ("output_images", 1),
    "input_cost_per_character": ("characters", 10_000),
    "ocr_cost_per_page": ("pages", 1),
}
"""Our units, and how many of theirs one price of ours is for."""

_SECONDS: Final = {
    ("input_cost_per_second", "audio_transcription"): "input_audio_seconds",
    ("output_cost_per_second", "audio_speech"): "output_audio_seconds",
    ("output_cost_per_second", "video_generation"): "output_video_seconds",
}
"""Seconds of what, by the mode of the model; elsewhere they are seconds of computing."""

_KINDS: Final = {
    "embedding": "embedding",
    "rerank": "rerank",
    "image_generation": "image",
    "image_edit": "image",
    "video_generation": "video",
    "audio_speech": "tts",
    "audio_transcription": "asr",
    "moderation": "moderation",
    "ocr": "tool",
}

_NAMES: Final = "|".join(sorted((*_UNITS, *(key for key, _ in _SECONDS)), key=len, reverse=True))
_PRICE_KEY: Final = re.compile(rf"({_NAMES})(?:_above_(\d{{1,6}})k_tokens)?(?:_([a-z]+))?")


def read(raw: bytes, origin: Origin) -> Peer:
    """Read the list; it names no day of its own, so that of reading stands."""
    builder = Builder(origin, HOME, origin.asked)
    for name, found in load_json(raw, origin.file).items():
        entry = mapping(found)
        provider = entry.get("litellm_provider")
        if name == "sample_spec" or not isinstance(provider, str):
            builder.skip("without a provider")
            continue
        source = entry.get("source")
        builder.add(
            Entry(
                provider=PROVIDERS.get(provider, provider),
                model=name.removeprefix(f"{provider}/"),
                lists=tuple(_lists(entry)),
                region=REGIONS.get(provider, "global"),
                source=source if isinstance(source, str) else None,
                kind=_KINDS.get(str(entry.get("mode")), "text"),
            )
        )
    return builder.peer()


def _lists(entry: dict[str, Any]) -> Iterator[PriceList]:
    """Sort the prices of a model by service and tier."""
    sorted_out: dict[str | None, dict[int, Amounts]] = {None: {}}
    for unit, above, word, amount in _amounts(entry):
        sorted_out.setdefault(word, {}).setdefault(above, {})[unit] = amount
    for low, amounts in _tiered(entry):
        sorted_out[None].setdefault(low, {}).update(amounts)
    for word, found in sorted_out.items():
        yield PriceList(service=word, tiers=tiers(found.pop(0, {}), found))


def _amounts(entry: dict[str, Any]) -> Iterator[tuple[str, int, str | None, Decimal]]:
    for key, value in entry.items():
        parts = _PRICE_KEY.fullmatch(key)
        if parts is None:
            continue
        name, thousands, word = parts.groups()
        unit, times = _UNITS.get(name) or (_SECONDS.get((name, str(entry.get("mode")))), 1)
        amount = price(value, times)
        named = service(word) if word else None
        if unit is not None and amount is not None and (named or not word):
            yield unit, int(thousands or 0) * 1_000, named, amount


def _tiered(entry: dict[str, Any]) -> Iterator[tuple[int, Amounts]]:
    """Read tiers that stand as a list of ranges of input."""
    for tier in map(mapping, listed(entry.get("tiered_pricing"))):
        low = bound(next(iter(listed(tier.get("range"))), None))
        if low is not None:
            yield low, {unit: amount for unit, _, _, amount in _amounts(tier)}
