from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import TEXT
from tokest.resources import data_file
from tokest.tokens import tables
from tokest.tokens.encodings import catalog, find_encoding
from tokest.tokens.engines.choice import engine, scheme
from tokest.tokens.tables import find_quality, load_tables, table_guesses, table_names

MOST_BYTES = 4_000_000
PROMPTS = Path(__file__).parents[2] / "examples" / "prompts"


def test_the_tables_are_those_that_encodings_name() -> None:
    shipped = {encoding.name for encoding in catalog().encodings}
    others = {counter.found.table for counter in catalog().findable if counter.found.table}
    assert shipped | others == set(table_names())


@pytest.mark.parametrize("name", table_names())
def test_a_table_is_complete_and_its_quality_is_known(name: str) -> None:
    loaded = load_tables((name,))
    assert [len(level.prints) for level in (loaded.words, *loaded.windows)] == list(
        tables.SIZES.values()
    )
    assert loaded.floor.shape == (1, 4)
    median, p90, _ = find_quality(name).error
    assert 0 < median < p90 < 1


def test_all_tables_together_are_small() -> None:
    files = ["tables/keys.xz", *(f"tables/{name}.xz" for name in table_names())]
    assert sum(len(data_file(file).read_bytes()) for file in files) <= MOST_BYTES


@given(texts=st.lists(TEXT, max_size=4))
def test_a_batch_is_its_texts_one_by_one(texts: list[str]) -> None:
    names = table_names()[:3]
    assert table_guesses(texts, names) == [table_guesses([text], names)[0] for text in texts]


@given(texts=st.lists(TEXT, max_size=6))
def test_the_size_of_a_batch_changes_nothing(texts: list[str]) -> None:
    names = table_names()[:1]
    whole = table_guesses(texts, names)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "BATCH", 10)
        assert table_guesses(texts, names) == whole


@given(text=TEXT)
def test_a_guess_lies_in_its_interval_between_one_token_and_the_bytes(text: str) -> None:
    [[guess]] = table_guesses([text], table_names()[:1])
    assert min(1, len(text)) <= guess.low <= guess.tokens <= guess.high
    assert guess.high <= max(guess.tokens, len(text.encode()))


PLAIN = {
    "en": (
        "The committee met on Tuesday to review the proposal, and after a short discussion it "
        "agreed to fund the project for another two years. Members asked for a clear report on "
        "how the money is spent, and for a plan that says what will happen when it runs out."
    ),
    "zh": (
        "委员会周二开会审议了这项提案，经过简短讨论，同意再资助该项目两年。委员们要求提交一份清楚的报告，"
        "说明资金如何使用，并制定一份计划，说明资金用完之后怎么办。"
    ),
    "de": (
        "Der Ausschuss hat am Dienstag über den Vorschlag beraten und nach kurzer Aussprache "
        "beschlossen, das Vorhaben zwei weitere Jahre zu fördern."
    ),
    "code": (
        "def total(items):\n    result = 0\n    for item in items:\n"
        "        result += item.price * item.quantity\n    return result\n"
    ),
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
@pytest.mark.parametrize("name", ["qwen", "qwen3.5", "o200k_base", "cl100k_base"])
def test_plain_text_is_expected_to_a_fifth_even_when_short(name: str, text: str) -> None:
    [[guess]] = table_guesses([text], [name])
    assert guess.tokens == pytest.approx(
        engine("builtin", scheme(find_encoding(name))).count(text), rel=0.2
    )


@pytest.mark.parametrize("name", ["qwen", "qwen3.5", "o200k_base", "cl100k_base"])
def test_the_example_prompts_are_expected_to_a_few_percent(name: str) -> None:
    texts = [file.read_text("utf-8") for file in sorted(PROMPTS.glob("*.md"))]
    guesses = [guess for (guess,) in table_guesses(texts, [name])]
    true = [engine("builtin", scheme(find_encoding(name))).count(text) for text in texts]
    errors = sorted(abs(g.tokens / t - 1) for g, t in zip(guesses, true, strict=True))
    assert errors[len(errors) // 2] < 0.04
    assert errors[-1] < 0.08
    inside = [g.low <= t <= g.high for g, t in zip(guesses, true, strict=True)]
    assert sum(inside) >= 8


def test_a_long_run_of_blanks_is_not_forgotten() -> None:
    [[guess]] = table_guesses([" " * 1_000_000], ["o200k_base"])
    assert (
        guess.tokens
        == engine("builtin", scheme(find_encoding("o200k_base"))).count(" " * 1_000_000)
        == 7_813
    )


def test_a_character_outside_every_table_still_counts() -> None:
    [[guess]] = table_guesses(["\U00012000" * 50], table_names()[:1])
    assert guess.tokens > 25


def test_the_keys_fill_their_slots() -> None:
    loaded = load_tables(table_names()[:1])
    assert all(np.mean(level.prints != 0) > 0.5 for level in (loaded.words, *loaded.windows))
