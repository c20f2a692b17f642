from __future__ import annotations

import json
from pathlib import Path

import pytest

from tokest.cli.main import run


@pytest.fixture(autouse=True)
def _in_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "prompts").mkdir()
    monkeypatch.chdir(tmp_path)
    Path("prompts/a.md").write_text("one two three", "utf-8")
    Path("prompts/b.md").write_text("four", "utf-8")


def test_a_lock_is_written_and_holds() -> None:
    assert run(["lock"]) == 0
    text = Path("tokest.lock").read_text("utf-8")
    assert {name: entry["tokens"] for name, entry in json.loads(text)["prompts"].items()} == {
        "prompts/a.md": {"qwen-plus": 3},
        "prompts/b.md": {"qwen-plus": 1},
    }
    assert run(["lock", "--check"]) == 0
    assert run(["lock"]) == 0
    assert Path("tokest.lock").read_text("utf-8") == text


def test_a_stale_lock_names_what_has_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lock", "--check"]) == 1
    run(["lock"])
    Path("prompts/a.md").write_text("one", "utf-8")
    Path("prompts/b.md").unlink()
    capsys.readouterr()
    assert run(["lock", "--check"]) == 1
    said = capsys.readouterr().err
    assert "prompts/a.md has changed" in said
    assert "prompts/b.md is no more" in said


def edit(**values: object) -> None:
    file = Path("tokest.lock")
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | values), "utf-8")


def test_another_tokest_that_counts_alike_changes_nothing() -> None:
    run(["lock"])
    edit(tokest="0.0.1")
    assert run(["lock", "--check"]) == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"pricing": "2020-01-01@sha256:0"}, "has prices of 2020-01-01"),
        ({"tokenizers": {"qwen-plus": "exact:other@sha256:0"}}, "counted by exact:other@sha256:0"),
    ],
)
def test_what_else_is_counted_with_is_said(
    values: dict[str, object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["lock"])
    edit(**values)
    capsys.readouterr()
    assert run(["lock", "--check"]) == 1
    text = capsys.readouterr().err
    assert said in text
    assert "has changed" not in text
    assert run(["lint", "--baseline", "--format", "json"]) == 0
    assert said in json.loads(capsys.readouterr().out)["notes"][0]
    assert run(["diff", "--format", "json"]) == 0
    assert said in capsys.readouterr().out


def test_settings_that_change_the_figures_are_said_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["lock"])
    Path("tokest.toml").write_text("models = ['gpt-4o']", "utf-8")
    capsys.readouterr()
    assert run(["lock", "--check"]) == 1
    assert "with other settings" in capsys.readouterr().err


def test_a_damaged_lock_is_refused() -> None:
    Path("tokest.lock").write_text("<<<<<<< HEAD", "utf-8")
    assert run(["lock", "--check"]) == 2
