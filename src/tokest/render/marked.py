"""A text with its parts marked, as a page of HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from tokest.render.plain import cell_text, visible

if TYPE_CHECKING:
    from tokest.render.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A part of a text, and a note on it."""

    text: str
    note: str = ""


BACKGROUNDS: Final = ("rgba(64, 128, 255, 0.25)", "rgba(255, 160, 0, 0.25)")
"""Translucent, so that they show on light and dark pages, under the page's own letters."""

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en" style="color-scheme: light dark">
<head><meta charset="utf-8"><title>{title}</title></head>
<body style="font: 1rem/1.6 sans-serif; margin: 1rem auto; max-width: 60rem; padding: 0 1rem">
<h1 style="font-size: 1.2rem">{title}</h1>
<table style="border-spacing: 1rem 0">
{rows}
</table>
<pre style="font-family: monospace; white-space: pre-wrap; overflow-wrap: anywhere">{marks}</pre>
</body>
</html>
"""


def marked_html(marks: tuple[Mark, ...], table: Table) -> str:
    """Write a page with a table and the marked text; every character of both is literal.

    >>> from tokest.render.table import Table
    >>> page = marked_html((Mark(text="<b>", note="1"),), Table(columns=(), rows=(), title="a.md"))
    >>> page.count("&lt;b&gt;"), "<b>" in page
    (1, False)
    """
    shown = (_span(mark, BACKGROUNDS[at % 2]) for at, mark in enumerate(marks))
    return _PAGE.format(
        title=_literal(table.title), rows="\n".join(_rows(table)), marks="".join(shown)
    )


def lines(text: str) -> list[str]:
    r"""Make a text visible, line by line; a line that ends with a newline shows it.

    >>> lines("a\n\tb")
    ['a\\n', '\\tb']
    """
    *ended, last = text.split("\n")
    return [*(visible(line + "\n") for line in ended), visible(last)]


def _span(mark: Mark, background: str) -> str:
    text = "<br>".join(escape(line) for line in lines(mark.text))
    title = f' title="{_literal(mark.note)}"' if mark.note else ""
    return f'<span style="background: {background}"{title}>{text}</span>'


def _rows(table: Table) -> list[str]:
    head = "".join(f'<th style="text-align: left">{_literal(c.name)}</th>' for c in table.columns)
    body = (
        "".join(
            f'<td style="text-align: {"left" if column.kind == "plain" else "right"}">'
            f"{escape(cell_text(cell, column))}</td>"
            for cell, column in zip(row, table.columns, strict=True)
        )
        for row in table.rows
    )
    return [f"<tr>{cells}</tr>" for cells in (head, *body)]


def _literal(text: str) -> str:
    return escape(visible(text))
