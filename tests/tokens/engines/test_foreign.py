"""Laws of the engines of other packages, each where it is installed."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings

from languages import ODDITIES, SENTENCES
from lines import random_lines, real_lines
from patterns import PATTERNS
from small import RANKS
from strategies import TEXT
from tokest.errors import InputError
from tokest.tokens.encodings import catalog, find_encoding
from tokest.tokens.engines import fastokens, foreign, tiktoken, tokenizers
from tokest.tokens.engines.builtin import BuiltinEngine
from tokest.tokens.engines.choice import engine, scheme
from tokest.tokens.engines.splitting import cuts_lines

if TYPE_CHECKING:
    from tokest.tokens.engines.protocol import Engine, Scheme

ENCODINGS = [encoding.name for encoding in catalog().encodings]
ENGINES = [name for name in ("fastokens", "tiktoken", "tokenizers") if find_spec(name)]
every_engine = pytest.mark.parametrize("name", ENGINES)
every_encoding = pytest.mark.parametrize("encoding", ENCODINGS)
every_pattern = pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)

TEXTS = [
    *ODDITIES,
    *SENTENCES.values(),
    *(unicodedata.normalize("NFC", text) for text in SENTENCES.values()),
    *(unicodedata.normalize("NFD", text) for text in SENTENCES.values()),
    "\n".join(SENTENCES.values()) * 40,
]


def two(name: str, encoding: str) -> tuple[Engine, Engine]:
    known = scheme(find_encoding(encoding))
    return engine(name, known), engine("builtin", known)


def supported(name: str, known: Scheme, texts: list[str]) -> list[str]:
    module = import_module(f"tokest.tokens.engines.{name}")
    return [text for text in texts if module.supports(known, [text])]


@every_engine
@every_encoding
def test_it_counts_and_ends_tokens_as_the_built_in_engine_does(name: str, encoding: str) -> None:
    theirs, ours = two(name, encoding)
    assert theirs.count_batch(TEXTS) == ours.count_batch(TEXTS)
    for text in TEXTS:
        assert theirs.spans(text) == ours.spans(text)
        assert theirs.count(text) == ours.count(text) == len(ours.spans(text))


@every_engine
@every_encoding
def test_it_counts_lines_as_the_built_in_engine_does(name: str, encoding: str) -> None:
    theirs, ours = two(name, encoding)
    lines = supported(name, scheme(find_encoding(encoding)), [*random_lines(), *real_lines()])
    assert len(lines) > 15_000
    assert theirs.count_batch(lines) == ours.count_batch(lines)


@cache
def small_scheme() -> Scheme:
    """Give a scheme with few ranks, so that engines start soon."""
    known = scheme(find_encoding("cl100k_base"))
    return replace(known, ranks={token: at for token, at in known.ranks.items() if at < 10_000})


@every_engine
@every_pattern
def test_it_splits_by_every_pattern_as_the_built_in_engine_does(name: str, pattern: str) -> None:
    lines = [*TEXTS, *random_lines(), *real_lines()]
    plain = [line.replace("\u180e", "") for line in lines]
    lines += ["\n".join(plain[at : at + 50]) for at in range(0, len(plain), 50)]
    known = replace(small_scheme(), pattern=pattern, cuts_lines=cuts_lines(pattern))
    lines = supported(name, known, lines)
    expected = BuiltinEngine(known).count_batch(lines)
    assert engine.__wrapped__(name, known).count_batch(lines) == expected


@every_engine
def test_ranks_with_a_gap_count_alike(name: str) -> None:
    known = replace(small_scheme(), ranks=RANKS | {b"bc": 1000})
    for text in ("abc bc cbcb abcbc", "中abc"):
        assert engine.__wrapped__(name, known).spans(text) == BuiltinEngine(known).spans(text)


@every_engine
@every_encoding
@settings(max_examples=50)
@given(text=TEXT)
def test_it_does_for_any_text(name: str, encoding: str, text: str) -> None:
    theirs, ours = two(name, encoding)
    assume(supported(name, scheme(find_encoding(encoding)), [text]))
    assert theirs.spans(text) == ours.spans(text)
    assert theirs.count_batch([text, ""]) == ours.count_batch([text, ""]) == [ours.count(text), 0]


@every_engine
def test_texts_handed_over_in_parts_count_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "TOGETHER", 100)
    theirs, ours = two(name, "qwen")
    assert theirs.count_batch(TEXTS) == ours.count_batch(TEXTS)


@every_engine
def test_a_lone_surrogate_is_refused(name: str) -> None:
    theirs, _ = two(name, "qwen")
    for call in (theirs.count, theirs.spans, lambda text: theirs.count_batch(["a", text])):
        with pytest.raises(InputError, match=r"line 2, column 3: lone surrogate U\+D800"):
            call("ab\ncd\ud800")


def test_no_engine_is_asked_for_what_it_cannot_do() -> None:
    known = scheme(find_encoding("qwen"))
    blanks = [
        " " * 2 * tiktoken.BLANKS,
        "\t \n" * tiktoken.BLANKS,
        "a" + " " * tiktoken.BLANKS + "b",
    ]
    assert [tiktoken.supports(known, ["a", text]) for text in blanks] == [False] * 3
    assert tiktoken.supports(known, ["a b", "a " * tiktoken.BLANKS, ""])
    assert all(module.supports(known, blanks) for module in (tokenizers, fastokens))
    assert not fastokens.supports(known, ["a", "a\u180eb"])
    assert not fastokens.supports(replace(known, pattern=PATTERNS["kimi_k2"]), ["a"])


def test_every_character_is_in_a_token_once() -> None:
    _, ours = two("tokenizers", "o200k_base")
    for text in TEXTS:
        ends = ours.spans(text)
        assert list(chain([0], ends)) == sorted({0, *ends})
        assert ends[-1:] == ([len(text.encode())] if text else [])
