"""Unicode normalisation as tokenizers do it, in linear time."""

from __future__ import annotations

import unicodedata
from typing import Final

import regex

_LONG_RUN: Final = regex.compile(r"[^\p{ccc=0}]{32,}")
"""Runs of combining marks long enough for CPython's quadratic insertion sort to hurt."""


def nfc(text: str) -> str:
    r"""Bring text into normal form C, as the Qwen tokenizers do before they split.

    >>> nfc("cafe\u0301") == "café"
    True
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _LONG_RUN.sub(_in_order, text))


def _in_order(run: regex.Match[str]) -> str:
    """Decompose a run of marks and order it canonically, so that the next step need not."""
    marks = (mark for char in run[0] for mark in unicodedata.normalize("NFD", char))
    return "".join(sorted(marks, key=unicodedata.combining))
