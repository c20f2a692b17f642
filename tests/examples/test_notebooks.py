"""Every example notebook runs without a network, and looks as it should in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import Watched, chromium
from notebooks import NOTEBOOKS, page, read, run

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

every_notebook = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)

# Numbers that are known from elsewhere: qwen-max by hand in tests/cli/commands/test_compare.py,
# the plan's total and the gap of the bill from the commands on the pages.
KNOWN = {"compare-models": "598.50", "plan-a-product": "14.32", "read-your-bill": "gap 0.006037"}


def test_there_are_three() -> None:
    assert [file.stem for file in NOTEBOOKS] == list(KNOWN)


@every_notebook
def test_a_notebook_is_stored_without_what_it_printed(file: Path) -> None:
    code = [cell for cell in read(file).cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)


@every_notebook
def test_a_notebook_runs_and_is_photographed_without_a_network(file: Path, tmp_path: Path) -> None:
    home = tmp_path / "jupyter"
    home.mkdir()
    ran = run(file, home)
    said = "".join(_text(one) for one in outputs(ran))
    assert KNOWN[file.stem] in said
    made = tmp_path / f"{file.stem}.html"
    made.write_text(page(ran), "utf-8")
    with chromium() as browser:
        watched = Watched(browser.new_context(offline=True).new_page())
        watched.page.goto(made.as_uri())
        pictures = watched.page.locator("img").evaluate_all("all => all.map(a => a.naturalWidth)")
        photograph = watched.page.screenshot(full_page=True, path=made.with_suffix(".png"))
    assert all(width > 300 for width in pictures)
    assert len(photograph) > 50_000
    assert [url for url in watched.asked if not url.startswith("data:")] == [made.as_uri()]
    assert watched.said == []


def outputs(notebook: NotebookNode) -> list[NotebookNode]:
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    return [one for cell in code for one in cell.outputs]


def _text(output: NotebookNode) -> str:
    """Give what an output says; what is no text for people must be a table or a picture."""
    if output.output_type == "stream":
        assert output.name == "stdout"
        return str(output.text)
    assert {"text/html", "image/png"} & set(output.data), output.data["text/plain"][:80]
    return str(output.data["text/plain"])
