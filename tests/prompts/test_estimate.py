"""Estimates of prompts of any kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tokest.errors import FileFormatError, InputError, UnknownModelError
from tokest.prompts.estimate import estimate, estimate_many
from tokest.prompts.shapes.recognise import read_request

HI = [{"role": "user", "content": "你是谁？"}]
TOOL = {"type": "function", "function": {"name": "now", "parameters": {}}}


@pytest.mark.parametrize(
    "prompt",
    [
        HI,
        tuple(HI),
        {"messages": HI},
        {"input": {"messages": HI}},
        {"input": HI},
        {"contents": [{"parts": [{"text": "你是谁？"}]}]},
        read_request(HI),
    ],
)
def test_one_message_costs_the_same_in_every_shape(prompt: Any) -> None:
    assert estimate(prompt, "qwen-max").tokens == 11


def test_a_text_is_counted_alone_unless_there_are_tools() -> None:
    assert estimate("你是谁？", "qwen-max").tokens == 3
    assert estimate("你是谁？", "qwen-max", tools=[TOOL]).parts[-1].kind == "template"


def test_the_model_of_a_request_is_taken_and_a_given_one_wins() -> None:
    request = {"model": "qwen-max", "messages": HI}
    assert estimate(request).model == "qwen-max"
    assert estimate(request, "gpt-4o").model == "gpt-4o"
    assert estimate(request, encoding="o200k_base").encoding == "o200k_base"


def test_given_tools_and_thinking_win() -> None:
    request = {"model": "qwen3.7-plus", "messages": HI, "enable_thinking": False, "tools": []}
    assert estimate(request).tokens == 14
    assert estimate(request, thinking=True).tokens == 12
    assert (estimate(request, tools=[TOOL]).tokens or 0) > 200


def test_a_path_names_a_text_or_a_request(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("你是谁？", "utf-8")
    (tmp_path / "b.json").write_text(json.dumps(HI), "utf-8")
    (tmp_path / "c.json").write_text('{"a": 1}', "utf-8")
    tokens = [
        estimate(tmp_path / name, "qwen-max").tokens for name in ("a.txt", "b.json", "c.json")
    ]
    assert tokens == [3, 11, 6]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"prompt": HI}, InputError, "give exactly one of them, or a request with a model"),
        ({"prompt": HI, "model": "a", "encoding": "b"}, InputError, "give exactly one of them"),
        ({"prompt": HI, "model": "qwen-mxa"}, UnknownModelError, "nearest: qwen-max"),
        ({"prompt": b"Hi", "model": "qwen-max"}, InputError, "must be a str, got bytes"),
        ({"prompt": {"a": 1}, "model": "qwen-max"}, InputError, "expected messages, contents"),
        ({"prompt": HI, "model": "qwen-max", "method": "x"}, InputError, "must be one of"),
        ({"prompt": "Hi", "model": 5}, InputError, "model: must be a str, got int"),
        ({"prompt": HI, "model": b"qwen-max"}, InputError, "model: must be a str, got bytes"),
        ({"prompt": "Hi", "encoding": ["qwen"]}, InputError, "encoding: must be a str, got list"),
        (
            {"prompt": HI, "model": "qwen-max", "thinking": "no"},
            InputError,
            "thinking: must be True, False or None, got 'no'",
        ),
        (
            {"prompt": HI, "model": "qwen-max", "tools": [{"a": {1}}]},
            InputError,
            r"tools\[0\].a: a set is no JSON",
        ),
        (
            {"prompt": [{"role": "user", "content": "\ud800"}], "model": "qwen-max"},
            InputError,
            "surrogate",
        ),
        ({"prompt": Path("no-such-file"), "model": "qwen-max"}, InputError, "cannot be read"),
    ],
)
def test_a_call_that_cannot_be_is_refused(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        estimate(**arguments)


def test_a_rule_of_thumb_needs_no_model() -> None:
    found = estimate(HI, method="rule")
    assert (found.method, found.level) == ("rule", None)


def test_many_prompts_of_all_kinds_are_estimated() -> None:
    rows = estimate_many(["你是谁？", HI], ["qwen-max"], encodings=["o200k_base"])
    assert [[one.encoding for one in row] for row in rows] == [["qwen", "o200k_base"]] * 2
    assert [row[0].tokens for row in rows] == [3, 11]
    assert estimate_many(iter(["你是谁？", HI]), iter(["qwen-max"]))[1][0].tokens == 11  # type: ignore[arg-type]
    for prompts, models in (([HI], "qwen-max"), ({"messages": HI}, ["qwen-max"]), (None, [])):
        with pytest.raises(InputError, match="must be a list, got a single"):
            estimate_many(prompts, models)  # type: ignore[arg-type]  # what is tested


def test_a_broken_file_says_where(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"messages": [\n  }', "utf-8")
    with pytest.raises(FileFormatError, match=r"a.json:2:3: not valid JSON: expecting value"):
        estimate(tmp_path / "a.json", "qwen-max")
