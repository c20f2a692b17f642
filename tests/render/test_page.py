"""Pages in a real browser: what people see and do there."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import contrast
from browser import Watched, chromium
from tokest.render.formats import render
from tokest.render.page import Section, page_html, table_section
from tokest.render.table import Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

HOSTILE = "<img src=x onerror=alert(1)>\"'&</script>\u202e"
TABLE = Table(
    columns=(Column("model"), Column("tokens", "count", bar=""), Column("cost", "amount")),
    rows=(
        ("b-large", 900, Decimal("10.5")),
        ("a-small", 12_000, Decimal("0.0004812")),
        (HOSTILE, None, None),
    ),
    title="Costs",
    notes=(f"note {HOSTILE}",),
)
MANY = replace(
    TABLE,
    rows=(*TABLE.rows, *((f"c-other {at}", at, None) for at in range(9)), ("all", 12_945, None)),
    sums=1,
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def opened(browser: Browser, tmp_path: Path, text: str, **kind: Any) -> Watched:
    file = tmp_path / "page.html"
    file.write_text(text, "utf-8")
    watched = Watched(browser.new_context(offline=True, **kind).new_page())
    watched.page.goto(file.as_uri())
    return watched


def first_column(watched: Watched) -> list[str]:
    cells = watched.page.locator("tbody tr:not([hidden]) td:first-child")
    return [text[:7] for text in cells.all_inner_texts()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [420, 1200])
def test_a_page_asks_for_nothing_and_says_nothing(
    browser: Browser, tmp_path: Path, scheme: str, width: int
) -> None:
    text = render(Report(schema="t/x/v1", table=TABLE, data=None), "html")
    size = {"width": width, "height": 800}
    watched = opened(browser, tmp_path, text, color_scheme=scheme, viewport=size)
    assert watched.asked == [watched.page.url]
    assert watched.said == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.page.locator("img").count() == 0
    assert "onerror=alert(1)" in watched.page.inner_text("tbody")


def test_a_head_sorts_its_column_and_what_is_unknown_stays_last(
    browser: Browser, tmp_path: Path
) -> None:
    text = render(Report(schema="t/x/v1", table=TABLE, data=None), "html")
    watched = opened(browser, tmp_path, text)
    tokens = watched.page.get_by_role("button", name="tokens")
    tokens.click()
    assert first_column(watched) == ["b-large", "a-small", HOSTILE[:7]]
    assert tokens.locator("..").get_attribute("aria-sort") == "ascending"
    tokens.focus()
    watched.page.keyboard.press("Enter")
    assert first_column(watched) == ["a-small", "b-large", HOSTILE[:7]]
    watched.page.get_by_role("button", name="model").click()
    assert first_column(watched)[-2:] == ["a-small", "b-large"]
    assert tokens.locator("..").get_attribute("aria-sort") is None


def test_a_filter_shows_the_rows_that_have_the_words(browser: Browser, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path, page_html("Costs", [table_section(MANY)]))
    field = watched.page.get_by_label("Filter rows")
    field.fill("SMALL")
    assert first_column(watched) == ["a-small"]
    assert watched.page.inner_text("output") == "1 of 12"
    field.fill("")
    assert len(first_column(watched)) == 12
    few = opened(browser, tmp_path, page_html("Costs", [table_section(TABLE)]))
    assert few.page.get_by_label("Filter rows").count() == 0


def test_a_sum_stays_at_the_foot(browser: Browser, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path, page_html("Costs", [table_section(MANY)]))
    watched.page.get_by_role("button", name="tokens").click()
    assert watched.page.locator("tr").last.locator("td").first.inner_text() == "all"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_is_read_on_what_is_below_it(
    browser: Browser, tmp_path: Path, scheme: str
) -> None:
    text = page_html("Costs", [table_section(MANY)])
    watched = opened(browser, tmp_path, text, color_scheme=scheme)
    found = contrast.texts(watched.page)
    assert len(found) > 30
    assert [(text, least) for text, least in found if least < contrast.LEAST] == []


def test_a_page_is_readable_without_scripts(browser: Browser, tmp_path: Path) -> None:
    text = page_html("Costs", [table_section(TABLE), Section(title="More", html="<p>text</p>")])
    watched = opened(browser, tmp_path, text, java_script_enabled=False)
    assert first_column(watched)[:2] == ["b-large", "a-small"]
    assert watched.page.locator("button, input").count() == 0
    assert watched.page.locator("h2").all_inner_texts() == ["Costs", "More"]


def test_a_text_too_faint_is_found(browser: Browser, tmp_path: Path) -> None:
    faint = Section(title="", html='<p style="color: #888">faint</p>')
    watched = opened(browser, tmp_path, page_html("Costs", [faint]), color_scheme="light")
    found = dict(contrast.texts(watched.page))
    assert 3 < found["faint"] < contrast.LEAST < found["Costs"]
