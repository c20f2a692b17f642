"""How the documentation is built: `make docs`."""

from importlib.metadata import version as installed

project = "tokest"
author = "The tokest developers"
project_copyright = "2026, the tokest developers"
version = release = installed("tokest")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
]
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
