"""The kernel: rows in any Arrow type and any batches, and errors as data."""

from __future__ import annotations

import pickle
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rows_data import MODELS, TEXTS, expected
from tokest.errors import InputError
from tokest.frames.job import make_job
from tokest.frames.kernel import (
    count_array,
    estimate_batch,
    result_schema,
    with_results_added,
)
from tokest.frames.options import Sending
from tokest.tokens.estimate import estimate

JOB = make_job(MODELS, sending=Sending(output_tokens=500))
ROWS = st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
KINDS = ["string", "large_string", "string_view", "binary", "large_binary", "binary_view"]


def tokens(array: Any) -> list[int]:
    found: list[int] = count_array(array, JOB).counts[0].tokens.tolist()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_of_text_counts_alike(kind: str) -> None:
    array = pa.array(TEXTS, pa.string()).cast(getattr(pa, kind)())
    counted = count_array(array, JOB)
    assert [one.tokens.tolist() for one in counted.counts] == expected()
    assert counted.valid.tolist() == [text is not None for text in TEXTS]


@given(ROWS, st.lists(st.integers(0, 60), max_size=4), st.booleans())
def test_counts_do_not_depend_on_batches(
    rows: list[str | None],
    cuts: list[int],
    coded: bool,  # noqa: FBT001
) -> None:
    edges = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    array = pa.array(["before", *rows, "after"], pa.string()).slice(1, len(rows))
    parts = [array.slice(a, b - a) for a, b in pairwise(edges)]
    chunked = pa.chunked_array(parts, pa.string())
    one_by_one = [0 if row is None else estimate(row, "qwen-max").tokens for row in rows]
    assert tokens(chunked.dictionary_encode() if coded else chunked) == one_by_one


def test_a_dictionary_larger_than_its_rows_is_looked_up_too() -> None:
    coded = pa.DictionaryArray.from_arrays(
        pa.array([2, None, 0]), pa.array(["a", "b", "Hello World"])
    )
    counted = count_array(coded, JOB)
    assert counted.counts[0].tokens.tolist() == [2, 0, 1]
    assert counted.valid.tolist() == [True, False, True]
    longer = pa.DictionaryArray.from_arrays(pa.array([2, 2, 2, None]), coded.dictionary)
    assert count_array(longer, JOB).counts[0].tokens.tolist() == [2, 2, 2, 0]


def test_a_dictionary_without_values_is_all_null() -> None:
    coded = pa.DictionaryArray.from_arrays(
        pa.array([None, None], pa.int32()), pa.array([], pa.string())
    )
    assert count_array(coded, JOB).valid.tolist() == [False, False]


@pytest.mark.parametrize("coded", [False, True])
def test_a_row_that_is_not_utf_8_is_told_and_fails_nothing(coded: bool) -> None:  # noqa: FBT001
    array = pa.array([b"Hello World", b"a\xffb", b"\xed\xa0\x80", None, "é".encode()[:1]])
    found = estimate_batch(
        pa.record_batch({"text": array.dictionary_encode() if coded else array}), "text", JOB
    ).to_pylist()
    assert [row["qwen_max_tokens"] for row in found] == [2, None, None, None, None]
    assert [row["tokens_error"] for row in found] == [
        None,
        "byte 0xff at 1 is not UTF-8",
        "byte 0xed at 0 is not UTF-8",
        None,
        "byte 0xc3 at 0 is not UTF-8",
    ]


def test_a_long_row_is_counted_whole() -> None:
    text = "word " * 300_000
    assert tokens(pa.array(["a", text, "b"])) == [1, estimate(text, "qwen-max").tokens, 1]


def test_a_column_of_nulls_has_no_counts() -> None:
    assert count_array(pa.nulls(3), JOB).valid.tolist() == [False] * 3
    assert tokens(pa.array([], pa.string())) == []


def test_messages_are_counted_with_what_stands_around_them() -> None:
    messages = [{"role": "user", "content": "你是谁？"}]
    rows = pa.array([messages, None, [{"role": "user", "content": "a", "name": "b"}]])
    counted = count_array(rows, JOB)
    alone = estimate("你是谁？", "qwen-max").tokens
    assert counted.counts[0].tokens[0] == (alone or 0) + 8
    assert counted.valid.tolist() == [True, False, True]


def test_json_requests_are_counted_where_texts_are_said_to_be_such() -> None:
    job = make_job(["qwen-max"], requests=True)
    rows = ['[{"role": "user", "content": "你是谁？"}]', "{", '"text"', "[" * 100_000]
    counted = count_array(pa.array(rows), job)
    assert counted.counts[0].tokens.tolist() == [11, 0, 0, 0]
    assert sorted(counted.errors) == [1, 2, 3]
    assert "no JSON" in counted.errors[1]


def test_the_result_columns_have_one_schema_whatever_the_rows() -> None:
    batch = pa.record_batch({"text": pa.array([], pa.string())})
    found = with_results_added(batch, "text", JOB)
    assert found.schema == pa.schema([("text", pa.string()), *result_schema(JOB)])
    assert [str(kind) for kind in result_schema(JOB).types] == [
        *["int64", "int64", "int64", "double"] * 2,
        "string",
    ]


def test_a_missing_column_is_told_with_the_nearest() -> None:
    batch = pa.record_batch({"prompt": ["a"]})
    with pytest.raises(InputError, match=r"'promt': is missing \(nearest: prompt\)"):
        estimate_batch(batch, "promt", JOB)
    with pytest.raises(InputError, match=r"there are: prompt"):
        estimate_batch(batch, "xyz", JOB)


def test_a_column_of_another_type_is_refused() -> None:
    with pytest.raises(InputError, match="holds int64, not text"):
        estimate_batch(pa.record_batch({"id": [1]}), "id", JOB)


def test_result_columns_replace_none() -> None:
    batch = pa.record_batch({"text": ["a"], "tokens_error": ["b"]})
    with pytest.raises(InputError, match="is there already"):
        with_results_added(batch, "text", JOB)


def test_a_job_reaches_other_processes() -> None:
    again = pickle.loads(pickle.dumps(JOB))  # noqa: S301
    assert count_array(pa.array(TEXTS), again).counts[0].tokens.tolist() == expected()[0]
