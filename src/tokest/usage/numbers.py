"""Numbers as exports write them, with separators, full-width digits, currency signs; yes and no."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

_PLAIN: Final = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_GROUPED: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
"""A group before the comma begins with no zero: ``0,123`` is a decimal comma, which is refused."""

_BRACKETED: Final = re.compile(r"\((.*)\)")
_SIGN: Final = re.compile(r"\A([+-]?)\s*[$¥€£]\s*")

LONGEST: Final = 22
"""Characters of a number that is read at once; longer text is looked at first."""

LARGEST: Final = 20
SMALLEST: Final = 12
FINEST: Final = 24
"""Powers of ten that bound what is read, so that sums of products are exact in 100 digits."""

ZERO: Final = Decimal(0)

TRUE: Final = frozenset({"true", "t", "1", "yes", "y", "是"})
FALSE: Final = frozenset({"", "false", "f", "0", "no", "n", "否", "none", "null"})


def number(text: str) -> Decimal | None:
    """Read a number, ``None`` if there is none; unreadable text is a ``ValueError``.

    >>> number("1,234.50"), number("１２３"), number("(7)"), number("-"), number("¥0.8")
    (Decimal('1234.50'), Decimal('123'), Decimal('-7'), None, Decimal('0.8'))
    """
    if len(text) <= LONGEST:
        try:
            found = Decimal(text)
        except InvalidOperation:
            return _unusual(text)
        if not found or -SMALLEST <= found.adjusted() <= LARGEST:
            return found if found.is_finite() else _unusual(text)
    return _unusual(text)


def _unusual(text: str) -> Decimal | None:
    """Read what people and spreadsheets write."""
    word = unicodedata.normalize("NFKC", text).strip().strip("'\u00a0$¥€£").strip()
    word = word.replace("\u2212", "-")  # the minus sign of typography
    if word in ("", "-", "--", "N/A", "n/a", "null", "None"):
        return None
    bracketed = _BRACKETED.fullmatch(word)
    if bracketed:
        word = f"-{bracketed[1]}"
    word = _SIGN.sub(r"\1", word)
    if _GROUPED.fullmatch(word):
        word = word.replace(",", "")
    if not _PLAIN.fullmatch(word):
        raise ValueError(text)
    found = Decimal(word)
    if found.adjusted() > LARGEST or int(found.as_tuple().exponent) < -FINEST:
        raise ValueError(text)
    return found


def amount(text: str) -> Decimal:
    """Read a number; nothing is zero.

    >>> amount(""), amount("3")
    (Decimal('0'), Decimal('3'))
    """
    found = number(text)
    return ZERO if found is None else found


def truth(text: str) -> bool:
    """Read yes or no; nothing is no, and another word a ``ValueError``.

    >>> truth("TRUE"), truth("否"), truth("")
    (True, False, False)
    """
    word = text.strip().lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise ValueError(text)
