"""The kinds of models and the units each is billed by, after the vendor's own table.

The types, subcategories, units and billing rules down to text embedding are those of "Model
usage", https://www.alibabacloud.com/help/en/model-studio/model-usage (last updated 2026-03-24);
the rest stands in the price lists only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.units import UNITS

if TYPE_CHECKING:
    from tokest.rates.card import Model, RateCard


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table: what a kind of model is called, and by which nouns it is billed."""

    id: str
    type: str
    subcategory: str
    nouns: tuple[str, ...]
    billing: str


_LANGUAGE: Final = ("token",), "by the number of tokens for input and output"
_SPEECH: Final = (
    ("second", "character", "token"),
    "by the duration of the audio, the characters of the text, or tokens, depending on the model",
)
_OMNI: Final = ("token",), "by the tokens of the text, and of the audio, images and video each"
_EMBEDDING: Final = ("token",), "by the number of tokens in the input"

SOURCE: Final = "https://www.alibabacloud.com/help/en/model-studio/model-usage (2026-03-24)"
KINDS: Final = tuple(
    Kind(*row)
    for row in (
        ("text", "Large language model", "Text generation", *_LANGUAGE),
        ("thinking", "Large language model", "Deep thinking", *_LANGUAGE),
        ("vision", "Large language model", "Visual understanding", *_LANGUAGE),
        (
            "image",
            "Visual model",
            "Image generation",
            ("image",),
            "by the number of images successfully generated",
        ),
        (
            "video",
            "Visual model",
            "Video generation",
            ("second",),
            "by the seconds of video successfully generated",
        ),
        ("tts", "Speech model", "Speech synthesis", *_SPEECH),
        ("tts_realtime", "Speech model", "Real-time speech synthesis", *_SPEECH),
        ("asr", "Speech model", "Audio file recognition", *_SPEECH),
        ("asr_realtime", "Speech model", "Real-time speech recognition", *_SPEECH),
        ("av_translation", "Speech model", "Audio and video translation", *_SPEECH),
        ("omni", "Omni-modal model", "Omni-modal", *_OMNI),
        ("omni_realtime", "Omni-modal model", "Real-time multimodal", *_OMNI),
        ("multimodal_embedding", "Embedding model", "Multimodal embedding", *_EMBEDDING),
        ("embedding", "Embedding model", "Text embedding", *_EMBEDDING),
        ("rerank", "Embedding model", "Reranking", *_EMBEDDING),
        ("translation", "Large language model", "Translation", *_LANGUAGE),
        ("model_3d", "Visual model", "3D generation", ("task",), "by the model generated"),
        ("music", "Speech model", "Music generation", ("second",), "by the seconds generated"),
        ("moderation", "Large language model", "Moderation", *_LANGUAGE),
        ("tool", "Tool", "Tool", ("call", "page"), "by the call, or by the page read"),
    )
)


def nouns_of(model: Model) -> frozenset[str]:
    """Give what a model's prices are for: tokens, images, seconds ...

    >>> from tokest.rates.load import builtin_card
    >>> from tokest.rates.match import find_model
    >>> sorted(nouns_of(find_model(builtin_card(), "qwen-image-3.0").model))
    ['image']
    """
    tiers = [tier for rate in model.rates for tier in rate.tiers]
    return frozenset(
        unit.noun
        for unit in UNITS
        if unit.own_price and any(getattr(tier.prices, unit.name) is not None for tier in tiers)
    )


def models_of(card: RateCard, kind: str) -> tuple[Model, ...]:
    """Give the models of a kind."""
    return tuple(
        model for provider in card.providers for model in provider.models if model.kind == kind
    )
