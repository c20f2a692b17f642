"""The report of a plan in a real browser."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

import contrast
from browser import Watched, chromium
from plans import CARD, between, plan, workload
from tokest.plan.forecast import forecast
from tokest.plan.planner.section import Settings, planner_script
from tokest.plan.report import report_sections
from tokest.plan.workload import Grant, Prompt, Size
from tokest.rates.load import builtin_card
from tokest.render.page import page_html
from tokest.render.plain import amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&"
DAY = date(2026, 12, 1)
PLAN = plan(
    workload(name=HOSTILE, models=("qwen-max", "gpt-5.5"), requests_per_day=between(50, 90))
)


@pytest.fixture(scope="module")
def page() -> str:
    card = builtin_card()
    found = forecast(PLAN, rng=np.random.default_rng(0), draws=500, at=DAY, card=card)
    return page_html(HOSTILE, report_sections(PLAN, found, card, DAY), planner_script())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [420, 1100])
def test_a_report_asks_for_nothing_and_says_nothing(
    page: str, browser: Browser, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    context = browser.new_context(offline=True, color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
    watched = Watched(context.new_page())
    watched.page.set_content(page)
    assert watched.asked == []
    assert watched.said == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.page.locator("img").count() == 0
    heads = watched.page.locator("h2").all_inner_texts()
    assert heads[1:] == [
        "Models",
        "What moves the total most, one input at a time",
        "Cost planner",
        "Where the prices were read",
    ]


def test_a_report_fits_on_paper_without_what_only_a_screen_can_do(browser: Browser) -> None:
    chat = workload(models=("cliff",), region="cn")
    of = plan(chat, free_quota=(Grant(models=("cliff",), granted=DAY),))
    found = forecast(of, rng=np.random.default_rng(0), draws=100, card=CARD)
    html = page_html("Plan", report_sections(of, found, CARD, DAY), planner_script())
    across = {"width": 1047, "height": 718}  # A4 at 96 dots an inch, less margins of a centimetre
    watched = Watched(browser.new_context(offline=True, viewport=across).new_page())  # type: ignore[arg-type]
    watched.page.set_content(html)
    watched.page.emulate_media(media="print")
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= across["width"]
    assert not watched.page.locator("input").first.is_visible()
    assert watched.page.locator("#planner-costs").is_visible()


def test_sections_sort_and_the_planner_has_the_models_of_the_plan(
    page: str, browser: Browser
) -> None:
    watched = Watched(browser.new_context(offline=True).new_page())
    watched.page.set_content(page)
    rows = watched.page.locator("#planner-costs tbody tr td:first-child").all_inner_texts()
    assert rows == ["qwen-max", "gpt-5.5"]
    assert watched.page.inner_text("#said-input") == "1,000"  # as the plan has it
    watched.page.get_by_role("button", name="mean").first.click()
    assert watched.said == []


def test_a_report_begins_with_what_it_comes_to(page: str, browser: Browser) -> None:
    found = forecast(PLAN, rng=np.random.default_rng(0), draws=500, at=DAY, card=builtin_card())
    watched = Watched(browser.new_context(offline=True).new_page())
    watched.page.set_content(page)
    total = found.totals[0].total
    assert watched.page.inner_text(".total") == (
        f"{amount(total.p50)} USD in the middle; "
        f"{amount(total.p10)} to {amount(total.p90)} in eight of ten draws"
    )
    assert "2026-12 to 2027-01. Forecast of 2026-12-01." in watched.page.inner_text("main")


def test_nothing_uncertain_has_no_range() -> None:
    of = plan()
    found = forecast(of, rng=np.random.default_rng(0), draws=100, at=DAY)
    (summary, *_) = report_sections(of, found, builtin_card(), DAY)
    assert "draws" not in summary.html
    assert "<strong>" in summary.html


def test_a_prompt_that_cannot_be_counted_leaves_the_sliders_where_they_are() -> None:
    of = plan(workload(input=Size(shape=Prompt("{", "broken.json"))))
    found = forecast(of, rng=np.random.default_rng(0), draws=100, at=DAY)
    sections = report_sections(of, found, builtin_card(), DAY)
    assert 'name="input" min="0" max="1000" step="1" data-scale="log" data-most="2000000"' in (
        sections[-2].html
    )
    assert f'data-start="{Settings().input}"' in sections[-2].html


def test_a_plan_with_free_quota_shows_how_it_runs_down() -> None:
    chat = workload(models=("cliff",), region="cn")
    of = plan(chat, free_quota=(Grant(models=("cliff",), granted=DAY),))
    found = forecast(of, rng=np.random.default_rng(0), draws=100, card=CARD)
    titles = [one.title for one in report_sections(of, found, CARD, DAY)]
    at = titles.index("Free quota")
    assert titles[at + 1] == "Free quota left, at the beginning of a day"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_is_read_on_what_is_below_it(page: str, browser: Browser, scheme: str) -> None:
    context = browser.new_context(offline=True, color_scheme=scheme)  # type: ignore[arg-type]
    watched = Watched(context.new_page())
    watched.page.set_content(page)
    found = contrast.texts(watched.page)
    assert len(found) > 80
    assert [(text, least) for text, least in found if least < contrast.LEAST] == []


def test_where_a_price_was_read_is_said_and_where_there_is_none() -> None:
    of = plan(workload(models=("qwen-long",), region="intl"), workload(name="b"))
    found = forecast(of, rng=np.random.default_rng(0), draws=100, at=DAY)
    *_, sources = report_sections(of, found, builtin_card(), DAY)
    assert ">no price<" in sources.html
    assert "https://" in sources.html
