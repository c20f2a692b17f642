from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tokest.errors import FileFormatError
from usage.files import reading, source

DAY = {"starting_at": "2026-10-01T00:00:00Z", "ending_at": "2026-10-02T00:00:00Z"}
SECONDS = {"object": "bucket", "start_time": 1790812800, "end_time": 1790899200}
ANTHROPIC_USAGE = {
    "uncached_input_tokens": 1500,
    "cache_creation": {"ephemeral_1h_input_tokens": 1000, "ephemeral_5m_input_tokens": 500},
    "cache_read_input_tokens": 200,
    "output_tokens": 50,
    "server_tool_use": {"web_search_requests": 10},
    "api_key_id": "apikey_1",
    "workspace_id": None,
    "model": "claude-opus-5-5",
    "service_tier": "batch",
    "context_window": "200k-1M",
}
ANTHROPIC_COSTS = {
    "amount": "123.45", "currency": "USD", "model": "claude-opus-5-5", "workspace_id": "w",
    "cost_type": "tokens", "context_window": "0-200k", "service_tier": "standard",
    "token_type": "cache_creation.ephemeral_1h_input_tokens",
}  # fmt: skip
OPENAI_USAGE = {
    "input_tokens": 1000, "output_tokens": 500, "input_cached_tokens": 800,
    "num_model_requests": 5, "project_id": None, "model": "gpt-5.5", "batch": None,
}  # fmt: skip


def records(bucket: dict[str, Any], *results: dict[str, Any], **page: Any) -> list[Any]:
    data = {"data": [{**bucket, "results": list(results)}], **page}
    return list(reading(provider=None).records([source("page.json", json.dumps(data))]))


def test_usage_of_anthropic_is_split_as_its_export_is() -> None:
    found = records(DAY, ANTHROPIC_USAGE)
    assert {one.meter.unit: one.quantity for one in found} == {
        "input": 1500, "cache_write": 500, "cache_write_1h": 1000, "cache_read": 200,
        "output": 50, "calls": 10,
    }  # fmt: skip
    first = found[0]
    assert (first.meter.batch, first.meter.tier, first.meter.key) == (True, 200, "apikey_1")
    assert (first.start.isoformat(), first.line) == ("2026-10-01T00:00:00+00:00", 1)


def test_costs_of_anthropic_are_in_cents() -> None:
    (found,) = records(DAY, ANTHROPIC_COSTS)
    assert (found.net, found.currency) == (Decimal("1.2345"), "USD")
    assert (found.meter.unit, found.meter.workspace) == ("cache_write_1h", "w")
    (search,) = records(DAY, {"amount": "2", "currency": "USD", "cost_type": "web_search"})
    assert (search.meter.model, search.meter.unit) == ("web_search", "cost")


def test_usage_of_openai_is_split_as_its_export_is() -> None:
    found = records(SECONDS, OPENAI_USAGE)
    assert {one.meter.unit: one.quantity for one in found} == {
        "input": 200, "cache_read": 800, "output": 500, "requests": 5,
    }  # fmt: skip
    assert found[0].start.isoformat() == "2026-10-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("name", "unit"), [("images", "output_images"), ("seconds", "input_audio_seconds")]
)
def test_usage_of_media_counts_more_than_requests(name: str, unit: str) -> None:
    found = records(SECONDS, {name: 7, "num_model_requests": 2, "model": "gpt-image-2"})
    assert [(one.meter.unit, one.quantity) for one in found] == [("requests", 2), (unit, 7)]


def test_buckets_without_results_give_nothing() -> None:
    assert records(SECONDS) == records(DAY) == []


def test_pages_that_are_not_there_are_noted() -> None:
    found = reading(provider=None)
    text = json.dumps({"data": [{**SECONDS, "results": [OPENAI_USAGE]}], "has_more": True})
    assert len(list(found.records([source("page.json", text)]))) == 4
    assert found.notes() == ("more pages follow page.json, which are not here (has_more)",)


@pytest.mark.parametrize(
    ("bucket", "result", "message"),
    [
        (SECONDS, {"input_tokens": 1}, "bucket of openai-usage: it has no 'num_model_requests'"),
        (SECONDS, {**OPENAI_USAGE, "input_tokens": "x"}, "bucket of openai-usage: x"),
        (SECONDS, {**OPENAI_USAGE, "input_tokens": 1}, "page.json:1: input is -799, below 0"),
        ({"starting_at": "2026-10-01"}, ANTHROPIC_USAGE, "it has no 'ending_at'"),
        (DAY, {**ANTHROPIC_USAGE, "cache_creation": [1]}, "bucket of anthropic-usage"),
    ],
)
def test_a_bucket_that_is_none_is_named(bucket: Any, result: Any, message: str) -> None:
    with pytest.raises(FileFormatError, match=message):
        records(bucket, result)
