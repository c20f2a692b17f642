from __future__ import annotations

import copy
import pickle
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given

from strategies import usages
from tokest.errors import InputError
from tokest.rates.card import Prices
from tokest.units import UNITS, Usage


@given(usage=usages())
def test_leaves_sum_to_the_whole(usage: Usage) -> None:
    tokens = [unit.field for unit in UNITS if unit.noun == "token"]
    leaves = sum(usage.leaf(name) for name in tokens)
    assert leaves == usage.input_tokens + usage.output_tokens


def test_every_unit_with_a_price_is_a_key_of_prices() -> None:
    priced = {unit.name for unit in UNITS if unit.own_price}
    assert {each.name for each in fields(Prices)} == priced


@given(usage=usages())
def test_no_leaf_is_negative(usage: Usage) -> None:
    assert all(count >= 0 for count in usage.leaves().values())


def test_a_cached_image_is_no_second_token() -> None:
    usage = Usage(input_tokens=100, input_image_tokens=80, cache_read_tokens=90)
    assert usage.leaves() == {
        "input_tokens": 0,
        "input_image_tokens": 10,
        "cache_read_tokens": 90,
    }


def test_counts_of_other_libraries_are_plain_ones() -> None:
    usage = Usage(input_tokens=np.int64(5), pages=np.uint8(3))  # type: ignore[arg-type]
    assert {type(usage.input_tokens), type(usage.pages)} == {int}
    assert usage == Usage(input_tokens=5, pages=3)


@given(usage=usages())
def test_usage_is_a_value(usage: Usage) -> None:
    assert pickle.loads(pickle.dumps(usage)) == copy.deepcopy(usage) == usage  # noqa: S301  # ours
    assert hash(usage) == hash(copy.copy(usage))


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"input_tokens": -1}, "input_tokens: must be between 0 and"),
        ({"output_tokens": 10**13}, "output_tokens: must be between 0 and 1,000,000,000,000"),
        ({"input_tokens": 1.5}, "input_tokens: must be a whole number, got 1.5"),
        ({"input_tokens": True}, "input_tokens: must be a whole number, got True"),
        ({"cache_read_tokens": 1}, "input_tokens: 0 is less than the 1 tokens inside it"),
        (
            {"input_tokens": 5, "cache_read_tokens": 3, "cache_write_tokens": 3},
            "input_tokens: 5 is less than the 6 tokens inside it",
        ),
        (
            {"output_tokens": 5, "reasoning_tokens": 6},
            "output_tokens: 5 is less than the 6 tokens inside it",
        ),
    ],
)
def test_impossible_usage_is_refused(counts: dict[str, int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Usage(**counts)  # type: ignore[arg-type]  # what is tested
