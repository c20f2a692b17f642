from __future__ import annotations

import numpy as np

from plans import between, plan, workload
from tokest.plan.forecast import forecast
from tokest.plan.tables import forecast_tables, months_table


def test_a_certain_plan_has_months_and_models_alone() -> None:
    found = forecast(plan(), rng=np.random.default_rng(0))
    assert list(forecast_tables(found)) == ["months", "models"]
    assert found.table() == months_table(found)
    assert [row[0] for row in months_table(found).rows] == ["2026-12", "2027-01", "total"]
    assert months_table(found).title.endswith("(nothing in it is uncertain)")


def test_what_is_uncertain_has_a_table_of_drivers() -> None:
    of = plan(workload(requests_per_day=between(50, 90)))
    found = forecast(of, rng=np.random.default_rng(0), draws=500)
    laid = forecast_tables(found)
    assert [row[0] for row in laid["drivers"].rows] == ["chat: requests per day"]
    assert "(500 draws)" in laid["months"].title


def test_a_workload_without_a_price_is_named_and_in_no_total() -> None:
    of = plan(workload(models=("qwen-max",)), workload(name="dark", models=("wan2.6-t2i",)))
    found = forecast(of, rng=np.random.default_rng(0))
    assert any("dark" in note for note in months_table(found).notes)
