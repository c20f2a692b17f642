from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from strategies import TEXT
from tokest.render.marked import BACKGROUNDS, Mark, lines, marked_html
from tokest.render.plain import visible
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = Table(
    columns=(Column("made of"), Column("tokens", "count")),
    rows=(("word <b>", 1_200), ("&", 3)),
    title='a"<i>.md',
)
MARKS = (
    Mark(text="<script>", note='"quoted" & more'),
    Mark(text=" one\n  two\n"),
    Mark(text="\x1b[31m\u202e\x00"),
    Mark(text="é中😀"),
)


class Reader(HTMLParser):
    """Reads back what stands in the marked text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._inside = self._inside or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "pre"

    def handle_data(self, data: str) -> None:
        self.text += data if self._inside else ""


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_a_page_looks_as_it_did(golden: Callable[[str, str], None]) -> None:
    golden("marked/page.html", marked_html(MARKS, TABLE))


@given(text=TEXT, note=TEXT)
def test_every_character_is_literal(text: str, note: str) -> None:
    table = Table(columns=(Column("x"),), rows=((note,),), title=note)
    found = read(marked_html((Mark(text=text, note=note),), table))
    assert found.text == visible(text)
    known = {"html", "head", "meta", "title", "body", "h1", "table", "pre"}
    assert found.tags <= {*known, "thead", "tbody", "tr", "th", "td", "span", "br"}
    assert found.attributes <= {"lang", "style", "charset", "title", "scope", "data-value"}


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = marked_html(MARKS, TABLE)
    assert not any(word in page for word in ("http", "url(", "<script", "<link", "src="))


def test_neighbours_have_different_backgrounds() -> None:
    page = marked_html((Mark(text="a"), Mark(text="b"), Mark(text="c")), TABLE)
    assert [page.count(background) for background in BACKGROUNDS] == [2, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("\n", ["\\n", ""]),
        ("a\r\nb", ["a\\r\\n", "b"]),
        ("\u2028", ["\\u2028"]),
    ],
)
def test_lines_end_at_newlines_alone(text: str, expected: list[str]) -> None:
    assert lines(text) == expected
