from __future__ import annotations

import pytest

from tokest.usage.formats.alibaba_items import item_of, measure, region_of


@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        ("input_token", "input"),
        ("output_token", "output"),
        ("thinking_input_token", "input"),
        ("thinking_output_token", "output"),
        ("input_token_cache", "cache_read"),
        ("input_token_cache_creation_5m", "cache_write"),
        ("input_token_cache_creation_1h", "cache_write_1h"),
        ("input_token_cache_read", "cache_read_explicit"),
        ("input_token_batch", "input"),
        ("context_32k-128k_output_token_batch", "output"),
        ("input_audio_token", "input_audio"),
        ("output_audio_token", "output_audio"),
        ("input_image_token", "input_image"),
        ("something_new", "other"),
    ],
)
def test_an_amount_type_names_a_unit(kind: str, unit: str) -> None:
    found = item_of(kind, "text_tokens", "千tokens", "元/千tokens")
    assert found.unit == unit
    assert found.thinking == ("thinking" in kind)
    assert found.batch == ("batch" in kind)
    assert found.tier == (32 if "32k" in kind else 0)


@pytest.mark.parametrize(
    ("kind", "code", "measured", "unit"),
    [
        ("image_number", "image_number", "张", "output_images"),
        ("video_duration_1080p", "video_duration", "秒", "output_video_seconds"),
        ("audio_duration", "asr_duration", "秒", "input_audio_seconds"),
        ("tts_characters", "", "万字符", "characters"),
        ("search", "", "千次", "calls"),
        ("", "pdf", "页", "pages"),
    ],
)
def test_media_are_known_by_what_is_counted(kind: str, code: str, measured: str, unit: str) -> None:
    found = item_of(kind, code, measured, "")
    assert found.unit == unit
    assert found.variant == ("1080p" if "1080p" in kind else "")


def test_a_unit_that_is_not_known_counts_ones() -> None:
    assert measure("furlongs") == (None, 1)
    assert item_of("mystery", "", "furlongs", "").unit == "other"


def test_tokens_in_a_unit_that_is_not_known_are_not_taken_for_single_ones() -> None:
    found = item_of("input_token", "", "十tokens", "元/千tokens")
    assert (found.unit, found.noun) == ("other", "other")
    assert item_of("input_token", "", "", "元/千tokens").unit == "input"
    assert measure("百tokens") == ("token", 100)


def test_the_currency_may_stand_in_the_unit_of_the_price() -> None:
    assert item_of("input_token", "", "千tokens", "元/千tokens").currency == "CNY"
    assert item_of("input_token", "", "千tokens", "美元/千tokens").currency == "USD"


def test_a_commodity_without_a_site_has_no_region() -> None:
    assert region_of("", "sfm_training") == ""
