from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from io import BytesIO

import pytest

from tokest.errors import FileFormatError, InputError
from tokest.plan.abnormal import UsageDay
from tokest.plan.usage_days import days_of, holds_days, read_usage_days
from tokest.rates.load import builtin_card
from tokest.usage.context import Context
from tokest.usage.reading import Reading
from tokest.usage.source import Source
from usage import month

MORE = ("-1", "x", "")
DAY = UsageDay(day=date(2026, 11, 20), model="qwen-max", amount=Decimal(1200))


@pytest.mark.parametrize(
    "text",
    [
        "day,model,amount\n2026-11-20,qwen-max,1200\n",
        '\ufeffday;model;amount\n2026/11/20;qwen-max;"1,200"\n',
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
        ("day,model,amount\n2026-11-20,m,1,200\n", "u:2: has 4 fields, the heading 3"),
        ("day,model,amount,batch\n2026-11-20,m,1,maybe\n", "u:2: batch: expected yes or no"),
    ],
)
def test_other_files_are_refused(text: str, message: str) -> None:
    with pytest.raises((InputError, FileFormatError), match=message):
        read_usage_days("u", text)


def test_a_hostile_table_lists_some_problems_only() -> None:
    with pytest.raises(FileFormatError) as error:
        read_usage_days("u.csv", "day,model,amount\n" + "x,y,z\n" * 10_000)
    assert len(error.value.problems) == 20


def days_in(raw: bytes) -> tuple[UsageDay, ...]:
    source = Source(name="file", open=partial(BytesIO, raw))
    return days_of(Reading(context=Context(card=builtin_card())).records([source]))


def test_a_bill_and_a_log_of_the_same_calls_use_the_same_quota() -> None:
    made = month.calls(times=80)
    billed, logged = days_in(month.bill(month.rows(made))), days_in(month.log(made))
    live = [call for call in made if not call.batch]
    total = sum(call.usage.input_tokens + call.usage.output_tokens for call in live)
    assert sum(day.amount for day in billed if day.noun == "token") == total
    assert {day.noun for day in billed} >= {"token", "image", "second"}
    assert by_model(billed) == by_model(logged)


def by_model(days: tuple[UsageDay, ...]) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for day in days:
        key = day.model.rpartition("/")[2], day.noun
        found[key] = found.get(key, Decimal(0)) + day.amount
    return found


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"day,model,amount\n1", True),
        (b"day;model;amount\n1", True),
        (b'\xef\xbb\xbf"date","model","input_tokens"\r\n', True),
        (b'{"day": "2026-11-20", "model": "m", "amount": 1}\n', True),
        (b'{"model": "m", "usage": {"prompt_tokens": 1}}\n', False),
        (b"{broken", False),
        (b"[1]", False),
        (b"\xff\xfe", False),
    ],
)
def test_a_table_of_days_is_told_from_bills_and_logs(head: bytes, expected: bool) -> None:  # noqa: FBT001
    assert holds_days(head, "u") is expected
