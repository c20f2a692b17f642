from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages import ODDITIES, SENTENCES
from strategies import TEXT
from tokest.tokens.cutting import search
from tokest.tokens.cutting.clusters import cluster_ends
from tokest.tokens.cutting.meter import Meter, find_meter
from tokest.tokens.cutting.search import LOOK, longest_prefix, longest_suffix
from tokest.tokens.encodings import catalog
from tokest.tokens.engines.builtin import BuiltinEngine

ENCODINGS = [encoding.name for encoding in catalog().encodings]
every_encoding = pytest.mark.parametrize("name", ENCODINGS)
LIMITS = st.integers(0, 60)
AFTER = st.sampled_from(["", "…", " [...]", "\n", "and so on, for some more words"])
LONG = "\n".join([*SENTENCES.values(), *ODDITIES])


def whole(text: str, place: int) -> bool:
    return place in {0, *cluster_ends(text)}


def check_prefix(meter: Meter, text: str, limit: int, after: str = "") -> None:
    """Hold a prefix to its promise: it fits, and none a few clusters longer does."""
    end = longest_prefix(meter, text, limit, after=after)
    assert whole(text, end)
    assert meter.count(text[:end] + after) <= limit
    longer = [place for place in cluster_ends(text) if place > end][:LOOK]
    assert all(meter.count(text[:place] + after) > limit for place in longer)


def check_suffix(meter: Meter, text: str, limit: int, before: str = "") -> None:
    start = longest_suffix(meter, text, limit, before=before)
    assert whole(text, start)
    assert meter.count(before + text[start:]) <= limit
    longer = [place for place in (0, *cluster_ends(text)) if place < start][-LOOK:]
    assert all(meter.count(before + text[place:]) > limit for place in longer)


@every_encoding
@given(text=TEXT, limit=LIMITS, more=AFTER)
def test_a_part_fits_and_none_a_little_longer_does(
    name: str, text: str, limit: int, more: str
) -> None:
    meter = find_meter(text, None, name)
    limit += meter.count(more)
    check_prefix(meter, text, limit, more)
    check_suffix(meter, text, limit, more)


@every_encoding
@pytest.mark.parametrize("limit", [1, 300, 700, 1_000])
def test_so_does_a_part_of_a_long_text_that_is_counted_from_an_anchor(
    name: str, limit: int
) -> None:
    meter = find_meter(LONG, None, name)
    check_prefix(meter, LONG, limit)
    check_suffix(meter, LONG, limit)


@pytest.mark.parametrize("limit", [5, 500])
def test_so_does_a_part_where_there_are_no_anchors(limit: int) -> None:
    known = replace(find_meter("", "qwen-max", None).scheme, cuts_lines=False)
    meter = Meter(scheme=known, engine=BuiltinEngine(known))
    check_prefix(meter, LONG, limit)
    check_suffix(meter, LONG, limit)


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301" * 3_000 + "b",
        "👩\u200d" * 1_500 + "b",
        "🇩🇪" * 1_500,
        " " * 30_000,
        "\n" * 30_000,
        "a" * 30_000,
        "世界" * 2_000,
        "12" * 2_000,
        "e\u0301 " * 2_000,
        "\u1112\u1161\u11ab" * 1_000,
        " \t\n\r" * 2_000,
    ],
    ids=ascii,
)
@pytest.mark.parametrize("model", ["qwen-max", "gpt-4o"])
def test_so_does_a_part_of_hostile_text(text: str, model: str) -> None:
    meter = find_meter(text, model, None)
    limit = meter.count(text) // 2
    check_prefix(meter, text, limit)
    check_suffix(meter, text, limit)


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.5, 0.9, 1])
def test_a_wrong_guess_costs_time_alone(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    guess = int(len(LONG) * share)
    monkeypatch.setattr(search, "_prefix_guess", lambda *_: guess)
    monkeypatch.setattr(search, "_suffix_guess", lambda *_: guess)
    meter = find_meter(LONG, "gpt-4o", None)
    for limit in (0, 40, 700):
        check_prefix(meter, LONG, limit)
        check_suffix(meter, LONG, limit)


def test_nothing_is_kept_of_an_empty_text() -> None:
    meter = find_meter("", "gpt-4o", None)
    assert (longest_prefix(meter, "", 5), longest_suffix(meter, "", 5)) == (0, 0)
    assert (longest_prefix(meter, "", 0), longest_suffix(meter, "", 0)) == (0, 0)


def test_nothing_is_kept_where_what_stands_beside_it_is_too_much() -> None:
    meter = find_meter("", "gpt-4o", None)
    assert longest_prefix(meter, "Hello World", 1, after="one two") == 0
    assert longest_suffix(meter, "Hello World", 1, before="one two") == 11


def test_more_text_can_have_fewer_tokens() -> None:
    """The reason why the longest part is found by trying."""
    meter = find_meter("", "gpt-4o", None)
    words = ("".join(SENTENCES[name] for name in ("de", "fr", "vi"))).split()
    shrinks = [
        (word, end)
        for word in words
        for end in range(1, len(word))
        if meter.count(word[: end + 1]) < meter.count(word[:end])
    ]
    assert shrinks


def test_all_of_a_text_that_fits_is_kept() -> None:
    meter = find_meter("", "gpt-4o", None)
    assert longest_prefix(meter, "Hello World", 99) == 11
    assert longest_suffix(meter, "Hello World", 99) == 0


def test_a_part_may_start_anywhere() -> None:
    meter = find_meter("", "gpt-4o", None)
    text = "The quick brown fox jumps over the lazy dog " * 200
    end = longest_prefix(meter, text, 700, start=44 * 10)
    assert text[:end].split() == (text.split())[: 9 * 10 + 700]
