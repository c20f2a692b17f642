from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from strategies import TEXT
from tokest.tokens.normalize import nfc

MARKS = [chr(i) for i in range(0x300, 0x370)] + [
    "\u0344",
    "\u0f71",
    "\u0f73",
    "\u3099",
    "é",
    "ệ",
    "a",
]


@given(text=TEXT)
def test_it_equals_the_standard_library(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


@given(text=st.text(st.sampled_from(MARKS), min_size=40, max_size=300))
def test_long_runs_of_marks_equal_the_standard_library(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


def test_a_megabyte_of_marks_in_the_wrong_order_is_no_trap() -> None:
    # The standard library alone takes minutes.
    found = nfc("a" + "\u0301\u0316" * 250_000)
    assert found == "á" + "\u0316" * 250_000 + "\u0301" * 249_999
