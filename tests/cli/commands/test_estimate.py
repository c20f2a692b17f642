from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
REQUEST = {
    "model": "qwen3.7-plus",
    "enable_thinking": False,
    "messages": [
        {"role": "system", "content": "You are a helpful assistant."},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "How warm is it here?"},
                {
                    "type": "image_url",
                    "image_url": {"url": "here.png"},
                    "width": 640,
                    "height": 480,
                },
                {"type": "hologram\n"},
            ],
        },
    ],
    "tools": [
        {"type": "function", "function": {"name": "heat", "parameters": CITY}},
        {"type": "function", "function": {"name": "now", "parameters": {}}},
    ],
}

PROMPTS = Path(__file__).parents[3] / "examples" / "prompts"


@pytest.fixture(autouse=True)
def _beside_the_prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROMPTS)


def output(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(args) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_an_estimate_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    args = ["estimate", "chinese-rag.md", "sql-assistant.md", "--model", "qwen-max,qwen3.8-max"]
    golden(f"estimate/two.{form}", output(capsys, *args, "--model", "gpt-5.5", "--format", form))


def test_an_encoding_may_be_named_instead_of_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(
        capsys, "estimate", "chinese-rag.md", "--encoding", "cl100k_base", "--format", "json"
    )
    (found,) = json.loads(text)["estimates"]
    assert (found["estimate"]["encoding"], found["estimate"]["model"]) == ("cl100k_base", None)


def test_the_rule_of_thumb_is_there_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "estimate", "chinese-rag.md", "--method", "rule", "--format", "json")
    (found,) = json.loads(text)["estimates"]
    assert (found["estimate"]["method"], found["estimate"]["level"]) == ("rule", None)


@pytest.fixture
def requests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("request.json").write_text(json.dumps(REQUEST), "utf-8")
    Path("data.json").write_text('{"a": 1}', "utf-8")


@pytest.mark.usefixtures("requests")
@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_a_request_is_explained_part_by_part(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    found = output(capsys, "estimate", "request.json", "--explain", "--format", form)
    golden(f"estimate/request.{form}", found)


@pytest.mark.usefixtures("requests")
def test_a_file_says_how_it_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "estimate", "request.json", "data.json", "--model", "gpt-4o")
    assert "request.json was read as a request (chat)" in text
    assert "data.json was read as a text: it is no request" in text


@pytest.mark.usefixtures("requests")
def test_a_model_that_is_named_wins_over_the_requests_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = [
        json.loads(output(capsys, "estimate", "request.json", *args, "--format", "json"))
        for args in ((), ("--model", "gpt-5"), ("--encoding", "qwen"))
    ]
    models = [name["estimates"][0]["estimate"]["model"] for name in names]
    assert models == ["qwen3.7-plus", "gpt-5", None]


@pytest.mark.usefixtures("requests")
def test_thinking_may_be_switched(capsys: pytest.CaptureFixture[str]) -> None:
    Path("hi.json").write_text('[{"role": "user", "content": "Hi"}]', "utf-8")
    rows = [
        output(capsys, "estimate", "hi.json", "--model", "qwen3.5-plus", flag, "--format", "csv")
        for flag in ("--thinking", "--no-thinking")
    ]
    assert [row.splitlines()[1].split(",")[2] for row in rows] == ["11", "13"]


@pytest.mark.usefixtures("requests")
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('{"messages": [}', "tokest: bad.json:1:15: not valid JSON: expecting value\n"),
        (
            '[{"role": "user", "content": 3}]',
            "tokest: messages[0].content: must be text or a list of parts, got 3\n",
        ),
    ],
)
def test_a_broken_request_is_refused_with_its_place(
    text: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.json").write_text(text, "utf-8")
    assert run(["estimate", "bad.json", "--model", "qwen-max"]) == 2
    assert capsys.readouterr().err == complaint
