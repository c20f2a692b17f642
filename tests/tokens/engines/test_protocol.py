from __future__ import annotations

import pytest

from tokest.errors import InputError
from tokest.tokens.engines.protocol import Scheme, check_text, normalized, refuse_surrogates


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match=r"line 2, column 3: lone surrogate U\+D800"):
        refuse_surrogates("ab\ncd\ud800")


@pytest.mark.parametrize(
    ("text", "message"),
    [(b"raw", "marker: must be a str, got bytes"), ("\udc80", r"lone surrogate U\+DC80")],
)
def test_what_is_no_text_is_refused(text: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_text("marker", text)


@pytest.mark.parametrize(("normalize", "text"), [("NFC", "é"), ("none", "e\u0301")])
def test_text_is_normalised_where_the_tokenizer_does_that(normalize: str, text: str) -> None:
    one = Scheme(name="a", normalize=normalize, pattern="", whole_pieces=True, ranks={})
    assert normalized("e\u0301", one) == text
