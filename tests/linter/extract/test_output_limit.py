from __future__ import annotations

import json
from typing import Any

import pytest

from tokest.linter.extract.jsontree import parse
from tokest.linter.extract.output_limit import limit_place
from tokest.linter.extract.tree import Node
from tokest.linter.fixes import apply
from tokest.linter.source import Source
from tokest.linter.values import Fix
from tokest.prompts.shapes.recognise import read_request

CHAT = [{"role": "user", "content": "Hi"}]


@pytest.mark.parametrize("indent", [None, 2, "\t"])
@pytest.mark.parametrize(
    "data",
    [
        {"model": "m", "messages": CHAT},
        {"model": "claude-x", "system": "S", "messages": CHAT},
        {"model": "m", "input": "Hi"},
        {"model": "m", "input": CHAT},
        {"model": "m", "input": {"messages": CHAT}},
        {"model": "m", "input": {"messages": CHAT}, "parameters": {"top_p": 1}},
        {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]},
        {"generationConfig": {"topP": 1}, "contents": [{"parts": [{"text": "Hi"}]}]},
        {"generationConfig": {}, "contents": [{"parts": [{"text": "Hi"}]}]},
    ],
)
def test_a_limit_is_where_its_api_reads_it(data: dict[str, Any], indent: Any) -> None:
    text = json.dumps(data, indent=indent)
    root = parse(text)
    assert isinstance(root, Node)
    place = limit_place(Source("a.json", text), root)
    assert place is not None
    edit = place.edit("max_tokens", 700)
    fixed, _ = apply(text, [Fix("", "unsafe", (edit,))])
    assert edit.start == edit.end  # nothing of the file is replaced
    assert read_request(json.loads(fixed)).options.max_output == 700


def test_what_is_no_json_object_has_no_place() -> None:
    root = parse("[1]")
    assert isinstance(root, Node)
    assert limit_place(Source("a.json", "[1]"), root) is None
