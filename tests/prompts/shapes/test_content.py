"""Parts of messages."""

from __future__ import annotations

from typing import Any

import pytest

from tokest.errors import InputError
from tokest.prompts.shapes.content import read_content, read_part, read_role
from tokest.prompts.values import Reasoning, Text, ToolCall, ToolResult, Unknown


@pytest.mark.parametrize("role", ["narrator", 3, None, ["user"]])
def test_an_unknown_role_is_named_and_counted_as_a_users(role: Any) -> None:
    extras: list[Unknown] = []
    assert read_role({"role": role}, "messages[3]", extras) == "user"
    assert [(one.what.split()[0], one.where) for one in extras] == [("role", "messages[3]")]


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ({"type": "text", "text": "Hi"}, (Text(text="Hi"),)),
        ({"text": "Hi"}, (Text(text="Hi"),)),
        ({"type": "input_text", "text": "Hi"}, (Text(text="Hi"),)),
        ({"type": "output_text", "text": "Hi"}, (Text(text="Hi"),)),
        ({"type": "refusal", "refusal": "No"}, (Text(text="No"),)),
        ({"type": "text", "text": None}, ()),
        ({"type": "thinking", "thinking": "Hm"}, (Reasoning(text="Hm", where="here"),)),
        ({"type": "redacted_thinking", "data": "x"}, (Reasoning(text=None, where="here"),)),
        (
            {"type": "tool_use", "id": "a", "name": "now", "input": {"at": 1}},
            (ToolCall(id="a", name="now", arguments='{"at": 1}'),),
        ),
        (
            {"type": "tool_result", "tool_use_id": "a", "content": "noon"},
            (ToolResult(id="a", parts=(Text(text="noon"),)),),
        ),
        (
            {
                "type": "document",
                "title": "T",
                "context": "C",
                "source": {"type": "text", "data": "Body"},
            },
            (Text(text="T"), Text(text="C"), Text(text="Body")),
        ),
        ({"type": "hologram"}, (Unknown(what="part of type 'hologram'", where="here"),)),
        ({"smell": 1}, (Unknown(what="part with smell", where="here"),)),
        ({}, (Unknown(what="part without a type", where="here"),)),
    ],
)
def test_a_part_is_read_by_its_type(raw: dict[str, Any], parts: tuple[object, ...]) -> None:
    assert read_part(raw, "here") == parts


def test_citations_of_a_search_result_are_said_to_be_unknown() -> None:
    raw = {
        "type": "search_result",
        "title": "Facts",
        "content": [{"type": "text", "text": "Ruby"}],
        "citations": {"enabled": True},
    }
    assert read_part(raw, "here")[-1] == Unknown(what="what citations add", where="here")


def test_a_text_that_is_none_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match=r"content\[1\].text: must be a str, got 3"):
        read_content(["Hi", {"type": "text", "text": 3}], "content")


def test_any_json_is_the_result_of_a_tool() -> None:
    (found,) = read_part({"type": "tool_result", "content": {"sun": True}}, "here")
    assert found == ToolResult(id="", parts=(Text(text='{"sun": true}'),))


def test_parts_that_belong_elsewhere_are_unknown_inside_a_result() -> None:
    inner = [{"type": "tool_use", "name": "now"}]
    (found,) = read_part({"type": "tool_result", "content": inner}, "here")
    assert found == ToolResult(
        id="", parts=(Unknown(what="part inside a tool result", where="here"),)
    )
