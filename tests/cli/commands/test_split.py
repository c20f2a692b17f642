from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

PROMPTS = Path(__file__).parents[3] / "examples" / "prompts"
PROMPT = "chinese-rag.md"


@pytest.fixture(autouse=True)
def _beside_the_prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROMPTS)


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_chunks_look_as_they_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    args = ["--max-tokens", "400", "--overlap", "30", "--format", form]
    assert run(["split", PROMPT, *args]) == 0
    golden(f"split/overlap.{form}", capsys.readouterr().out)


def test_chunks_in_json_joined_are_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["split", PROMPT, "--max-tokens", "100", "--format", "json"]) == 0
    chunks = json.loads(capsys.readouterr().out)["chunks"]
    assert "".join(chunk["text"] for chunk in chunks) == (PROMPTS / PROMPT).read_text("utf-8")


def test_chunks_are_written_to_a_folder_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "here"
    args = ["--max-tokens", "100", "--output-dir", str(folder)]
    assert run(["split", PROMPT, *args]) == 0
    files = sorted(folder.iterdir())
    assert files[0].name == "chinese-rag-01.md"
    assert b"".join(file.read_bytes() for file in files) == (PROMPTS / PROMPT).read_bytes()


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "chinese-rag-2.md").write_text("mine", "utf-8")
    args = ["--max-tokens", "400", "--output-dir", str(tmp_path)]
    assert run(["split", PROMPT, *args]) == 2
    assert "chinese-rag-2.md: is there already; name another folder" in capsys.readouterr().err
    assert [file.read_text("utf-8") for file in tmp_path.iterdir()] == ["mine"]


def test_a_folder_that_cannot_be_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    args = ["--max-tokens", "400", "--output-dir", str(tmp_path / "file" / "folder")]
    assert run(["split", PROMPT, *args]) == 2
    assert "folder: cannot be written: Not a directory" in capsys.readouterr().err
