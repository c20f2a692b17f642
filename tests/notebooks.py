"""The example notebooks, as a reader runs them: by a kernel of their own, without a network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from traitlets.config import Config

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = Path(__file__).parents[1] / "examples" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SECONDS = 60

FORMAT: Any = nbformat
EXPORTER: Any = HTMLExporter
"""Neither says the types of what it takes."""

NO_NETWORK = """
import socket

def refuse(*_asked, **_how):
    raise OSError("notebooks of the examples ask for no network")

socket.getaddrinfo = socket.create_connection = refuse
"""

# Scripts that pages of notebooks load from elsewhere, for formulas and widgets.
SCRIPTS = ("require_js_url", "jquery_url", "mathjax_url", "mermaid_js_url")


def read(file: Path) -> NotebookNode:
    """Read a notebook, and hold it against the format."""
    found: NotebookNode = FORMAT.read(file, as_version=4)
    FORMAT.validate(found)
    return found


def run(file: Path, home: Path) -> NotebookNode:
    """Run a notebook in its folder; `home` is where Jupyter keeps its files meanwhile."""
    made = read(file)
    made.cells.insert(0, FORMAT.v4.new_code_cell(NO_NETWORK))
    places = dict.fromkeys(("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"), str(home))
    with patch.dict(os.environ, places):
        client = NotebookClient(
            made,
            timeout=SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": str(file.parent)}},
        )
        client.execute()
    del made.cells[0]
    return made


def page(notebook: NotebookNode) -> str:
    """Write a notebook that was run as a page that loads nothing."""
    settings = Config(HTMLExporter=dict.fromkeys(SCRIPTS, ""))
    html, _ = EXPORTER(config=settings).from_notebook_node(notebook)
    return str(html)
