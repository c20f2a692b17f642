"""From the bytes of a price list to plain data: bounded, exact, and never trusted."""

from __future__ import annotations

import json
import zlib
from decimal import Context, Decimal
from typing import Any, Final

from tokest.errors import FileFormatError
from tokest.units import MOST_TOKENS

MOST_BYTES: Final = 64_000_000
"""Unpacked; the largest list there is has four million."""

_GZIP: Final = b"\x1f\x8b"
_DIGITS: Final = Context(prec=10)
_MOST: Final = Decimal(1_000_000_000)


def load_json(raw: bytes, name: str) -> dict[str, Any]:
    """Read JSON, packed by gzip or not, its numbers as exact decimals.

    >>> load_json(b'{"input": 4e-07}', "a.json")
    {'input': Decimal('4E-7')}
    """
    try:
        found = json.loads(unpack(raw, name), parse_float=Decimal, parse_int=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise broken(name, f"is not valid JSON: {error}") from None
    if not isinstance(found, dict):
        raise broken(name, "is no JSON object")
    return found


def unpack(raw: bytes, name: str) -> bytes:
    """Unpack gzip; anything else is taken as it is."""
    if raw.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            raw = unpacker.decompress(raw, MOST_BYTES + 1)
        except zlib.error:
            raise broken(name, "cannot be unpacked") from None
    if len(raw) > MOST_BYTES:
        raise broken(name, f"holds more than {MOST_BYTES:,} bytes")
    return raw


def broken(name: str, what: str) -> FileFormatError:
    """Make the error of a list that cannot be used."""
    return FileFormatError((f"{name}: {what}",))


def mapping(value: object) -> dict[str, Any]:
    """Take a mapping; anything else holds nothing."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[Any]:
    """Take a list; anything else holds nothing."""
    return value if isinstance(value, list) else []


def bound(value: object) -> int | None:
    """Take the input above which a tier begins.

    >>> bound(Decimal("256000.0")), bound(0), bound(Decimal("1e999999")), bound(None)
    (256000, 0, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return int(value) if 0 <= value <= MOST_TOKENS and value == int(value) else None


def price(value: object, times: int = 1) -> Decimal | None:
    """Take a price, times so many; zero is left out, for in these lists it often means unknown.

    Lists made by dividing floats say 1.2999999999999998e-07; ten digits are kept.

    >>> price(Decimal("1.2999999999999998e-07"), 1_000_000), price(Decimal("0.0")), price("free")
    (Decimal('0.13'), None, None)
    """
    if not isinstance(value, Decimal):
        return None
    try:
        found = _DIGITS.multiply(value, Decimal(times)).normalize()
    except ArithmeticError:
        return None
    if not found.is_finite() or not 0 < found <= _MOST or found.adjusted() < -9:  # noqa: PLR2004
        return None
    found = round(found, 12).normalize()
    return found if int(found.as_tuple().exponent) < 0 else found.quantize(Decimal(1))
