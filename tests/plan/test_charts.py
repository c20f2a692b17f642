from __future__ import annotations

import json

import numpy as np

from plans import between, plan, workload
from tokest.plan.charts import charts
from tokest.plan.forecast import forecast


def test_each_currency_has_a_chart_of_months_and_one_of_drivers() -> None:
    of = plan(workload(requests_per_day=between(50, 90), retry_share=between(0, "0.1")))
    found = charts(forecast(of, rng=np.random.default_rng(0)))
    assert list(found) == ["cost_USD", "drivers_USD"]
    months = found["cost_USD"]["data"]["values"]
    assert [row["month"] for row in months] == ["2026-12-01", "2027-01-01"]
    assert all(row["p10"] < row["p50"] < row["p90"] for row in months)
    bars = found["drivers_USD"]["data"]["values"]
    assert [bar["input"] for bar in bars] == ["chat: requests per day", "chat: retry share"]
    assert json.loads(json.dumps(found)) == found


def test_a_certain_plan_has_no_chart_of_drivers() -> None:
    assert list(charts(forecast(plan(), rng=np.random.default_rng(0)))) == ["cost_USD"]
