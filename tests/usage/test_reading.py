from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tokest.errors import TokestError
from tokest.usage.days import Span
from tokest.usage.totals import total
from usage import month
from usage.files import reading, source
from usage.formats import test_alibaba, test_anthropic, test_deepseek, test_openai

MADE = month.calls(times=12)
WHOLE = [
    month.bill(month.rows(MADE)),
    month.log(MADE),
    test_alibaba.ENGLISH.encode(),
    test_openai.USAGE.encode(),
    test_openai.COSTS.encode(),
    test_anthropic.USAGE.encode(),
    test_anthropic.COSTS.encode(),
    test_deepseek.archive(amount=test_deepseek.AMOUNTS, cost=test_deepseek.COSTS),
]
KEYS = st.sampled_from(
    ["usage", "model", "id", "response", "body", "created", "prompt_tokens", "input_tokens",
     "output_tokens", "prompt_tokens_details", "cached_tokens", "usageMetadata", "chunks",
     "promptTokenCount", "promptTokensDetails", "request", "messages", "content", "type",
     "custom_id", "status_code", "metadata", "data", "results", "plugins", "search", "size",
     "video_count", "estimate"],
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def survives(content: bytes, form: str | None = None) -> None:
    """Read a file: records or an error of ours, never anything else."""
    records = reading(form, model="qwen-max").records([source("a", content)])
    with suppress(TokestError):
        assert total(records, ["day"]).rows >= 0


def test_what_lies_outside_the_span_is_left_out_before_it_can_be_a_double() -> None:
    bill = month.bill(month.rows(MADE))
    found = replace(reading(), span=Span(since=date(2030, 1, 1)))
    assert list(found.records([source("a", bill), source("b", bill)])) == []
    assert (found.doubles.rows, found.notes()) == (0, ())


def test_what_does_not_say_when_is_left_out_of_a_span_and_noted() -> None:
    log = '{"id": "1", "model": "qwen-max", "usage": {"prompt_tokens": 12}}\n'
    found = replace(reading(), span=Span(since=date(2026, 1, 1)))
    assert list(found.calls([source("log.jsonl", log)])) == []
    assert found.notes() == ("1 left out, since they do not say when",)
    assert len(list(reading().calls([source("log.jsonl", log)]))) == 1


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    survives(content)
    survives(content, "log")


@given(st.sampled_from(WHOLE), st.integers(0, 6000), st.binary(min_size=1, max_size=8))
def test_a_damaged_export_is_read_or_refused(whole: bytes, at: int, damage: bytes) -> None:
    at %= len(whole)
    survives(whole[:at] + damage + whole[at + len(damage) :])
    survives(whole[:at])


@given(st.lists(st.dictionaries(KEYS, JSON, max_size=6), min_size=1, max_size=4))
def test_any_line_of_json_is_read_or_refused(lines: list[dict[str, Any]]) -> None:
    survives("\n".join(map(json.dumps, lines)).encode())
