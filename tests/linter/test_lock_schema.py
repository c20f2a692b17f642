from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from linter.hostile import finding
from linter.test_lock import MADE, TWO
from tokest.linter.lock import Made, dump
from tokest.linter.lock_schema import lock_schema
from tokest.linter.rule import Count

SCHEMA = Draft202012Validator(lock_schema())


def test_what_is_written_is_valid() -> None:
    unknown = Count(10, 8, 10**12, "exact", "qwen", "an image")
    more = replace(TWO[0], id="c.json#messages", counts=(("qwen-max", unknown),))
    written = [replace(one, digest=one.digest[:1] * 64) for one in (*TWO, more)]
    text = dump(written, [finding("TK101", "b.md", "error")], MADE)
    assert '"qwen-max": [10, 8, null]' in text
    SCHEMA.validate(json.loads(text))
    SCHEMA.validate(json.loads(dump([], [], Made())))


@pytest.mark.parametrize(
    "data",
    [
        [], {}, {"version": 2, "prompts": {}}, {"version": 1},
        {"version": 1, "prompts": {"a": 5}},
        {"version": 1, "prompts": {"a": {"tokens": {"m": -1}}}},
        {"version": 1, "prompts": {"a": {"tokens": {"m": [1, 2]}}}},
        {"version": 1, "prompts": {"a": {"findings": {"X": 1}}}},
        {"version": 1, "prompts": {}, "tokenizers": []},
    ],
)  # fmt: skip
def test_what_no_lock_file_has_is_refused(data: Any) -> None:
    assert not SCHEMA.is_valid(data)
