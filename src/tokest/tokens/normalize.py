"""Unicode normalisation as tokenizers do it, in linear time."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex


def nfc(text: str) -> str:
    r"""Bring text into normal form C, as the Qwen tokenizers do before they split.

    >>> nfc("cafe\u0301") == "café"
    True
    """
    # The quick check stops at marks out of order, so it never sorts a long run of them.
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _long_run().sub(_in_order, text))


@cache
def _long_run() -> regex.Pattern[str]:
    """Match runs of combining marks long enough for CPython's quadratic insertion sort to hurt."""
    import regex  # noqa: PLC0415  # ASCII text does without it

    return regex.compile(r"[^\p{ccc=0}]{32,}")


def _in_order(run: regex.Match[str]) -> str:
    """Decompose a run of marks and order it canonically, so that the next step need not."""
    marks = (mark for char in run[0] for mark in unicodedata.normalize("NFD", char))
    return "".join(sorted(marks, key=unicodedata.combining))
