from __future__ import annotations

from decimal import Decimal

import pytest

from tokest.errors import FileFormatError
from usage.files import reading, source

USAGE = (
    "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,"
    "usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,"
    "usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,"
    "web_search_count,inference_geo,speed\n"
    "2026-10-31 02:00,claude-opus-5-5,super,Default,batch,> 200k,189,61,5,7,675,2,us,fast\n"
)
COSTS = (
    "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,"
    "list_price_usd,cost_type,inference_geo,speed\n"
    "2026-10-31,Claude Opus 5.5,Default,super,standard,≤ 200k,input_cache_read,0.10,0.20,token,,\n"
    "2026-10-31,Claude Opus 5.5,Default,super,standard,≤ 200k,,0.30,0.30,web_search,,\n"
)


def test_tokens_are_split_as_the_export_has_them() -> None:
    found = list(reading().records([source("usage.csv", USAGE)]))
    assert {one.meter.unit: one.quantity for one in found} == {
        "input": 189,
        "cache_write": 61,
        "cache_write_1h": 5,
        "cache_read": 7,
        "output": 675,
        "calls": 2,
    }
    meter = found[0].meter
    assert (meter.matched, meter.tier, meter.batch) == ("anthropic/claude-opus-5-5", 200, True)
    assert (meter.key, meter.workspace, meter.channel) == ("super", "Default", "fast")


def test_costs_have_a_list_price_beside_them() -> None:
    first, second = reading().records([source("cost.csv", COSTS)])
    assert (first.net, first.gross, first.currency) == (Decimal("0.10"), Decimal("0.20"), "USD")
    assert (first.meter.matched, first.meter.unit) == ("anthropic/claude-opus-5-5", "cache_read")
    assert second.meter.unit == "cost"


def test_what_is_no_number_is_named_with_its_place() -> None:
    with pytest.raises(FileFormatError, match=r"usage.csv:2: cannot be read as a number"):
        list(reading().records([source("usage.csv", USAGE.replace("675", "67x"))]))


def test_a_cost_that_is_no_number_is_named_with_its_place() -> None:
    with pytest.raises(FileFormatError, match=r"cost.csv:2: cannot be read as a number"):
        list(reading().records([source("cost.csv", COSTS.replace("0.10", "much"))]))


@pytest.mark.parametrize("name", ["usage_input_tokens_uncached", "usage_input_tokens_cache_new"])
def test_tokens_that_would_not_be_counted_are_refused(name: str) -> None:
    text = USAGE.replace("usage_input_tokens_cache_read", name)
    with pytest.raises(FileFormatError, match=rf"usage.csv:1: has {name}, and the columns"):
        list(reading().records([source("usage.csv", text)]))
