from __future__ import annotations

from pathlib import Path

import pytest

from tokest.cli.linting.files import Finder
from tokest.errors import InputError
from tokest.linter.settings import Settings


@pytest.fixture(autouse=True)
def _in_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p" / ".git").mkdir(parents=True)
    (tmp_path / ".gitignore").write_text("*\n", "utf-8")  # above the repository: not ours
    monkeypatch.chdir(tmp_path / "p")


def write(*names: str) -> None:
    for name in names:
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Hi", "utf-8")


def found(*names: str, root: str = ".", **settings: object) -> list[str]:
    made = Settings(**settings)  # type: ignore[arg-type]
    return [label for label, _ in Finder(Path(root), made).find(names)]


def test_gitignore_is_read_as_git_reads_it() -> None:
    write("prompts/a.md", "prompts/b.md", "prompts/keep/b.md", "prompts/out/c.md", "x/prompts/d.md")
    Path(".gitignore").write_text("b.md\n/prompts/out/\n", "utf-8")
    Path("prompts/keep/.gitignore").write_text("!b.md\n", "utf-8")
    assert found() == ["prompts/a.md", "prompts/keep/b.md", "x/prompts/d.md"]
    assert found("prompts/keep") == ["prompts/keep/b.md"]
    assert "prompts/b.md" in found(respect_gitignore=False)


def test_patterns_that_git_lets_match_nothing_are_passed_over() -> None:
    write("prompts/a.md", "prompts/b.md", "prompts/c.md")
    Path(".gitignore").write_text("[9-1]*.md\nb.md\n!\na\\\n[[a].md\n!a.md\n", "utf-8")
    assert found() == ["prompts/a.md", "prompts/c.md"]


def test_a_named_file_is_linted_whatever_it_is() -> None:
    write("notes.md", "venv/prompts/a.md")
    assert found() == []
    assert found("notes.md", "venv/prompts/a.md") == ["notes.md", "venv/prompts/a.md"]
    assert Finder(Path(), Settings(), force_exclude=True).find(["venv/prompts/a.md"]) == []


def test_includes_add_and_excludes_take_away() -> None:
    write("a.txt", "prompts/a.md", "prompts/old/b.md")
    assert found(include=("*.txt",)) == ["a.txt", "prompts/a.md", "prompts/old/b.md"]
    assert found(extend_exclude=("prompts/old",)) == ["prompts/a.md"]


def test_each_file_is_given_once() -> None:
    write("prompts/a.md")
    assert found(".", "prompts", "prompts/a.md", "prompts/*.md") == ["prompts/a.md"]


def test_links_to_folders_are_not_followed() -> None:
    write("prompts/a.md")
    Path("prompts/loop").symlink_to("..", target_is_directory=True)
    assert found() == ["prompts/a.md"]


def test_a_file_beside_the_root_has_its_way_there() -> None:
    write("sub/x", "prompts/a.md")
    assert found("prompts/a.md", root="sub") == ["../prompts/a.md"]


def test_a_folder_that_is_closed_is_passed_over() -> None:
    write("prompts/a.md", "prompts/closed/b.md")
    Path("prompts/closed").chmod(0)
    try:
        assert "prompts/a.md" in found()
    finally:
        Path("prompts/closed").chmod(0o700)


def test_what_is_not_there_is_refused() -> None:
    for name in ("nothing", "*.nothing"):
        with pytest.raises(InputError):
            found(name)


def test_a_group_holds_every_file_that_fits() -> None:
    write("a.md", "x/b.md", "x/c.txt", "node_modules/d.md")
    assert [one for one, _ in Finder(Path(), Settings()).group(["*.md#frontmatter"])] == [
        "a.md", "x/b.md",
    ]  # fmt: skip
