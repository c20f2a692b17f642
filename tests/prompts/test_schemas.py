"""Schemas for answers."""

from __future__ import annotations

from typing import Any

from tokest.prompts.schemas import write_schema
from tokest.prompts.shapes.recognise import read_request
from tokest.prompts.templates import named

SCHEMA = {
    "type": "object",
    "properties": {"required": {"type": "array", "items": {"type": "object", "required": []}}},
    "required": ["required"],
    "additionalProperties": False,
}


def written(template: str, **body: Any) -> list[tuple[str, str]]:
    request = read_request({"messages": [{"role": "user", "content": "Hi"}], **body})
    return [(bit.kind, bit.text) for bit in write_schema(request, named(template))]


FORMAT = {"type": "json_schema", "json_schema": {"name": "A", "schema": SCHEMA}}


def test_openai_is_given_the_schema_without_what_a_strict_one_says_anyway() -> None:
    inner = '{"type":"object","properties":{"required":{"type":"array","items":{"type":"object"}}}}'
    text = f"# Response Formats\n\n## A\n\n{inner}"
    assert written("openai-reasoning", response_format=FORMAT) == [("schema", text)]


def test_some_only_hold_the_answer_to_it_and_of_others_it_is_not_known() -> None:
    assert written("glm-4.7", response_format=FORMAT) == []
    assert [kind for kind, _ in written("qwen3", response_format=FORMAT)] == ["unknown"]


def test_no_schema_costs_nothing() -> None:
    assert written("qwen3", response_format={"type": "json_object"}) == []
