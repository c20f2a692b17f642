from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable


def git(*args: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *args], check=True, capture_output=True)  # noqa: S607  # the git that is here


@pytest.fixture(autouse=True)
def _in_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    Path("prompts").mkdir()
    Path("tokest.toml").write_text("models = ['qwen-max']\nrequests-per-month = 1000000", "utf-8")
    for name, text in (("same", "one"), ("grown", "one two"), ("gone", "a b c"), ("moved", "x y")):
        Path(f"prompts/{name}.md").write_text(text, "utf-8")
    git("add", "-A")
    git("commit", "-qm", "base")
    Path("prompts/grown.md").write_text("one two three four five", "utf-8")
    Path("prompts/gone.md").unlink()
    Path("prompts/moved.md").rename("prompts/there.md")
    Path("prompts/new.md").write_text("one two", "utf-8")


def changes(capsys: pytest.CaptureFixture[str], *args: str) -> list[dict[str, Any]]:
    assert run(["diff", *args, "--format", "json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["changes"]
    return found


def test_what_has_changed_is_listed_dearest_first(capsys: pytest.CaptureFixture[str]) -> None:
    found = changes(capsys)
    assert [(one["prompt"], one["before"], one["now"], one["cost"]) for one in found] == [
        ("prompts/grown.md", 2, 5, "4.8"),
        ("prompts/new.md", None, 2, "3.2"),
        ("prompts/gone.md", 3, None, "-4.8"),
    ]


def test_a_lock_file_may_be_the_base(capsys: pytest.CaptureFixture[str]) -> None:
    run(["lock"])
    Path("prompts/new.md").write_text("one two three", "utf-8")
    capsys.readouterr()
    assert [one["prompt"] for one in changes(capsys)] == ["prompts/new.md"]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_difference_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    run(["diff", "HEAD", "--format", form])
    golden(f"diff/prompts.{form}", capsys.readouterr().out)


def test_nothing_changed_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    git("add", "-A")
    git("commit", "-qm", "now")
    assert run(["diff"]) == 0
    assert "no prompt has changed" in capsys.readouterr().out


def test_a_revision_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "nowhere"]) == 2
    assert run(["diff", "--", "--output=x"]) == 2
    assert "no revision" in capsys.readouterr().err


def test_a_change_fails_for_what_it_adds(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tokest.toml").write_text("budgets = [{paths = ['prompts/*'], max-tokens = 1}]", "utf-8")
    assert run(["lint", "--base", "HEAD", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {one["path"]: one["known"] for one in found} == {
        "prompts/grown.md": False, "prompts/new.md": False, "prompts/there.md": True,
    }  # fmt: skip
