"""Checkpoints: what is done is not done again, and nothing is taken for another scan's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from rows_data import lines
from tokest.errors import InputError
from tokest.frames import Options, Sending, scan

if TYPE_CHECKING:
    from pathlib import Path

    from tokest.frames.results import Scan


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "a.jsonl"
    made.write_bytes(lines(["Hello World"] * 50_000))
    return made


def look(file: Path, kept: Path, **more: Any) -> Scan:
    options = Options(processes=1, checkpoint=str(kept))
    asked: dict[str, Any] = {"sending": Sending(output_tokens=5)} | more
    return scan([str(file)], "text", ["qwen-max"], options=options, **asked)


def test_parts_that_are_done_are_not_read_again(file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first = look(file, kept)
    parts = kept.read_bytes().splitlines(keepends=True)
    assert len(parts) > 2
    kept.write_bytes(b"".join(parts[:2]) + parts[2][:50])  # killed while it wrote
    file.write_bytes(b"x" * file.stat().st_size)  # what is read now is no JSON
    again = look(file, kept)
    assert again.rows > 0
    assert again.rows - again.wrong == json.loads(parts[1])["tally"]["rows"]
    assert first.targets[0].tokens == 100_000
    assert kept.read_bytes().startswith(b"".join(parts[:2]))


def test_a_whole_checkpoint_gives_the_whole_scan(file: Path, tmp_path: Path) -> None:
    first = look(file, tmp_path / "kept")
    size = file.stat().st_size
    file.write_bytes(b"\n" * size)
    again = look(file, tmp_path / "kept")
    assert again == first


def test_a_file_that_has_grown_is_read_again(file: Path, tmp_path: Path) -> None:
    look(file, tmp_path / "kept")
    with file.open("ab") as more:
        more.write(lines(["Hello World"]))
    assert look(file, tmp_path / "kept").rows == 50_001


def test_the_checkpoint_of_another_scan_is_refused(file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    look(file, kept)
    with pytest.raises(InputError, match="with other prices; name another file"):
        look(file, kept, sending=Sending(output_tokens=6))
    with pytest.raises(InputError, match="with other method"):
        look(file, kept, method="table")


def test_a_folder_or_lines_of_something_else_are_no_checkpoint(file: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="Is a directory"):
        look(file, tmp_path / "folder")
    kept = tmp_path / "kept"
    look(file, kept)
    kept.write_bytes(kept.read_bytes().splitlines(keepends=True)[0] + b'{"part": 5}\n')
    with pytest.raises(InputError, match="is no checkpoint"):
        look(file, kept)


def test_copies_elsewhere_are_another_scan(file: Path, tmp_path: Path) -> None:
    look(file, tmp_path / "kept")
    options = Options(checkpoint=str(tmp_path / "kept"), write=str(tmp_path / "out"))
    asked = {"sending": Sending(output_tokens=5), "options": options}
    with pytest.raises(InputError, match="with other copies; name another file"):
        scan([str(file)], "text", ["qwen-max"], **asked)  # type: ignore[arg-type]


def test_what_is_no_checkpoint_is_refused_and_kept(file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for content in (b"notes\n", b"{}\n", b"[1]\n"):
        kept.write_bytes(content)
        with pytest.raises(InputError, match="is no checkpoint of a scan"):
            look(file, kept)
        assert kept.read_bytes() == content
    with pytest.raises(InputError, match="cannot be written"):
        look(file, tmp_path / "no folder" / "kept")
