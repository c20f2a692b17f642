"""The report of a plan in a real browser."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from browser import Watched, chromium
from plans import between, plan, workload
from tokest.plan.forecast import forecast
from tokest.plan.planner.section import planner_script
from tokest.plan.report import report_sections
from tokest.rates.load import builtin_card
from tokest.render.page import page_html

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


def test_sections_sort_and_the_planner_has_the_models_of_the_plan(
    page: str, browser: Browser
) -> None:
    watched = Watched(browser.new_context(offline=True).new_page())
    watched.page.set_content(page)
    rows = watched.page.locator("#planner-costs tbody tr td:first-child").all_inner_texts()
    assert rows == ["qwen-max", "gpt-5.5"]
    watched.page.get_by_role("button", name="mean").first.click()
    assert watched.said == []


def test_where_a_price_was_read_is_said_and_where_there_is_none() -> None:
    of = plan(workload(models=("qwen-long",), region="intl"), workload(name="b"))
    found = forecast(of, rng=np.random.default_rng(0), draws=100, at=DAY)
    *_, sources = report_sections(of, found, builtin_card(), DAY)
    assert ">no price<" in sources.html
    assert "https://" in sources.html
