"""Everything that the pages show is what their commands print."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from pages import BLOCK, ROOT, Page, scripts

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


CLUSTERS = {"docs/frames.md": 2, "docs/how-to/big-corpora.md": 1}
"""Pages with code that is for a cluster of Spark, Ray or Daft, and how many blocks of it."""


def test_only_what_needs_a_cluster_does_not_run() -> None:
    assert {name(file): len(found) for file in PAGES if (found := scripts(file.read_text()))} == (
        CLUSTERS
    )


@pytest.mark.parametrize("page", CLUSTERS)
def test_code_for_a_cluster_calls_what_there_is(page: str) -> None:
    for script in scripts((ROOT / page).read_text("utf-8")):
        nodes = list(ast.walk(ast.parse(script)))
        homes = {
            alias.name: import_module(str(node.module))
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        ours = [call for call in calls if isinstance(call.func, ast.Name)]
        assert {module.__package__ for module in homes.values()} == {"tokest.frames"}
        assert ours
        for call in ours:
            assert isinstance(call.func, ast.Name)
            function = getattr(homes[call.func.id], call.func.id)
            given = {str(one.arg): one.value for one in call.keywords}
            inspect.signature(function).bind(*call.args, **given)
