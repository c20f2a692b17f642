"""One receipt of each unit, computed by hand from the figures of the vendors' pages."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cards import card, rate, tier
from tokest.rates.price import price
from tokest.units import UNITS, Usage

if TYPE_CHECKING:
    from tokest.rates.card import RateCard

# https://help.aliyun.com/zh/model-studio/model-pricing (2026-10-09), Beijing list in yuan, and the
# console's model cards (2026-05-27) where a comment says so; OpenAI, Anthropic and Google of
# 2026-10-26 in dollars.
CASES = [
    # qwen-max 2.4 / 9.6 a million tokens
    ("input", "qwen-max", {"input_tokens": 5_000}, "0.012 CNY"),
    ("output", "qwen-max", {"output_tokens": 5_000}, "0.048 CNY"),
    # reasoning is output: qwen-plus to 128K thinks at 8
    ("reasoning", "qwen-plus", {"output_tokens": 1_000, "reasoning_tokens": 400}, "0.008 CNY"),
    # qwen3-omni-flash: text 1.8, audio 15.8, image and video 3.3 in; 12.7 and 62.6 out
    (
        "input_audio",
        "qwen3-omni-flash",
        {"input_tokens": 1_000, "input_audio_tokens": 600},
        "0.0102 CNY",  # 400 x 1.8 + 600 x 15.8
    ),
    (
        "input_image",
        "qwen3-omni-flash",
        {"input_tokens": 1_000, "input_image_tokens": 600, "output_tokens": 100},
        "0.00397 CNY",  # 400 x 1.8 + 600 x 3.3 + 100 x 12.7
    ),
    (
        "input_video",
        "qwen3-omni-flash",
        {"input_tokens": 1_000, "input_video_tokens": 1_000},
        "0.0033 CNY",
    ),
    (
        "output_audio",
        "qwen3-omni-flash",
        {"input_tokens": 1_000, "output_tokens": 150, "output_audio_tokens": 100},
        "0.00806 CNY",  # 1000 x 1.8 + 100 x 62.6; the 50 text tokens are free beside audio
    ),
    # qwen-mt-uni: text 65, images 32, documents 20
    (
        "input_document",
        "qwen-mt-uni",
        {"input_tokens": 3_000, "input_document_tokens": 2_000},
        "0.105 CNY",
    ),
    # gemini-2.5-flash-image: an image of 1,290 tokens at 30 dollars
    (
        "output_image",
        "gemini-2.5-flash-image",
        {"output_tokens": 1_290, "output_image_tokens": 1_290},
        "0.0387 USD",
    ),
    # qwen-plus: hit 0.16, explicit hit 0.08, explicit creation 1
    ("cache_read", "qwen-plus", {"input_tokens": 2_000, "cache_read_tokens": 1_500}, "0.00064 CNY"),
    (
        "cache_read_explicit",
        "qwen-plus",
        {"input_tokens": 2_000, "cache_read_explicit_tokens": 1_500},
        "0.00052 CNY",
    ),
    (
        "cache_write",
        "qwen-plus",
        {"input_tokens": 2_000, "cache_write_tokens": 1_500},
        "0.0019 CNY",
    ),
    # claude-opus-5-5: 4 in; one hour is written at twice that
    (
        "cache_write_1h",
        "claude-opus-5-5",
        {"input_tokens": 2_000, "cache_write_1h_tokens": 1_500},
        "0.014 USD",
    ),
    # qwen-image-3.0-pro at 2K: 0.02 an image in, 0.5 an image out
    ("input_images", "qwen-image-3.0-pro", {"input_images": 2, "variant": "2k"}, "0.04 CNY"),
    ("output_images", "qwen-image-3.0-pro", {"output_images": 3, "variant": "2k"}, "1.5 CNY"),
    # fun-asr 0.00022 a second; fun-music-v1 0.002 a second (model card)
    ("input_audio_seconds", "fun-asr", {"input_audio_seconds": 3_600}, "0.792 CNY"),
    ("output_audio_seconds", "fun-music-v1", {"output_audio_seconds": 90}, "0.18 CNY"),
    # wan3.0-video at 720P: 0.6 a second in and out, 30 % off
    (
        "input_video_seconds",
        "wan3.0-video",
        {"input_video_seconds": 4, "output_video_seconds": 5, "variant": "720p"},
        "3.78 CNY",
    ),
    # wan2.6-i2v-flash at 1080P: 0.5 a second with sound, half of it silent
    (
        "output_video_seconds",
        "wan2.6-i2v-flash",
        {"output_video_seconds": 5, "variant": "1080p_silent"},
        "1.25 CNY",
    ),
    # cosyvoice-v3-flash 1 for 10,000 characters
    ("characters", "cosyvoice-v3-flash", {"characters": 2_500}, "0.25 CNY"),
    # pdf parsing 0.02 a page (pdf-understanding); search turbo 3 for 1,000 calls (web-search)
    ("pages", "tool/pdf_parsing", {"pages": 30}, "0.6 CNY"),
    ("calls", "tool/search_strategy:turbo", {"calls": 250}, "0.75 CNY"),
    # MiniMax/speech-02-hd: 9.9 a voice (model card)
    ("tasks", "MiniMax/speech-02-hd", {"tasks": 2}, "19.8 CNY"),
]


@pytest.mark.parametrize(("unit", "model", "usage", "expected"), CASES)
def test_a_unit_costs_what_the_page_says(
    unit: str, model: str, usage: dict[str, object], expected: str
) -> None:
    found = price(Usage(**usage), model, region="cn")  # type: ignore[arg-type]
    amount, currency = expected.split()
    assert (found.total, found.currency) == (Decimal(amount), currency)
    assert unit == "reasoning" or unit in {line.unit for line in found.lines}


def test_every_unit_has_its_case() -> None:
    cases = {unit for unit, *_ in CASES}
    assert {unit.name for unit in UNITS} - cases == {"cache_storage_token_hours"}


STORAGE: RateCard = card(rate(tier(input=1, cache_storage_token_hours=4.5)))


def test_storage_is_priced_by_the_million_token_hours() -> None:
    # No page of the card prints a figure; the price here is made up: 20,000 tokens for 3 hours.
    found = price(Usage(cache_storage_token_hours=60_000), "m1", card=STORAGE)
    assert found.total == Decimal("0.27")
