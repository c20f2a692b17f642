from __future__ import annotations

from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.prompts.media.openai import OpenAIPatches, OpenAITiles, fit, patches, tiles
from tokest.prompts.media.values import Media

sides = st.integers(1, 20_000)
details = st.sampled_from([None, "auto", "low", "high", "original"])
newest = OpenAIPatches(multiplier=Decimal("1.2"), high=2500, auto="original", low=True)
newer = OpenAIPatches(
    multiplier=Decimal("1.2"), high=2500, original=10_000, auto="high", low=True, edge=2048
)
small = OpenAIPatches(
    multiplier=Decimal("1.2"), high=1536, auto="high", low=False, documented=Decimal("1.62")
)


def image(width: int, height: int, detail: str | None = None) -> Media:
    return Media(kind="image", where="x", width=width, height=height, detail=detail)


@pytest.mark.parametrize(
    ("width", "height", "count"),
    [(1024, 1024, 4), (2048, 4096, 6), (512, 512, 1), (513, 512, 2), (1, 10_000, 4)],
)
def test_tiles_are_those_of_the_documents(width: int, height: int, count: int) -> None:
    assert tiles(width, height) == count


@given(sides, sides)
def test_there_are_at_most_eight_tiles(width: int, height: int) -> None:
    assert 1 <= tiles(width, height) <= 8
    assert tiles(width, height) == tiles(height, width)


def test_low_detail_costs_the_base_and_needs_no_size() -> None:
    model = OpenAITiles(base=85, tile=170)
    low = Media(kind="image", where="x", detail="low")
    assert model.needs(low) == ()
    assert model.count(low).tokens == 85
    assert model.count(image(1024, 1024)).tokens == 765


@pytest.mark.parametrize(
    ("width", "height", "count"), [(1024, 1024, 1024), (1800, 2400, 1452), (32, 33, 2)]
)
def test_patches_are_those_of_the_documents(width: int, height: int, count: int) -> None:
    assert patches(width, height, 1536) == count


@given(sides, sides, st.sampled_from([1536, 2500, 10_000]))
def test_patches_keep_within_their_budget(width: int, height: int, budget: int) -> None:
    whole = ceil(width / 32) * ceil(height / 32)
    assert patches(width, height, None) == whole
    assert 1 <= patches(width, height, budget) <= min(whole, budget)


@given(sides, sides, details, st.sampled_from([newest, newer, small]))
def test_a_count_lies_between_its_bounds(
    width: int, height: int, detail: str | None, model: OpenAIPatches
) -> None:
    item = image(width, height, detail)
    found, (low, high) = model.count(item), model.bounds(item)
    assert found.tokens is not None
    assert low <= found.low <= found.tokens <= (found.high or 0)
    assert high is None or (found.high or 0) <= high


def test_a_detail_has_its_own_budget() -> None:
    assert newest.count(image(4032, 3024)).tokens == 14_364
    assert newest.count(image(4032, 3024, "high")).tokens == 2942
    assert newer.count(image(4032, 3024, "original")).tokens == 11_868
    assert newer.count(image(4032, 3024)).tokens == 2942
    assert newest.count(image(4032, 3024, "low")).tokens == ceil(16 * 12 * 1.2)


def test_a_detail_that_a_model_does_not_know_is_high() -> None:
    assert small.count(image(4032, 3024, "original")) == small.count(image(4032, 3024))
    assert small.count(image(4032, 3024, "low")) == small.count(image(4032, 3024))


@pytest.mark.parametrize(
    ("multiplier", "width", "height", "tokens"),
    [("1.62", 128, 64, 14), ("2.46", 128, 64, 21), ("1.72", 128, 64, 15), ("2.46", 540, 360, 503)],
)
def test_chat_completions_mark_an_image(
    multiplier: str, width: int, height: int, tokens: int
) -> None:
    model = OpenAIPatches(
        multiplier=Decimal(multiplier), high=1536, auto="high", low=False, marked=True
    )
    chat = Media(kind="image", where="x", width=width, height=height, api="chat")
    responses = Media(kind="image", where="x", width=width, height=height, api="responses")
    assert model.count(chat).tokens == tokens
    assert model.count(responses).tokens == tokens - 1
    assert model.bounds(chat)[0] == model.bounds(responses)[0] + 1


def test_a_mark_that_was_not_recorded_widens_the_range() -> None:
    chat = Media(kind="image", where="x", width=256, height=256, api="chat")
    found = newest.count(chat)
    assert (found.low, found.tokens, found.high) == (77, 77, 78)


def test_documents_that_differ_widen_the_range() -> None:
    found = small.count(image(1024, 1024))
    assert (found.tokens, found.high) == (1229, 1659)
    assert "documented: 1.62" in found.notes[0]


@given(sides, sides)
def test_what_fits_is_left_alone(width: int, height: int) -> None:
    fitted = fit(width, height, 2048)
    assert max(fitted) <= 2048
    assert fitted == (width, height) or max(width, height) > 2048
