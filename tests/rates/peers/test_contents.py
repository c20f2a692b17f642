from __future__ import annotations

import gzip
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.documents.kinds import Number
from tokest.documents.reading import read
from tokest.errors import FileFormatError
from tokest.rates.peers.contents import MOST_BYTES, load_json, price


def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(bytes(MOST_BYTES + 1), 1)
    with pytest.raises(FileFormatError, match="holds more than 64,000,000 bytes"):
        load_json(bomb, "bomb.json.gz")


def test_a_broken_packing_is_one_clear_error() -> None:
    with pytest.raises(FileFormatError, match=r"a\.gz: cannot be unpacked"):
        load_json(b"\x1f\x8bxxxxxxxxxxx", "a.gz")


NO_PRICES = [
    None,
    True,
    "1",
    1.5,
    *map(Decimal, ("0", "-1", "1e-30", "1e30", "1e999999", "NaN", "Infinity")),
]


@pytest.mark.parametrize("value", NO_PRICES)
def test_what_is_no_price(value: object) -> None:
    assert price(value, 1_000_000) is None


@given(st.decimals(Decimal("1e-9"), 100_000, allow_nan=False, allow_infinity=False))
def test_every_price_is_a_number_of_a_card(value: Decimal) -> None:
    found = price(value)
    if found is not None:
        assert read(f"{found:f}", "a.yaml", Number()) == found
        assert abs(found - value) <= value * Decimal("1e-9") + Decimal("1e-12")
