from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokest.cli.linting.writing import replace_file

if TYPE_CHECKING:
    from pathlib import Path


def test_content_and_mode_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("old", "utf-8")
    file.chmod(0o600)
    replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["a.md"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old", "utf-8")
    (tmp_path / "b.md").symlink_to("a.md")
    replace_file(tmp_path / "b.md", b"new")
    assert (tmp_path / "b.md").is_symlink()
    assert (tmp_path / "a.md").read_bytes() == b"new"


def test_what_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError):  # noqa: PT011  # which one, the system says
        replace_file(tmp_path / "a", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["a"]
