from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import Watched, chromium
from notebooks import NOTEBOOKS, page, read, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nbformat import NotebookNode
    from playwright.sync_api import Browser

every_notebook = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, NotebookNode]:
    """Run all notebooks once."""
    return {file.stem: run(file, tmp_path_factory.mktemp("jupyter")) for file in NOTEBOOKS}


@pytest.fixture(scope="module")
def browser(ran: dict[str, NotebookNode]) -> Iterator[Browser]:
    """Start a browser, once the kernels are gone."""
    assert ran
    with chromium() as found:
        yield found


def test_there_are_three() -> None:
    names = [file.stem for file in NOTEBOOKS]
    assert names == ["compare-models", "plan-a-product", "read-your-bill"]


@every_notebook
def test_a_notebook_is_stored_without_what_it_printed(file: Path) -> None:
    code = [cell for cell in read(file).cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)


@every_notebook
def test_a_notebook_runs_and_every_result_is_for_people(
    file: Path, ran: dict[str, NotebookNode]
) -> None:
    outputs = [
        one for cell in ran[file.stem].cells if cell.cell_type == "code" for one in cell.outputs
    ]
    assert outputs
    for one in outputs:
        if one.output_type == "stream":
            assert one.name == "stdout"
        else:
            assert {"text/html", "image/png"} & set(one.data), one.data["text/plain"][:80]


@every_notebook
def test_a_notebook_looks_the_same_without_a_network(
    file: Path, ran: dict[str, NotebookNode], browser: Browser, tmp_path: Path
) -> None:
    made = tmp_path / f"{file.stem}.html"
    made.write_text(page(ran[file.stem]), "utf-8")
    watched = Watched(browser.new_context(offline=True).new_page())
    watched.page.goto(made.as_uri())
    pictures = watched.page.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert all(width > 300 for width in pictures)
    photograph = watched.page.screenshot(full_page=True, path=tmp_path / f"{file.stem}.png")
    assert len(photograph) > 50_000
    assert [url for url in watched.asked if not url.startswith("data:")] == [made.as_uri()]
    assert watched.said == []


def test_the_numbers_are_those_of_the_command(ran: dict[str, NotebookNode]) -> None:
    shown = "".join(
        one.data.get("text/plain", "")
        for cell in ran["compare-models"].cells
        if cell.cell_type == "code"
        for one in cell.outputs
    )
    assert "10 prompts, 10,000 requests each, 500 output tokens a request" in shown
    assert "598.50" in shown  # qwen-max, by hand in tests/cli/commands/test_compare.py
