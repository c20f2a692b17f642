from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

from hypothesis import given

from strategies import TEXT
from tokest.render.bars import span
from tokest.render.html import BAR, DRAWN, literal, notes_html, table_html
from tokest.render.plain import visible
from tokest.render.table import Column, Table

COLUMNS = (
    Column("name"),
    Column("tokens", "count", bar=""),
    Column("cost", "amount", bar="currency"),
    Column("currency"),
)
ROWS = (
    ("a", 200, Decimal(3), "USD"),
    ("b", 50, None, "USD"),
    ("c", 0, Decimal(0), "CNY"),
    ("d", 20, Decimal(12), "CNY"),
    ("all", 270, Decimal(15), ""),
)
TABLE = Table(columns=COLUMNS, rows=ROWS, title="Costs", sums=1)
TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "a"}


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
    assert reader.tags <= TAGS


def test_a_bar_is_as_long_as_the_share_of_the_largest() -> None:
    html = table_html(TABLE)
    assert f'{BAR} 100.0%, transparent 100.0%)">200</td>' in html
    assert f'{BAR} 25.0%, transparent 25.0%)">50</td>' in html
    assert f'{BAR} 100.0%, transparent 100.0%)">3.00</td>' in html  # the most in its currency
    assert f'{BAR} 100.0%, transparent 100.0%)">12.00</td>' in html
    assert html.count(BAR) == 5  # neither nothing, nor what is unknown, nor a sum has one
    assert BAR not in table_html(replace(TABLE, columns=tuple(map(bare, COLUMNS))))


def bare(column: Column) -> Column:
    return replace(column, bar=None)


def test_sums_stand_at_the_foot() -> None:
    body, _, foot = table_html(TABLE).partition("<tfoot>")
    assert ">all</td>" not in body
    assert ">all</td>" in foot
    assert "<tfoot>" not in table_html(replace(TABLE, sums=0))


def test_a_drawn_cell_is_a_box_with_its_share_to_sort_by() -> None:
    html = table_html(Table(columns=(Column("swing"),), rows=((span(1, 3, 0, 4),),)))
    assert 'data-value="0.5000"' in html
    assert f"{DRAWN} 25.0% 75.0%" in html
    assert "█" not in html


def test_the_address_of_a_page_is_a_link_and_nothing_else_is() -> None:
    cells = ('https://a.example/?b=1&c="2 (via x)', "javascript:alert(1)//https://a")
    html = table_html(Table(columns=(Column("page"),), rows=tuple((cell,) for cell in cells)))
    page = "https://a.example/?b=1&amp;c=&quot;2"
    assert f'<a href="{page}" rel="noreferrer">{page}</a> (via x)</td>' in html
    assert html.count("<a ") == 1


def test_short_cells_and_numbers_are_not_broken() -> None:
    html = table_html(Table(columns=(Column("day"),), rows=(("2026-11-24",), ("word " * 9,))))
    assert html.count("white-space: nowrap") == 1


def test_numbers_are_there_for_scripts_and_what_is_unknown_is_not() -> None:
    html = table_html(TABLE)
    assert 'data-value="200"' in html
    assert html.count("data-value") == 9
    assert "<caption" in html
    assert "<caption" not in table_html(Table(columns=COLUMNS, rows=()))


def test_notes_are_a_list() -> None:
    assert notes_html(Table(columns=(), rows=(), notes=("a<", "b"))).count("<li>") == 2


def test_what_hides_is_made_visible() -> None:
    assert literal("\u202e<") == "\\u202e&lt;"
