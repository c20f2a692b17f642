from __future__ import annotations

from dataclasses import replace

import pytest

from tokest.tokens.encodings import Encoding, catalog, find_encoding
from tokest.tokens.engines.choice import SPEEDS, choose, engine, has_threads, scheme
from tokest.tokens.engines.tiktoken import BLANKS

KNOWN = scheme(find_encoding("qwen"))
MEGABYTE = "Words and words. " * 60_000


@pytest.mark.parametrize("encoding", catalog().encodings, ids=lambda encoding: encoding.name)
def test_short_text_is_counted_by_the_built_in_engine(encoding: Encoding) -> None:
    known = scheme(encoding)
    assert choose(known).name == choose(known, ["Hello World"] * 100).name == "builtin"


def test_much_text_is_counted_by_an_engine_that_starts_slower() -> None:
    assert choose(KNOWN, [MEGABYTE] * 4).name == "tiktoken"


def test_very_much_text_is_counted_by_the_engine_that_is_fastest_then() -> None:
    assert choose(KNOWN, [MEGABYTE] * 100).name == "fastokens"


def test_tiktoken_is_not_chosen_where_it_would_panic() -> None:
    assert choose(KNOWN, [MEGABYTE] * 4 + [" " * 2 * BLANKS]).name == "builtin"


def test_an_engine_that_cannot_read_the_pattern_is_not_chosen() -> None:
    odd = replace(KNOWN, pattern=KNOWN.pattern + r"|(?<=a)b")
    assert choose(odd, [MEGABYTE] * 100).name != "fastokens"


def test_an_engine_is_made_once() -> None:
    for name in ("builtin", *SPEEDS):
        assert engine(name, KNOWN) is engine(name, KNOWN)
        assert engine(name, KNOWN).name == name


def test_much_text_is_counted_by_an_engine_that_has_threads() -> None:
    assert not has_threads(1_000)
    assert has_threads(10**9)
