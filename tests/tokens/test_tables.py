from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import TEXT
from tokest.tokens import tables
from tokest.tokens.encodings import find_encoding
from tokest.tokens.engines.choice import engine, scheme
from tokest.tokens.table_quality import table_names
from tokest.tokens.tables import Guess, table_guesses

PROMPTS = Path(__file__).parents[2] / "examples" / "prompts"


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
def test_encodings_together_are_each_alone(text: str) -> None:
    [together] = table_guesses([text], table_names())
    assert together == [table_guesses([text], [name])[0][0] for name in table_names()]


@given(text=TEXT)
def test_a_guess_lies_in_its_interval_between_one_token_and_the_bytes(text: str) -> None:
    [[guess]] = table_guesses([text], table_names()[:1])
    assert min(1, len(text)) <= guess.low <= guess.tokens <= guess.high <= len(text.encode())


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


def long_text(size: int) -> str:
    """Put the lines of the example prompts together in any order."""
    lines = [
        line
        for file in sorted(PROMPTS.glob("*.md"))
        for line in file.read_text("utf-8").splitlines(keepends=True)
    ]
    chosen = np.random.default_rng(5).integers(0, len(lines), size // 20)
    return "".join(lines[at] for at in chosen)[:size]


def width(guess: Guess) -> float:
    return (guess.high - guess.low) / guess.tokens


def test_a_sample_of_a_long_text_is_as_good_as_the_whole() -> None:
    text = long_text(8_000_000)
    names = ["qwen", "o200k_base"]
    [whole], [sampled] = (table_guesses([text], names, sample=flag) for flag in (False, True))
    for all_of_it, some_of_it in zip(whole, sampled, strict=True):
        assert all_of_it.read == 1.0
        assert 0 < some_of_it.read < tables.MOST_READ
        three_errors = 3 * tables.GOOD_ENOUGH
        assert some_of_it.tokens == pytest.approx(all_of_it.tokens, rel=three_errors)
        assert width(some_of_it) > width(all_of_it)


def test_a_sample_depends_on_its_seed_alone() -> None:
    text = long_text(8_000_000)
    first, again, other = (table_guesses([text], ["qwen"], seed=seed) for seed in (1, 1, 2))
    assert first == again != other


def test_periodic_text_cannot_fool_a_sample() -> None:
    text = ("x" * 700 + "中文" * 162) * 3_000  # a period of two blocks
    [[whole]], [[sampled]] = (
        table_guesses([text], ["qwen"], sample=flag) for flag in (False, True)
    )
    assert sampled.tokens == pytest.approx(whole.tokens, rel=0.004)


def test_a_text_that_no_sample_stands_for_is_read_whole() -> None:
    parts = ("the man ran for " * 40, "xqz kvj wpf bgy " * 40)  # nothing quickly counted differs
    text = "".join(parts[i] for i in np.random.default_rng(0).integers(0, 2, 1_000))
    [[guess]] = table_guesses([text], ["qwen"])
    assert guess.read == 1.0


def test_texts_are_sampled_from_a_size_on() -> None:
    texts = [long_text(tables.SAMPLE_FROM + more) for more in (0, 1)]
    assert [guess.read < 1 for (guess,) in table_guesses(texts, ["qwen"])] == [False, True]


def test_short_and_long_texts_may_stand_side_by_side() -> None:
    texts = ["Hello World", long_text(800_000), "", "你好"]
    assert table_guesses(texts, ["qwen"]) == [table_guesses([text], ["qwen"])[0] for text in texts]
