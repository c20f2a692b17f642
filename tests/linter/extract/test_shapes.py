from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tokest.linter.extract.jsontree import parse
from tokest.linter.extract.shapes import prompts_of
from tokest.linter.extract.tree import Node
from tokest.linter.source import Source

if TYPE_CHECKING:
    from tokest.linter.values import Prompt


def prompts(data: Any) -> tuple[Prompt, ...]:
    source = Source("a.json", json.dumps(data))
    root = parse(source.text)
    assert isinstance(root, Node)
    return prompts_of(source, root, templated=True)


CHAT = [{"role": "system", "content": "S"}, {"role": "user", "content": "U"}]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (CHAT, ["S", "U"]),
        ({"model": "m", "messages": CHAT}, ["S", "U"]),
        ({"system": "S", "messages": CHAT[1:]}, ["S", "U"]),
        ({"system": [{"type": "text", "text": "S"}], "messages": CHAT[1:]}, ["S", "U"]),
        ({"contents": [{"role": "user", "parts": [{"text": "U"}]}]}, ["U"]),
        ({"instructions": "S", "input": CHAT[1:]}, ["S", "U"]),
        ({"a": {"b": [{"system": "S"}, {"prompt": "P"}]}}, ["S", "P"]),
        ({"messages": [{"role": "user", "content": [{"type": "text", "text": "U"}]}]}, ["U"]),
        ({"messages": [{"role": "user", "content": None}]}, []),
        ({"name": "x", "other": "y"}, []),
    ],
)
def test_texts_are_found_in_every_shape(data: Any, texts: list[str]) -> None:
    assert [part.text for one in prompts(data) for part in one.parts] == texts


@pytest.mark.parametrize(
    "data",
    [
        [{"name": "f", "input_schema": {}}],
        [{"type": "function", "function": {"name": "f", "parameters": {}}}],
        {"result": {"tools": [{"name": "f", "inputSchema": {}}]}},
        {"messages": CHAT, "tools": [{"name": "f", "input_schema": {}}]},
    ],
)
def test_tools_are_found_in_every_shape(data: Any) -> None:
    (prompt,) = prompts(data)
    assert [tool.name for tool in prompt.tools] == ["f"]


def test_a_request_says_its_limits() -> None:
    (prompt,) = prompts({"model": "m", "max_tokens": 5, "messages": CHAT})
    assert prompt.request is not None
    assert (prompt.request.model, prompt.request.max_output) == ("m", 5)
    (prompt,) = prompts(
        {"model": "m", "generationConfig": {"maxOutputTokens": 6}, "messages": CHAT}
    )
    assert prompt.request is not None
    assert prompt.request.max_output == 6


def test_identity_is_the_place_in_the_structure() -> None:
    assert [one.id for one in prompts({"a": [{"system": "S"}]})] == ["a.json#a[0].system"]
