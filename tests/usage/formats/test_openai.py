from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tokest.errors import FileFormatError
from usage.files import reading, source

USAGE = (
    "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,"
    "api_key_id,model,batch,service_tier,input_tokens,output_tokens,input_cached_tokens,"
    "input_uncached_tokens,input_text_tokens,output_text_tokens,input_cached_text_tokens,"
    "input_audio_tokens,input_cached_audio_tokens,output_audio_tokens,input_image_tokens,"
    "input_cached_image_tokens,output_image_tokens\n"
    "1790812800,1790899200,2026-10-01T00:00:00+00:00,2026-10-02T00:00:00+00:00,proj_1,10.0,user_1,"
    "key_1,gpt-5.5,FALSE,default,59200.0,10646.0,5760.0,53440.0,53440.0,10646.0,5760.0,100,40,6,"
    "0,0,0\n"
    "1790899200,1790985600,2026-10-02T00:00:00+00:00,2026-10-03T00:00:00+00:00" + "," * 20 + "\n"
)
COSTS = (
    "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,"
    "project_id,organization_id,organization_name\n"
    '1790812800,1790899200,x,y,0.8958740000,usd,"gpt-5.5, cached input",proj_1,org,Personal\n'
    "1790899200,1790985600,x,y,,,,,,\n"
)


def units(text: str, name: str = "usage.csv") -> dict[str, Decimal]:
    records = reading(provider=None).records([source(name, text)])
    return {one.meter.unit: one.quantity for one in records}


def test_a_bucket_is_split_into_what_is_billed_apart() -> None:
    assert units(USAGE) == {
        "input": 53380,
        "input_audio": 60,
        "cache_read": 5760,
        "output": 10640,
        "output_audio": 6,
        "requests": 10,
    }


def test_a_bucket_says_who_and_when() -> None:
    first = next(iter(reading().records([source("usage.csv", USAGE)])))
    assert (first.meter.workspace, first.meter.key) == ("proj_1", "key_1")
    assert (first.meter.matched, first.meter.batch) == ("openai/gpt-5.5", False)
    assert first.start is not None
    assert first.start.isoformat() == "2026-10-01T00:00:00+00:00"


def test_costs_are_money_alone() -> None:
    (found,) = reading().records([source("costs.csv", COSTS)])
    assert (found.net, found.currency) == (Decimal("0.8958740000"), "USD")
    assert found.quantity == 0
    assert (found.meter.model, found.meter.unit) == ("gpt-5.5", "cache_read")


def bucket(value: object) -> str:
    result = {"amount": {"value": value, "currency": "usd"}, "line_item": "gpt-5.5, input"}
    one = {"object": "bucket", "start_time": 1790812800, "end_time": 1790899200}
    return json.dumps({"object": "page", "data": [{**one, "results": [result]}]}, indent=1)


def test_the_costs_api_answers_the_same() -> None:
    (found,) = reading().records([source("costs.json", bucket(0.06))])
    assert (found.net, found.currency, found.meter.unit) == (Decimal("0.06"), "USD", "input")


@pytest.mark.parametrize("value", ["much", float("nan"), [1], {}])
def test_a_bucket_that_is_none_is_named(value: object) -> None:
    with pytest.raises(FileFormatError, match=r"costs.json: bucket 1 is no bucket of openai-costs"):
        list(reading().records([source("costs.json", bucket(value))]))


def test_a_time_that_is_none_is_named_with_its_place() -> None:
    with pytest.raises(FileFormatError, match=r"usage.csv:2: .*'soon'"):
        units(USAGE.replace("1790812800", "soon", 1))


def test_more_cached_than_read_is_an_error() -> None:
    with pytest.raises(FileFormatError, match=r"usage.csv:2: input is -"):
        units(USAGE.replace("59200.0", "10"))


def test_a_cost_that_is_no_number_is_named_with_its_place() -> None:
    with pytest.raises(FileFormatError, match=r"costs.csv:2: cannot be read as a number"):
        list(reading().records([source("costs.csv", COSTS.replace("0.8958740000", "much"))]))
