from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages import ODDITIES, SENTENCES
from patterns import PATTERNS
from strategies import TEXT
from tokest.tokens.engines.splitting import (
    ASTRAL,
    BLOCK,
    ascii_pattern,
    blocks,
    cuts_lines,
    full_pattern,
    plane_pattern,
)

CUT = {name: pattern for name, pattern in PATTERNS.items() if cuts_lines(pattern)}
# `re` has no look-ahead for a script in place of the classes that these take apart.
REWRITTEN = {name: PATTERNS[name] for name in PATTERNS if name not in ("deepseek_v3", "kimi_k2")}
every_pattern = pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
every_cut = pytest.mark.parametrize("pattern", CUT.values(), ids=CUT)
every_rewritten = pytest.mark.parametrize("pattern", REWRITTEN.values(), ids=REWRITTEN)

# One or two ASCII characters of each kind that a pattern tells apart.
KINDS = " \n\r\t\x1caAsSl1./'"


def short_texts(longest: int) -> list[str]:
    sizes = range(longest + 1)
    return ["".join(chars) for size in sizes for chars in itertools.product(KINDS, repeat=size)]


@every_rewritten
def test_re_splits_every_short_ascii_text_as_regex_does(pattern: str) -> None:
    ours, theirs = ascii_pattern(pattern), full_pattern(pattern)
    assert ours is not None
    pairs = (chr(a) + chr(b) for a in range(128) for b in range(128))
    for text in itertools.chain(short_texts(4), pairs):
        assert ours.findall(text) == theirs.findall(text)


@every_rewritten
@given(text=st.text(st.characters(max_codepoint=127), max_size=300))
def test_re_splits_any_ascii_text_as_regex_does(pattern: str, text: str) -> None:
    ours = ascii_pattern(pattern)
    assert ours is not None
    assert ours.findall(text) == full_pattern(pattern).findall(text)


@every_rewritten
def test_re_knows_every_character_of_the_plane_as_regex_does(pattern: str) -> None:
    ours = plane_pattern(pattern)
    assert ours is not None
    chars = [chr(i) for i in range(0x10000) if not 0xD800 <= i < 0xE000]
    for form in ("{0}", "a{0}b", "A{0}'{0} ", " {0}{0}1{0}\n", ".{0}  {0}"):
        text = "\n".join(form.format(char) for char in chars)
        assert ours.findall(text) == full_pattern(pattern).findall(text)


@every_rewritten
@given(text=TEXT.map(lambda text: ASTRAL.sub("K", text)))
def test_re_splits_any_text_of_the_plane_as_regex_does(pattern: str, text: str) -> None:
    ours = plane_pattern(pattern)
    assert ours is not None
    assert ours.findall(text) == full_pattern(pattern).findall(text)


@every_cut
@given(left=TEXT, letter=st.sampled_from("aAsZéßЯאعहกぁ中가"), right=TEXT)
def test_text_may_be_cut_between_a_newline_and_a_letter(
    pattern: str, left: str, letter: str, right: str
) -> None:
    split = full_pattern(pattern).findall
    before, after = f"{left}\n", letter + right
    assert split(before + after) == split(before) + split(after)


@every_cut
def test_every_short_text_may_be_cut_there(pattern: str) -> None:
    split = full_pattern(pattern).findall
    for before, after in itertools.product(short_texts(2), short_texts(1)):
        left, right = f"{before}\n", f"a{after}"
        assert split(left + right) == split(left) + split(right)


def test_text_is_cut_wherever_that_changes_nothing() -> None:
    left, right = "a\n\n", "b"
    for name, pattern in PATTERNS.items():
        split = full_pattern(pattern).findall
        assert (split(left + right) == split(left) + split(right)) is (name in CUT)


@every_pattern
@given(text=TEXT)
def test_every_character_is_in_a_piece_once(pattern: str, text: str) -> None:
    assert "".join(full_pattern(pattern).findall(text)) == text


@every_pattern
def test_every_character_of_unicode_is_in_a_piece(pattern: str) -> None:
    chars = [chr(i) for i in range(0x110000) if not 0xD800 <= i < 0xE000]
    text = "\n".join(f"a{char}" for char in chars)
    assert "".join(full_pattern(pattern).findall(text)) == text


def test_blocks_are_the_text() -> None:
    rng = random.Random(5)  # noqa: S311  # test data
    lines = [*SENTENCES.values(), *ODDITIES, "a", "\n", "Lines."]
    text = "\n".join(rng.choices(lines, k=3_000))
    found = list(blocks(text))
    assert "".join(found) == text
    assert len(found) > 2
    assert all(len(block) >= BLOCK for block in found[:-1])


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bx",
        r"(?i)x",
        r"[a&&b]",
        r"[[a]b]",
        r"(a)b",
        r"\p{M}",
        r"[\S]",
        r"(?i:\p{L})",
        r"\d",
        "(?<=a)b",
    ],
)
def test_a_pattern_that_may_mean_something_else_is_not_rewritten(pattern: str) -> None:
    assert ascii_pattern(pattern) is None
