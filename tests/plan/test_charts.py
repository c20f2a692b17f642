from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from plans import CARD, between, fixed, plan, workload
from tokest.errors import InputError
from tokest.plan.charts import comparison_charts, forecast_charts, output_chart
from tokest.plan.compare import compare
from tokest.plan.forecast import forecast
from tokest.plan.workload import Grant


def test_each_currency_has_a_chart_of_months_and_one_of_drivers() -> None:
    of = plan(workload(requests_per_day=between(50, 90), retry_share=between(0, "0.1")))
    found = forecast_charts(forecast(of, rng=np.random.default_rng(0)))
    assert list(found) == ["cost_USD", "drivers_USD"]
    months = found["cost_USD"].spec["data"]["values"]
    assert [row["day"] for row in months] == ["2026-12-01", "2027-01-01"]
    assert all(row["low"] < row["value"] < row["high"] for row in months)
    bars = found["drivers_USD"].spec["data"]["values"]
    assert [bar["label"] for bar in bars] == ["chat: requests per day", "chat: retry share"]
    assert all(bar["low"] <= bar["value"] <= bar["high"] for bar in bars)
    assert json.loads(json.dumps(found["cost_USD"].spec)) == found["cost_USD"].spec


def test_a_certain_plan_has_no_chart_of_drivers() -> None:
    found = forecast(plan(), rng=np.random.default_rng(0))
    assert list(forecast_charts(found)) == ["cost_USD"]
    assert found.plot() == forecast_charts(found)


def test_currencies_are_never_in_one_chart() -> None:
    found = compare("Hello World", ["qwen-max", "gpt-5.5", "qwen-long"], output_tokens=10)
    charts = comparison_charts(found)
    assert [row["label"] for row in charts["USD"].spec["data"]["values"]] == ["qwen-max", "gpt-5.5"]
    assert [row["label"] for row in charts["CNY"].spec["data"]["values"]] == ["qwen-long"]


def test_a_model_that_does_not_fit_has_no_point() -> None:
    assert comparison_charts(compare("你好" * 40_000, ["qwen-max"])) == {}


def test_lines_cross_where_two_models_cost_the_same() -> None:
    found = output_chart(["qwen3.7-flash", "qwen-max"], 1_000, 2_000)
    assert len(found.spec["data"]["values"]) == 6
    assert len(found.spec["layer"]) == 1  # one is cheaper at every length
    crossed = output_chart(["qwen3.7-flash", "qwen-flash"], 10_000, 2_000, region="cn")
    (mark,) = crossed.spec["layer"][1]["data"]["values"]
    assert (mark["series"], round(mark["x"])) == ("qwen3.7-flash = qwen-flash", 714)


@pytest.mark.parametrize(
    ("models", "message"),
    [
        (["qwen-max", "qwen-long"], "models: are priced in CNY and USD"),
        (["wan2.6-t2i"], "wan2.6-t2i: has no price"),
    ],
)
def test_what_cannot_be_drawn_together_is_refused(models: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        output_chart(models, 1_000, 2_000)


def test_free_quota_has_a_chart_until_it_is_used_up() -> None:
    chat = workload(models=("cliff",), region="cn", requests_per_day=fixed(100))
    of = plan(chat, free_quota=(Grant(models=("cliff",), granted=date(2026, 12, 1)),))
    found = forecast(of, rng=np.random.default_rng(0), card=CARD).plot()
    assert list(found) == ["cost_CNY", "quota_chat_cliff"]
    spec = found["quota_chat_cliff"].spec
    assert [one["value"] for one in spec["data"]["values"]][-2:] == [100_000, 0]
    assert spec["layer"][2]["data"]["values"] == [{"day": "2026-12-07", "label": "used up"}]
    assert found["quota_chat_cliff"].to_png().startswith(b"\x89PNG")
