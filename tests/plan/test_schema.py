from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from plans import CARD
from tokest.errors import FileFormatError, InputError
from tokest.plan.schema import read_plan
from tokest.plan.workload import Fixed, Plan, Prompt, Range, Sample, Skewed
from tokest.rates.load import builtin_card
from tokest.resources import data_file

HEAD = "version: 1\nname: test\nstart: 2026-12-01\nend: 2027-02-01\nworkloads:\n"
PLAIN = "name: chat, models: [qwen-max], input: 900, output: 300, requests_per_day: 100"
GRANT = "free_quota: [{models: ['*'], granted: 2026-12-01, amount: 9, days: 9"
FILES = {"a.md": "Hello World", "log.csv": "model,input\nm,30\nm,10\n", "empty.csv": ""}


def file_text(name: str) -> str:
    if name not in FILES:
        raise InputError(name, "no such file")
    return FILES[name]


def read(text: str) -> Plan:
    return read_plan(text, "plan.yaml", builtin_card(), file_text)


def with_workload(more: str = "", **changes: str) -> Plan:
    parts = dict(part.split(": ", 1) for part in PLAIN.split(", ")) | changes
    inner = ", ".join(f"{key}: {value}" for key, value in parts.items())
    return read(f"{HEAD}  - {{{inner}{', ' + more if more else ''}}}\n")


def problems(text: str) -> list[str]:
    with pytest.raises(FileFormatError) as error:
        read(text)
    return [line.split(":", 1)[1] for line in error.value.problems]


def complaint(more: str = "", **changes: str) -> str:
    with pytest.raises(FileFormatError) as error:
        with_workload(more, **changes)
    (line,) = error.value.problems
    assert line.startswith("plan.yaml:6:")
    return line.split(": ", 1)[1]


def test_a_plan_is_read_into_plain_values() -> None:
    found = with_workload("growth_per_month: {low: 0, high: 0.1}, weekdays: {sun: 0.5}")
    (chat,) = found.workloads
    assert (found.start, found.end, found.name) == (date(2026, 12, 1), date(2027, 2, 1), "test")
    assert chat.requests_per_day == Fixed(Decimal(100))
    assert chat.growth_per_month == Range(Decimal(0), Decimal("0.1"))
    assert chat.weekdays == (*[Decimal(1)] * 6, Decimal("0.5"))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("900", Fixed(Decimal(900))),
        ("{tokens: 900}", Fixed(Decimal(900))),
        ("{mean: 900, p90: 1500}", Skewed(Decimal(900), Decimal(1500))),
        ("{sample: [3, 1]}", Sample((1, 3), "the plan")),
        ("{file: a.md}", Prompt("Hello World", "a.md")),
        ("{log: log.csv, column: input}", Sample((10, 30), "log.csv")),
    ],
)
def test_a_size_may_be_given_in_many_ways(text: str, shape: object) -> None:
    assert with_workload(input=text).workloads[0].input.shape == shape


def test_all_problems_come_at_once_each_with_its_line() -> None:
    found = problems(
        """version: 1
name: test
start: 2027-12-01
end: 2026-12-01
workloads:
  - name: chat
    models: [qwen-trubo, qwen-max]
    input: {mean: 900, p90: 300}
    output: -5
    requests_per_day: {low: 9, high: 3}
    batch_share: 1.5
    turns: 3
    growht_per_month: 0.1
budgets:
  - {amount: 5, currency: yuan, per: week}
"""
    )
    assert found.pop(0) == "4:6: the plan ends on 2026-12-01, before it starts on 2027-12-01"
    assert found[0].startswith("7:14: unknown model 'qwen-trubo' (nearest: qwen-turbo")
    assert found[1:] == [
        "8:29: no such lognormal distribution: p90 300 is below the mean 900: give at least 900",
        "9:13: must be between 0 and 100,000,000, got '-5'",
        "10:29: low 9 is above high 3",
        "11:18: must be between 0 and 1, got '1.5'",
        "12:12: say how many tokens each later message adds: turn_input",
        "13:5: unknown key 'growht_per_month', did you mean 'growth_per_month'?",
        "15:27: 'yuan' does not look like a currency such as USD",
        "15:38: 'week' is not one of day, month, plan",
    ]


@pytest.mark.parametrize(
    ("more", "changes", "message"),
    [
        ("", {"models": "[]"}, "expected at least 1 item(s)"),
        ("", {"input": "{mean: 900, p90: 9000}"}, "p90 9000 is more than 2.27 times the mean"),
        ("", {"input": "{mean: 900}"}, "give one of: tokens; mean and p90; sample; file; log and"),
        ("", {"input": "{file: b.md}"}, "b.md: no such file"),
        ("", {"input": "{log: log.csv, column: inptu}"}, "did you mean 'input'?"),
        ("", {"input": "{log: empty.csv, column: input}"}, "empty.csv: the log is empty"),
        ("", {"requests_per_day": "{low: 4}"}, "give a number, {low: ..., high: ...} or {mean:"),
        ("", {"requests_per_day": "{mean: 0, p90: 0}"}, "mean of a lognormal distribution is abo"),
        ("turns: 3", {}, "say how many tokens each later message adds: turn_input"),
        ("turn_input: 3", {}, "turn_input goes with turns above 1"),
        ("thinking_share: 0.5", {}, "say how long it thinks: thinking_tokens"),
        ("thinking_tokens: 50", {}, "say how often it thinks: thinking_share"),
        ("cache: {share: 0.5, prefix_tokens: 5}", {}, "give share or prefix_tokens, one of them"),
        ("cache: {share: 0.5, history: true}", {}, "history goes with prefix_tokens"),
        ("cache: {prefix_tokens: 1000}", {}, "the prefix of 1,000 tokens is longer than the inpu"),
        ("least_quality: 0.5", {}, "no model has a quality: give quality scores"),
        ("start: 2027-01-05, end: 2027-01-01", {}, "ends on 2027-01-01, before it starts on"),
        ("start: 2028-01-05", {}, "starts on 2028-01-05, after the plan has ended on 2027-02-01"),
        ("end: 2026-11-05", {}, "ends on 2026-11-05, before the plan starts on 2026-12-01"),
        (
            "weekdays: {mon: 1000}, growth_per_month: 9",
            {"requests_per_day": "1e9"},
            "up to 1.00e+14",
        ),
        ("region: mars", {}, "model 'qwen-max' has no rate in region 'mars'"),
        ("", {"input": "50000"}, "50,000 input tokens in every request > max input 30,720 of qwen"),
        (
            "",
            {"input": "30000", "output": "8000"},
            "38,000 input and output tokens > context window 32,768 of qwen-max",
        ),
        (
            "thinking_share: 1, thinking_tokens: 90000",
            {"models": "[qwen-plus]"},
            "90,000 tokens in every request > max reasoning 81,920 of qwen-plus",
        ),
        ("", {"output": "9000"}, "9,000 output tokens in every request > max output 8,192 of qwen"),
        (
            "turns: 100, turn_input: 100",
            {},
            "40,500 input tokens, the last of 100 turns, in every request > max input 30,720",
        ),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    more: str, changes: dict[str, str], message: str
) -> None:
    assert message in complaint(more, **changes)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("budgets: [{amount: 5, currency: CNY, per: day, workload: caht}]", "there is 'chat'"),
        (
            "budgets: [{amount: 5, currency: CNY, per: day, model: gpt-5}]",
            "no workload uses 'gpt-5': they use qwen-max",
        ),
        ("budgets: [{amount: 0, currency: CNY, per: day}]", "a budget of 0 is always exceeded"),
        (
            f"{GRANT}, off_on: 2027-01-01}}]",
            "off_on switches off what is on: give only: true",
        ),
        (
            f"{GRANT}, only: true, off_on: 2026-01-01}}]",
            "is before the quota was granted on 2026-12-01",
        ),
        (
            "free_quota: [{models: ['*'], granted: 2026-12-01, left: 9, amount: 5, days: 9}]",
            "more is left than the 5 that were granted",
        ),
        (
            "free_quota: [{models: ['gpt*'], granted: 2026-12-01}]",
            "names no model of the plan: it uses qwen-max",
        ),
        (
            "free_quota: [{models: ['qwen*'], granted: 2026-12-01}]",
            "no free quota of qwen-max in intl is on record: give its amount and days",
        ),
        (
            "exchange: [{base: CNY, quote: CNY, rate: 1, day: 2026-11-20}]",
            "exchange rate: CNY to itself",
        ),
    ],
)
def test_what_surrounds_workloads_is_checked(more: str, message: str) -> None:
    (found,) = problems(f"{HEAD}  - {{{PLAIN}}}\n{more}\n")
    assert found.startswith("7:")
    assert message in found


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("2027-01-01", "2027-01-01", "the plan ends on 2027-01-01, before it starts on 2027-01-01"),
        ("2027-01-01", "2099-01-01", "the plan is longer than 3,660 days"),
    ],
)
def test_a_plan_has_a_span_of_days(start: str, end: str, message: str) -> None:
    text = HEAD.replace("2026-12-01", start).replace("2027-02-01", end)
    (found,) = problems(f"{text}  - {{{PLAIN}}}\n")
    assert message in found


def test_two_workloads_of_one_name_are_refused() -> None:
    (found,) = problems(f"{HEAD}  - {{{PLAIN}}}\n  - {{{PLAIN}}}\n")
    assert found == "7:12: two workloads are called 'chat'"


def test_a_day_without_a_rate_is_refused() -> None:
    rate = CARD.providers[0].models[0].rates[1]
    late = replace(CARD.providers[0].models[0], rates=(replace(rate, start=date(2027, 1, 16)),))
    card = replace(CARD, providers=(replace(CARD.providers[0], models=(late,)),))
    text = f"{HEAD}  - {{{PLAIN.replace('qwen-max', 'cliff')}}}\n"
    with pytest.raises(FileFormatError, match="6:27: model 'cliff' has no rate in region 'cn'"):
        read_plan(text, "plan.yaml", card, file_text)


def test_the_first_plan_that_is_printed_is_one() -> None:
    text = data_file("plan.yaml").read_text("utf-8")
    assert [workload.name for workload in read(text).workloads] == [
        "support chat",
        "nightly summaries",
    ]


def test_whole_workloads_are_checked_beside_one_that_cannot_be_read() -> None:
    text = (
        HEAD + "  - {name: bad, models: [qwen-max], input: x, output: 1, requests_per_day: 1}\n"
        f"  - {{{PLAIN}, region: mars}}\n  - {{{PLAIN}, start: 2027-03-01}}\n"
    )
    number, region, twice, late = problems(text)
    assert (number[:2], region[:2], twice[:5], late[:2]) == ("6:", "7:", "8:12:", "8:")
    assert number.endswith("expected a number, got 'x'")
    assert "model 'qwen-max' has no rate in region 'mars'" in region
    assert twice.endswith("two workloads are called 'chat'")
    assert "starts on 2027-03-01, after the plan has ended" in late


def test_what_surrounds_workloads_is_checked_beside_what_cannot_be_read() -> None:
    budget = "budgets: [{amount: 9, currency: USD, per: month, workload: chatt}]\n"
    found = problems(f"{HEAD}  - {{{PLAIN}}}\n{budget}exchange: [{{base: USD}}]\n")
    assert [line.partition(": ")[2] for line in found] == [
        "no workload 'chatt', there is 'chat'",
        "missing quote, rate, day",
    ]
