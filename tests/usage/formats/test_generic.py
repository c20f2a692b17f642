from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tokest.errors import FileFormatError, InputError
from usage.files import reading, source

WIDE = "Day;Model;In;Cached;Out;Calls;Cost\n2026-10-01;qwen-max;1.000;200;50;3;0.7\n"
WIDE = WIDE.replace("1.000", "1000")
MAPPING = (
    ("start", "Day"),
    ("model", "Model"),
    ("input_tokens", "In"),
    ("cache_read_tokens", "Cached"),
    ("output_tokens", "Out"),
    ("requests", "Calls"),
    ("net", "Cost"),
)
LONG = "model,what,amount\nqwen-image-2.0-pro,output_images,4\nqwen-max,mystery,2\n"


def read(text: str, columns: Any, **fields: Any) -> list[Any]:
    return list(reading("csv", columns=columns, **fields).records([source("own.csv", text)]))


def test_inclusive_counts_are_split() -> None:
    found = read(WIDE, MAPPING, currency="CNY")
    assert [(one.meter.unit, one.quantity) for one in found] == [
        ("input", 800), ("cache_read", 200), ("output", 50), ("requests", 3), ("cost", 0),
    ]  # fmt: skip
    assert (found[-1].net, found[-1].currency) == (Decimal("0.7"), "CNY")
    assert found[0].start.date().isoformat() == "2026-10-01"


def test_a_unit_and_its_quantity_stand_side_by_side() -> None:
    mapping = (("model", "model"), ("unit", "what"), ("quantity", "amount"))
    image, other = read(LONG, mapping)
    assert (image.meter.unit, image.meter.noun, image.quantity) == ("output_images", "image", 4)
    assert other.meter.unit == "other"


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(FileFormatError, match=r"own.csv:1: no column 'Modell' .*Model"):
        read(WIDE, (("model", "Modell"),))


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ((("modle", "Model"),), "'modle' is not one of model"),
        ((("net", "Cost"),), "say which one is the model"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(mapping: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(WIDE, mapping)


@pytest.mark.parametrize(
    ("cell", "message"),
    [("9x", "cannot be read as a number"), ("-5", "must be between 0"), ("100", "is less than")],
)
def test_counts_that_cannot_be_are_named_with_their_place(cell: str, message: str) -> None:
    with pytest.raises(FileFormatError, match=rf"own.csv:2: .*{message}"):
        read(WIDE.replace("1000", cell), MAPPING)


BATCHES = "model,batch,seconds\nqwen-max,{word},12.5\n"
OF_BATCHES = (("model", "model"), ("batch", "batch"), ("input_audio_seconds", "seconds"))


@pytest.mark.parametrize(
    ("word", "batch"), [("TRUE", True), ("是", True), ("", False), ("n", False)]
)
def test_yes_and_no_are_read_in_many_words(word: str, batch: bool) -> None:  # noqa: FBT001
    (found,) = read(BATCHES.format(word=word), OF_BATCHES)
    assert found.meter.batch is batch
    assert found.quantity == 13


def test_another_word_is_neither_yes_nor_no() -> None:
    with pytest.raises(FileFormatError, match=r"own.csv:2: cannot be read .*: 'perhaps'"):
        read(BATCHES.format(word="perhaps"), OF_BATCHES)
