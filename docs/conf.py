"""How the documentation is built: `make docs`."""

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from reference_pages import main as write_reference_pages  # found by the line above

project = "tokest"
author = "The tokest developers"
project_copyright = "2026, the tokest developers"
version = release = installed("tokest")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["reference/generated"]  # included by pages
myst_heading_anchors = 3
nitpicky = False  # types of libraries have no pages here
default_role = "code"  # docstrings write names in single backquotes

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False

html_theme = "furo"
html_title = f"tokest {release}"
html_show_sourcelink = False
html_static_path = ["_static"]
html_css_files = ["wide.css"]

write_reference_pages()
