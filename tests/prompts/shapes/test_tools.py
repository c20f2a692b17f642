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
    ],
)
def test_tools_of_the_provider_are_named(tool: dict[str, Any], what: str) -> None:
    tools, (other,) = read_tools([tool])
    assert tools == ()
    assert (other.what, other.where) == (f"the provider's tool {what!r}", "tools[0]")


@pytest.mark.parametrize("tool", [{"type": "function"}, {"function": 3}, {"custom": {}}, {}])
def test_a_function_without_a_name_is_named_so(tool: dict[str, Any]) -> None:
    tools, (other,) = read_tools([tool])
    assert tools == ()
    assert (other.what, other.where) == ("a function without a name", "tools[0]")


@pytest.mark.parametrize("tool", [{"type": "custom", "name": "run"}, {"custom": {"name": "run"}}])
def test_a_tool_that_takes_plain_text_is_one(tool: dict[str, Any]) -> None:
    ((found,), others) = read_tools([{"type": "custom", **tool}])
    assert (found.name, found.schema, others) == ("run", "{}", ())


def test_the_grammar_of_a_tool_is_not_known() -> None:
    grammar = {"type": "grammar", "syntax": "lark", "definition": "start: X"}
    tools, (other,) = read_tools([{"type": "custom", "name": "run", "format": grammar}])
    assert [tool.name for tool in tools] == ["run"]
    assert (other.what, other.where) == ("the grammar of what the tool takes", "tools[0]")


@pytest.mark.parametrize(("schema", "given"), [("{}", "text"), ([], "a list"), (3, "3")])
def test_a_schema_that_is_no_mapping_is_refused(schema: Any, given: str) -> None:
    message = rf"tools\[0\].parameters: must be a mapping, got {given}"
    with pytest.raises(InputError, match=message):
        read_tools([{"name": "now", "parameters": schema}])


def test_a_tool_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(InputError, match=r"tools\[1\]: must be a mapping, got text"):
        read_tools([{"name": "now"}, "now"])
