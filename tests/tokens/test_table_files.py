from __future__ import annotations

import numpy as np
import pytest

from tokest.kernels.sums import UNIT
from tokest.kernels.windows import EMPTY, IDS, NOTHING
from tokest.resources import data_file
from tokest.tokens.table_files import SCALE, load_keys, load_values
from tokest.tokens.table_quality import table_names

MOST_BYTES = 4_000_000


def test_the_scale_has_whole_tokens_and_grows() -> None:
    assert len(SCALE) == 256
    assert {0, UNIT, 2 * UNIT, 5 * UNIT} <= set(SCALE.tolist())
    assert (np.diff(SCALE) > 0).all()


@pytest.mark.parametrize("name", table_names())
def test_values_are_complete_and_stand_for_tokens(name: str) -> None:
    values = load_values(name)
    assert values.shape == (IDS + 1,)
    assert values[NOTHING] == 0
    assert 0 < values.mean() < 3 * UNIT


def test_the_keys_fill_their_slots_with_ids() -> None:
    tables = load_keys()
    taken = tables.slots[tables.slots != EMPTY]
    assert len(taken) > 1_000_000
    assert (taken & np.uint32(0xFFFF)).max() < IDS
    assert tables.single.max() < IDS


def test_all_tables_together_are_small() -> None:
    files = ["tables/keys.bin", *(f"tables/{name}.bin" for name in table_names())]
    assert sum(len(data_file(file).read_bytes()) for file in files) <= MOST_BYTES
