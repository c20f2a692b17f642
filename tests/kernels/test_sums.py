from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_tables import LONG, TABLES, VALUES, lay_out
from tokest.kernels import sums as kernel
from tokest.kernels.sums import expect


def sums(*texts: str) -> list[list[int]]:
    """Sum each text's units, by text and encoding, with its odd places last."""
    units, spans = lay_out(*texts)
    found, odd = expect(units, spans, TABLES, VALUES)
    rows: list[list[int]] = np.vstack([found, odd]).T.tolist()
    return rows


@pytest.mark.parametrize("chunk", [1, 2, 7, 33, 64])
@given(text=LONG)
def test_cutting_into_chunks_changes_nothing(chunk: int, text: str) -> None:
    whole = sums(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "CHUNK", chunk)
        assert sums(text) == whole


@given(texts=st.lists(LONG, min_size=1, max_size=6))
def test_texts_side_by_side_count_as_each_alone(texts: list[str]) -> None:
    assert sums(*texts) == [sums(text)[0] for text in texts]


@given(text=LONG)
def test_an_encoding_does_not_depend_on_the_others(text: str) -> None:
    units, spans = lay_out(text)
    both, _ = expect(units, spans, TABLES, VALUES)
    alone, _ = expect(units, spans, TABLES, VALUES[1:])
    assert np.array_equal(both[1:], alone)
