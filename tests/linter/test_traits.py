from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.linter.rules.tk006_exposed_secret import PATTERN
from tokest.linter.rules.tk501_invisible_characters import INVISIBLE
from tokest.linter.rules.tk503_costly_unicode import DECOMPOSED, STYLES
from tokest.linter.rules.tk504_high_entropy_blob import RUN, UUID
from tokest.linter.rules.tk507_hidden_controls import RUN as CONTROLS
from tokest.linter.rules.tk508_homoglyph import BESIDE
from tokest.linter.traits import BLOB, KEY, TWINS, coded_runs, traits

CODED = re.compile(rf"[A-Za-z0-9+/=_-]{{{KEY},}}")
WORDS = ("AKIA", "ghp_", "a1B2", "ABCDEFGHIJ234567", "deadbeef", "0123456789abcdef", "/", "-", "_")
RARE = "\u200b\u00a0\u00ad\u202e\u2066\U000e0041\u0301\U0001d400\uff21\u0430\u0391"
texts = st.lists(st.sampled_from((*WORDS, *RARE, "e", "p", " ", "\n", "\u4f60", "\U0001f3f4")))


def has(text: str) -> frozenset[str]:
    return traits(text, coded_runs(text))


@given(texts.map("".join))
def test_runs_are_those_that_a_pattern_finds(text: str) -> None:
    assert list(coded_runs(text)) == [found.span() for found in CODED.finditer(text)]


@given(texts.map("".join))
def test_what_a_rule_finds_has_the_trait_it_waits_for(text: str) -> None:
    found = has(text)
    for trait, patterns in {
        "key": (PATTERN,),
        "blob": (RUN, UUID),
        "unusual": (INVISIBLE, DECOMPOSED, STYLES, CONTROLS),
        "twins": (BESIDE,),
    }.items():
        for pattern in patterns:
            assert trait in found or not pattern.search(text), pattern


@pytest.mark.parametrize(
    ("text", "trait"),
    [("x" * KEY, "key"), ("x" * BLOB, "blob"), ("\u00ada", "unusual"), (TWINS[-1], "twins")],
)
def test_traits_begin_where_they_are_said_to(text: str, trait: str) -> None:
    assert trait in has(text)
    assert trait not in has(text[1:])


def test_plain_text_has_none() -> None:
    assert has("") == has("Be brief. \u4f60\u597d, \u201cfriend\u201d!") == {"always"}
