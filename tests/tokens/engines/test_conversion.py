from __future__ import annotations

import json

import pytest

from tokest.tokens.encodings import catalog
from tokest.tokens.engines.choice import scheme
from tokest.tokens.engines.conversion import oniguruma_pattern, tokenizer_json

# That what is written counts alike is a law of the engines that read it, in test_foreign.py.


@pytest.mark.parametrize("encoding", catalog().encodings, ids=lambda encoding: encoding.name)
def test_every_pattern_that_ships_can_be_written(encoding: object) -> None:
    pattern = oniguruma_pattern(encoding.pattern)  # type: ignore[attr-defined]  # an Encoding
    assert pattern is not None
    assert "$" not in pattern


@pytest.mark.parametrize("pattern", ["a$", r"\p{N}{1,3}+a", "(?<=a)b", r"\bx", "(?>a)"])
def test_a_pattern_that_may_mean_something_else_is_not(pattern: str) -> None:
    assert oniguruma_pattern(pattern) is None


def test_nothing_but_tokens_is_written() -> None:
    encoding = catalog().encodings[0]
    written = json.loads(tokenizer_json(scheme(encoding)))
    assert len(written["model"]["vocab"]) == encoding.vocabulary.size
    assert written["added_tokens"] == []
