"""One HTML file that loads nothing: sections of tables that sort and filter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from tokest.render.html import literal, table_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokest.render.table import Table

_POLICY: Final = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}</main>
<script>
{script}</script>
</body>
</html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page: its heading, and HTML that is put there as it is."""

    title: str
    html: str


def page_html(title: str, sections: Iterable[Section], script: str = "") -> str:
    """Write a page; the titles are literal, the script runs after the page's own.

    >>> page_html("<b>", [Section(title="a", html="<p>text</p>")]).count("&lt;b&gt;")
    2
    """
    body = "".join(map(_section, sections))
    return _PAGE.format(
        policy=_POLICY,
        title=literal(title),
        style=_own("page.css"),
        body=body,
        script=_own("page.js") + script,
    )


def table_section(table: Table) -> Section:
    """Make a section of a table that sorts and filters.

    >>> from tokest.render.table import Table
    >>> table_section(Table(columns=(), rows=(), title="Costs")).title
    'Costs'
    """
    label = f' class="sortable" aria-label="{literal(table.title or "table")}"'
    html = table_html(replace(table, title=""), label)
    return Section(title=table.title, html=f'<div class="wide">\n{html}</div>\n')


def _section(section: Section) -> str:
    heading = f"<h2>{literal(section.title)}</h2>\n" if section.title else ""
    return f"<section>\n{heading}{section.html}</section>\n"


def _own(name: str) -> str:
    return (files("tokest.render") / name).read_text("utf-8")
