from __future__ import annotations

import pytest

from tokest.rates.kinds import KINDS, models_of, nouns_of
from tokest.rates.load import builtin_card

CARD = builtin_card()

# The vendor's table, row by row: type, subcategory, unit.
# https://www.alibabacloud.com/help/en/model-studio/model-usage (last updated 2026-03-24)
TABLE = [
    ("Large language model", "Text generation", {"token"}),
    ("Large language model", "Deep thinking", {"token"}),
    ("Large language model", "Visual understanding", {"token"}),
    ("Visual model", "Image generation", {"image"}),
    ("Visual model", "Video generation", {"second"}),
    ("Speech model", "Speech synthesis", {"second", "character", "token"}),
    ("Speech model", "Real-time speech synthesis", {"second", "character", "token"}),
    ("Speech model", "Audio file recognition", {"second", "character", "token"}),
    ("Speech model", "Real-time speech recognition", {"second", "character", "token"}),
    ("Speech model", "Audio and video translation", {"second", "character", "token"}),
    ("Omni-modal model", "Omni-modal", {"token"}),
    ("Omni-modal model", "Real-time multimodal", {"token"}),
    ("Embedding model", "Multimodal embedding", {"token"}),
    ("Embedding model", "Text embedding", {"token"}),
]


def test_the_vendors_table_is_reproduced_in_its_order() -> None:
    rows = [(kind.type, kind.subcategory, set(kind.nouns)) for kind in KINDS]
    assert rows[: len(TABLE)] == TABLE


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_kind_is_on_the_card(kind: object) -> None:
    assert models_of(CARD, kind.id)  # type: ignore[attr-defined]


# What the vendor's price list bills beside its table: voices made, pictures examined before a
# video is made of them.
BESIDE = {"tts": {"task"}, "video": {"image"}}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_models_of_the_vendor_are_billed_as_its_table_says(kind: object) -> None:
    allowed = {*kind.nouns, *BESIDE.get(kind.id, ())}  # type: ignore[attr-defined]
    ours = {model.id for model in CARD.providers[0].models}
    odd = [
        model.id
        for model in models_of(CARD, kind.id)  # type: ignore[attr-defined]
        if model.id in ours and not nouns_of(model) <= allowed
    ]
    assert odd == []
