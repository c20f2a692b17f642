"""Everything that the pages show is what their commands print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages import BLOCK, ROOT, Page

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted(
    file
    for file in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
    if "decisions" not in file.parts and BLOCK.search(file.read_text("utf-8"))
)


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_a_page_shows_what_its_commands_print(
    file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    text = file.read_text("utf-8")
    made = Page(tmp_path).run(text)
    if request.config.getoption("--update-golden"):
        file.write_text(made, "utf-8")
    assert made == file.read_text("utf-8")


def test_the_tutorial_runs() -> None:
    assert ROOT / "docs" / "tutorial.md" in PAGES
