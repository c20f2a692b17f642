from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tokest.cli.linting import work
from tokest.cli.linting.work import Task, cores, read_raw, run
from tokest.linter.rules import codes
from tokest.linter.settings import Settings

if TYPE_CHECKING:
    import pytest

TASK = Task(settings=Settings(), cards=(), codes=tuple(codes()), count=True)


def files(folder: Path, number: int) -> list[tuple[str, Path]]:
    out = []
    for index in range(number):
        file = folder / f"{index:03}.md"
        file.write_text(f"Prompt {index}. " + "word\u200b" * (index % 50), "utf-8")
        out.append((file.name, file))
    return out


def test_two_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = files(tmp_path, 60)
    monkeypatch.setattr(work, "CHUNK_FILES", 20)
    alone = run(TASK, made, None, most_workers=1)
    monkeypatch.setattr(work, "WORTH_A_PROCESS", 0)
    assert run(TASK, made, None, most_workers=2) == alone
    assert list(alone) == [name for name, _ in made]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert read_raw(tmp_path / "gone") == "No such file or directory"
    assert read_raw(tmp_path / "a\0b") == "embedded null byte"
    assert read_raw(Path("/dev/zero")) == "no regular file"


def test_there_is_a_core() -> None:
    assert cores() >= 1
