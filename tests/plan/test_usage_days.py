from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tokest.errors import FileFormatError, InputError
from tokest.plan.abnormal import UsageDay
from tokest.plan.usage_days import read_usage_days

MORE = ("-1", "x", "")
DAY = UsageDay(day=date(2026, 11, 20), model="qwen-max", amount=Decimal(1200))


@pytest.mark.parametrize(
    "text",
    [
        "day,model,amount\n2026-11-20,qwen-max,1200\n",
        "date,model,input_tokens,output_tokens\n2026-11-20,qwen-max,1000,200\n",
        '{"day": "2026-11-20T10:00:00Z", "model": "qwen-max", "amount": 1200}\n',
        '{"day": "2026-11-20", "model": "qwen-max", "amount": 1200, "batch": false}\n\n',
    ],
)
def test_usage_is_read_from_csv_and_json_lines(text: str) -> None:
    assert read_usage_days("usage", text) == (DAY,)


def test_batch_files_are_left_out() -> None:
    text = "day,model,amount,batch\n2026-11-20,qwen-max,1200,false\n2026-11-20,qwen-max,9,true\n"
    assert read_usage_days("usage", text) == (DAY,)


def test_every_problem_has_its_line() -> None:
    rows = ("day,model,amount", "soon,m,1", "2026-11-20,,1", *(f"2026-11-20,m,{x}" for x in MORE))
    text = "\n".join(rows) + "\n"
    with pytest.raises(FileFormatError) as error:
        read_usage_days("u.csv", text)
    assert error.value.problems == (
        "u.csv:2: expected a column day such as 2026-11-20, got 'soon'",
        "u.csv:3: expected a column model with a name",
        "u.csv:4: expected an amount of 0 or more, got -1",
        "u.csv:5: expected a number, got 'x'",
        "u.csv:6: expected a column amount, or input_tokens and output_tokens",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the table is empty"),
        ("{\n", "u:1: not valid JSON"),
        ("{}\n[]\n", "u:2: expected an o"),
    ],
)
def test_other_files_are_refused(text: str, message: str) -> None:
    with pytest.raises((InputError, FileFormatError), match=message):
        read_usage_days("u", text)


def test_a_hostile_table_lists_some_problems_only() -> None:
    with pytest.raises(FileFormatError) as error:
        read_usage_days("u.csv", "day,model,amount\n" + "x,y,z\n" * 10_000)
    assert len(error.value.problems) == 20
