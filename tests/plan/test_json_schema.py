from __future__ import annotations

import json

from tokest.plan.json_schema import plan_schema
from tokest.rates.load import builtin_card


def test_the_schema_knows_every_key_and_closes_every_mapping() -> None:
    found = plan_schema(builtin_card())
    workload = found["properties"]["workloads"]["items"]
    assert workload["additionalProperties"] is False
    assert "growth_per_month" in workload["properties"]
    number, mapping = workload["properties"]["input"]["anyOf"]
    assert number["type"] == "number"
    assert set(mapping["properties"]) >= {"mean", "p90", "sample", "file", "log", "column"}
    assert json.loads(json.dumps(found)) == found
