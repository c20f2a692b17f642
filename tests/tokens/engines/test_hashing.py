from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tokest.tokens.engines.hashing import ABSENT, GOLDEN, Table

# Multiples of the multiplier's inverse share their upper bits, and so their home.
CROWDED = [pow(GOLDEN, -1, 1 << 64) * i % (1 << 64) for i in range(40)]
KEYS = st.one_of(st.integers(0, 2**64 - 2), st.sampled_from(CROWDED))


@given(known=st.dictionaries(KEYS, st.integers(0, 2**31 - 1)), asked=st.lists(KEYS))
def test_it_finds_what_a_dictionary_finds(known: dict[int, int], asked: list[int]) -> None:
    table = Table(np.array([*known], np.uint64), np.array([*known.values()], np.int64))
    keys = [*known, *asked]
    found = table.find(np.array(keys, np.uint64))
    assert found.tolist() == [known.get(key, ABSENT) for key in keys]
