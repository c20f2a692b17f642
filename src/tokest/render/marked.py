"""A text with its parts marked, as a page of HTML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Final

from tokest.render.html import literal, table_html
from tokest.render.plain import visible

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
{table}
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
        title=literal(table.title),
        table=table_html(replace(table, title="")),
        marks="".join(shown),
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
    title = f' title="{literal(mark.note)}"' if mark.note else ""
    return f'<span style="background: {background}"{title}>{text}</span>'
