from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

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
