from __future__ import annotations

from decimal import Decimal
from html.parser import HTMLParser

from hypothesis import given

from strategies import TEXT
from tokest.render.html import BAR, literal, notes_html, table_html
from tokest.render.plain import visible
from tokest.render.table import Column, Table

COLUMNS = (Column("name"), Column("tokens", "count"), Column("cost", "amount"))
TABLE = Table(
    columns=COLUMNS,
    rows=(("a", 200, Decimal(3)), ("b", 50, None), ("c", 0, Decimal(0))),
    title="Costs",
)


class Reader(HTMLParser):
    """Reads tags, and the texts between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@given(cell=TEXT, note=TEXT)
def test_every_character_is_literal(cell: str, note: str) -> None:
    reader = Reader()
    table = Table(columns=(Column(cell),), rows=((cell,),), title=note, notes=(note,))
    reader.feed(table_html(table))
    assert visible(cell) in reader.texts or not cell
    assert reader.tags <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li"}


def test_a_bar_is_as_long_as_the_share_of_the_largest() -> None:
    html = table_html(TABLE)
    assert f'{BAR} 100.0%, transparent 100.0%)">200</td>' in html
    assert f'{BAR} 25.0%, transparent 25.0%)">50</td>' in html
    assert html.count(BAR) == 3  # neither nothing nor what is unknown has one


def test_numbers_are_there_for_scripts_and_what_is_unknown_is_not() -> None:
    html = table_html(TABLE)
    assert 'data-value="200"' in html
    assert html.count("data-value") == 5
    assert "<caption" in html
    assert "<caption" not in table_html(Table(columns=COLUMNS, rows=()))


def test_notes_are_a_list() -> None:
    assert notes_html(Table(columns=(), rows=(), notes=("a<", "b"))).count("<li>") == 2


def test_what_hides_is_made_visible() -> None:
    assert literal("\u202e<") == "\\u202e&lt;"
