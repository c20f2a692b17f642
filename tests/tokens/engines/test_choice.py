from __future__ import annotations

from tokest.tokens.encodings import find_encoding
from tokest.tokens.engines.choice import choose, engine, scheme


def test_short_text_is_counted_by_the_built_in_engine() -> None:
    assert choose(scheme(find_encoding("qwen"))).name == "builtin"


def test_an_engine_is_made_once() -> None:
    known = scheme(find_encoding("qwen"))
    assert engine("builtin", known) is engine("builtin", scheme(find_encoding("qwen")))
