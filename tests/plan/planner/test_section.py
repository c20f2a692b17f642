"""The planner in a real browser: its arithmetic against receipts, and what people do with it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from browser import Watched, chromium
from tokest.plan.planner.prices import model_prices
from tokest.plan.planner.section import (
    SLIDERS,
    Settings,
    plan_cost,
    planner_script,
    planner_section,
)
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.render.page import page_html
from tokest.render.plain import amount
from tokest.units import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

DAY = date(2026, 11, 20)
MODELS = [
    "qwen-plus",  # tiers, thinking prices
    "qwen3.8-max",  # cache prices of its own
    "qwen-flash",
    "deepseek/deepseek-v4-pro",  # no batch
    "claude-haiku-5-5",  # tiers, cache, batch with cache
    "gpt-5.5",
    "gemini-2.5-flash",
    "grok-4.7",
]
BILLION = Decimal(10) ** 9


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    file = tmp_path_factory.mktemp("planner") / "plan.html"
    section = planner_section(MODELS, builtin_card(), at=DAY)
    file.write_text(page_html("Plan", [section], planner_script()), "utf-8")
    with chromium() as browser:
        watched = Watched(browser.new_context(offline=True).new_page())
        watched.page.goto(file.as_uri())
        yield watched


def in_browser(page: Page, model: str, plans: list[Settings]) -> list[str]:
    """Ask the script for costs, and how it writes them."""
    prices = model_prices(find_model(builtin_card(), model), None, DAY)
    asked = [
        {
            "requests": plan.requests,
            "input": plan.input,
            "output": plan.output,
            "thinking": plan.thinking,
            "cached": plan.cached * 10,
            "batch": plan.batch * 10,
        }
        for plan in plans
    ]
    script = """([model, plans]) => plans.map((plan) => {
        for (const name of Object.keys(plan)) plan[name] = BigInt(plan[name]);
        const cost = planCost(model, plan);
        return String(cost) + " " + money(cost);
    })"""
    found: list[str] = page.evaluate(script, [prices, asked])
    return found


PLANS = st.builds(
    Settings,
    requests=st.integers(1, 10**8),
    input=st.one_of(
        st.integers(0, 2 * 10**6), st.sampled_from([128_000, 128_001, 200_000, 200_001, 256_001])
    ),
    output=st.integers(0, 200_000),
    thinking=st.one_of(st.just(0), st.integers(0, 200_000)),
    cached=st.integers(0, 100),
    batch=st.integers(0, 100),
)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=25, deadline=None)
@given(plans=st.lists(PLANS, min_size=1, max_size=20))
@example(plans=[Settings(requests=1, input=size, output=0) for size in (0, 1, 9, 99, 999, 9_999)])
def test_the_script_reckons_as_receipts_do(
    page: Watched, model: str, plans: list[Settings]
) -> None:
    match = find_model(builtin_card(), model)
    costs = [plan_cost(match, plan, None, DAY) for plan in plans]
    found = in_browser(page.page, model, plans)
    assert found == ["null -" if cost is None else written(cost) for cost in costs]


def written(cost: Decimal) -> str:
    nano = int(EXACT.multiply(cost, BILLION).to_integral_value())
    return f"{nano} {amount(Decimal(nano) / BILLION) if nano else '0.00'}"


def costs_shown(page: Page) -> dict[str, str]:
    cells = page.locator("#planner-costs tbody tr").all()
    return {
        row.locator("td").nth(0).inner_text(): row.locator("td").nth(3).inner_text()
        for row in cells
    }


def test_a_slider_changes_the_table_and_the_address(page: Watched) -> None:
    before = costs_shown(page.page)
    slider = page.page.get_by_label("Input from the cache")
    slider.focus()
    page.page.keyboard.press("End")
    after = costs_shown(page.page)
    assert page.page.get_by_label("Input from the cache").get_attribute("aria-valuetext") == "100 %"
    assert after["qwen3.8-max"] != before["qwen3.8-max"]
    assert "cached=100" in page.page.url
    page.page.keyboard.press("Home")
    assert costs_shown(page.page) == before
    assert page.said == []
    assert len(page.asked) == 1


def test_an_address_is_a_plan(page: Watched) -> None:
    page.page.evaluate("location.hash = 'requests=7&input=1000&output=0&batch=bad&cached=999'")
    page.page.wait_for_function("document.getElementById('said-requests').textContent === '7'")
    match = find_model(builtin_card(), "gpt-5.5")
    plan = Settings(requests=7, input=1000, output=0, cached=100)
    cost = plan_cost(match, plan, None, DAY)
    assert cost is not None
    assert costs_shown(page.page)["gpt-5.5"] == amount(cost)
    page.page.evaluate("location.hash = ''")
    page.page.wait_for_function("document.getElementById('said-requests').textContent !== '7'")


def test_without_a_script_the_first_settings_are_priced() -> None:
    section = planner_section(["qwen-max"], builtin_card(), region="intl", at=DAY)
    match = find_model(builtin_card(), "qwen-max")
    cost = plan_cost(match, Settings(), "intl", DAY)
    assert cost is not None
    assert f">{amount(cost)}</td>" in section.html
    assert '<form id="planner" hidden>' in section.html


def test_a_model_that_is_not_offered_is_named() -> None:
    section = planner_section(["qwen-max", "qwen-long"], builtin_card(), region="intl", at=DAY)
    assert "qwen-long" in section.html.partition("<ul")[2]


def test_names_cannot_end_the_script() -> None:
    html = planner_section(["qwen-max"], builtin_card(), at=DAY).html
    inside = html.partition('id="planner-models">')[2].partition("</script>")[0]
    assert "<" not in inside
    loaded: list[dict[str, Any]] = json.loads(inside)
    assert loaded[0]["model"] == "qwen-max"


def test_every_slider_is_a_field_of_the_settings() -> None:
    assert {slider.name for slider in SLIDERS} == set(Settings.__dataclass_fields__) - {"notes"}
