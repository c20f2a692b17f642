"""Prompts in files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tokest.errors import FileFormatError, InputError
from tokest.prompts.files import parse_prompt, read_prompt, rebase
from tokest.prompts.media.values import Media
from tokest.prompts.shapes.recognise import read_request
from tokest.prompts.values import ToolResult

HI = json.dumps([{"role": "user", "content": "Hi"}])


@pytest.mark.parametrize("name", ["a.json", "a.txt", "-"])
def test_a_request_is_recognised_under_any_name(name: str) -> None:
    assert not isinstance(parse_prompt(HI, name, Path()), str)


@pytest.mark.parametrize("text", ["Hi", "{Hi", "[1, 2]", '{"a": 1}', '{"input": 3}'])
def test_anything_else_is_a_text(text: str) -> None:
    assert parse_prompt(text, "a.txt", Path()) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"messages": [}', "a.json:1:15: not valid JSON: expecting value"),
        ("", "a.json:1:1: not valid JSON"),
        ("[" * 200_000, "a.json: is nested too deeply"),
        ("[" + "9" * 5000 + "]", "a.json: holds a number that is too long"),
    ],
)
def test_a_json_file_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises((FileFormatError, InputError), match=message):
        parse_prompt(text, "a.json", Path())


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="byte 0 is not UTF-8"):
        read_prompt(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("cat.png", "photos/cat.png"),
        ("/tmp/cat.png", "/tmp/cat.png"),  # noqa: S108  # a name
        ("https://a.example/cat.png", "https://a.example/cat.png"),
        ("data:image/png;base64,aGk=", "data:image/png;base64,aGk="),
        ("DATA:image/png;base64,aGk=", "DATA:image/png;base64,aGk="),
    ],
)
def test_only_relative_paths_are_moved(url: str, source: str) -> None:
    image = {"type": "image_url", "image_url": {"url": url}}
    result = {"role": "tool", "tool_call_id": "a", "content": [image]}
    request = read_request([{"role": "user", "content": [image]}, result])
    first, second = rebase(request, Path("photos")).messages
    inner = second.parts[0]
    assert isinstance(inner, ToolResult)
    for part in (first.parts[0], inner.parts[0]):
        assert isinstance(part, Media)
        assert part.source == source
