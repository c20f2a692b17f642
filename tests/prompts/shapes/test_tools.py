"""Tools that a request offers."""

from __future__ import annotations

from typing import Any

import pytest

from tokest.errors import InputError
from tokest.prompts.shapes.tools import read_tools

SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}
RAW = (
    '{"type": "function", "function": {"name": "heat", "description": "Now", "parameters": '
    '{"type": "object", "properties": {"city": {"type": "string"}}}}}'
)


@pytest.mark.parametrize(
    "tools",
    [
        [
            {
                "type": "function",
                "function": {
                    "name": "heat",
                    "description": "Now",
                    "parameters": SCHEMA,
                    "strict": True,
                },
            }
        ],
        [{"type": "function", "name": "heat", "description": "Now", "parameters": SCHEMA}],
        [{"name": "heat", "description": "Now", "input_schema": SCHEMA}],
        [{"functionDeclarations": [{"name": "heat", "description": "Now", "parameters": SCHEMA}]}],
        {"function_declarations": [{"name": "heat", "description": "Now", "parameters": SCHEMA}]},
    ],
)
def test_a_tool_is_the_same_in_every_spelling(tools: Any) -> None:
    ((tool,), others) = read_tools(tools)
    assert (tool.name, tool.description, tool.raw, others) == ("heat", "Now", RAW, ())


@pytest.mark.parametrize(
    ("tool", "what"),
    [
        ({"type": "web_search"}, "web_search"),
        ({"type": "code_execution_20260120", "name": "code_execution"}, "code_execution_20260120"),
        ({"google_search": {}}, "google_search"),
        ({"type": "function"}, "type"),
        ({"function": 3}, "function"),
    ],
)
def test_tools_of_the_provider_are_named(tool: dict[str, Any], what: str) -> None:
    tools, (other,) = read_tools([tool])
    assert tools == ()
    assert (other.what, other.where) == (f"the provider's tool {what!r}", "tools[0]")


def test_a_tool_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(InputError, match=r"tools\[1\]: must be a mapping, got text"):
        read_tools([{"name": "now"}, "now"])
