"""Every value that a public function gives is shown by a notebook, and leaves as data."""

from __future__ import annotations

import inspect
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter

import tokest as tk
from plans import between, plan, workload
from tokest.plan.abnormal import UsageDay, find_abnormal
from tokest.plan.advice.advise import advise
from tokest.plan.batches import estimate_batch
from tokest.plan.quota_table import Quotas, quota_rows
from tokest.plan.scenarios import compare_scenarios
from tokest.prompts.conversation import grow
from tokest.prompts.output import output
from tokest.render.formats import render
from tokest.render.table import Report
from tokest.usage.calibrating import calibrate
from tokest.usage.days import Span
from tokest.usage.reconcile.reconciling import Terms, reconcile
from tokest.usage.times import BEIJING
from tokest.usage.totals import total
from tokest.usage.whatif import what_if
from usage import month
from usage.files import reading, source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tokest.render.shown import Shown

HOSTILE = "<img src=x onerror=alert(1)>"
DAY = date(2026, 12, 1)
PLAN = plan(
    workload(name=HOSTILE, models=("qwen-max", "qwen-flash"), requests_per_day=between(50, 90))
)
BODY = {"model": "qwen-plus", "messages": [{"role": "user", "content": "Hi"}]}
LINE = {"custom_id": HOSTILE, "method": "POST", "url": "/v1/chat/completions", "body": BODY}
TAG = re.compile(r"</?([a-z]+)")
TAGS = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "div", "ul", "li", "a"}
DAYS = [
    UsageDay(day=DAY + timedelta(at), model=HOSTILE, amount=Decimal(900 if at == 16 else 100))
    for at in range(21)
]


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def scanned(folder: Path) -> Shown:
    file = folder / "texts.txt"
    file.write_text("one\ntwo words\n", "utf-8")
    return tk.scan([str(file)], models=["qwen-max"])


def linted(folder: Path) -> Shown:
    file = folder / "a.md"
    file.write_text("Hello\u200b World", "utf-8")
    return tk.lint([str(file)])


def reconciled(_: Path) -> Shown:
    here, billed = reading(), reading()
    return reconcile(
        here.records([source("log.jsonl", month.log(month.calls()))]),
        billed.records([source("bill.csv", month.bill(month.rows(month.calls())))]),
        Terms(span=Span(zone=BEIJING)),
        billed.doubles,
    )


def alternatives(_: Path) -> Shown:
    calls = reading().calls([source("log.jsonl", month.log(month.calls()))])
    return what_if(calls, ["qwen-max", "qwen-flash"], card=tk.builtin_card(), region="cn")


def totals(_: Path) -> Shown:
    return total(reading().records([source("log.jsonl", month.log(month.calls()))]), ["model"])


VALUES: dict[str, Callable[[Path], Shown]] = {
    "abnormal days": lambda _: find_abnormal(DAYS),
    "advice": lambda _: advise(PLAN, rng=rng(), draws=200, at=DAY),
    "batch": lambda _: estimate_batch(BytesIO(json.dumps(LINE).encode())),
    "calibrations": lambda _: calibrate(()),
    "card": lambda _: tk.builtin_card(),
    "chunks": lambda _: tk.split(f"{HOSTILE} and more", "gpt-4o", max_tokens=8),
    "comparison": lambda _: tk.compare({HOSTILE: "Hello"}, ["qwen-max", "gpt-5.5"]),
    "conversation": lambda _: grow(9, start=10, user_tokens=5, answer_tokens=90),
    "estimate": lambda _: tk.estimate("Hello", "qwen-max"),
    "estimates": lambda _: tk.estimate_many(["Hello", HOSTILE], ["qwen-max", "claude-opus-5-5"]),
    "explanation": lambda _: tk.explain(HOSTILE, "gpt-4o"),
    "fits": lambda _: tk.fits("Hello", "qwen-max"),
    "forecast": lambda _: tk.forecast(PLAN, rng=rng(), draws=200, at=DAY),
    "lint": linted,
    "models of a forecast": lambda _: tk.forecast(PLAN, rng=rng(), draws=200, at=DAY).tables()[
        "models"
    ],
    "output": lambda _: output({"messages": [], "max_tokens": 500}, "qwen-plus", expected=200),
    "quotas": lambda _: Quotas(at=DAY, rows=quota_rows(tk.builtin_card(), None, None, DAY)),
    "receipt": lambda _: tk.price(tk.Usage(input_tokens=9), "qwen-max"),
    "reconciliations": reconciled,
    "scan": scanned,
    "scenarios": lambda _: compare_scenarios(PLAN, (plan(workload()),), draws=200, at=DAY),
    "totals": totals,
    "truncated": lambda _: tk.truncate(f"{HOSTILE} and more", "gpt-4o", max_tokens=12),
    "what if": alternatives,
}
every_value = pytest.mark.parametrize("make", VALUES.values(), ids=VALUES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("displayed")


@every_value
def test_a_notebook_shows_text_and_a_table(make: Callable[[Path], Shown], folder: Path) -> None:
    value = make(folder)
    shown: dict[str, str]
    shown, _ = DisplayFormatter().format(value)  # type: ignore[no-untyped-call]
    assert set(shown) == {"text/plain", "text/html"}
    assert "table" in set(TAG.findall(shown["text/html"])) <= TAGS  # no script, style or picture
    assert shown["text/plain"] == render(Report(schema="", table=value.table(), data=None), "text")
    assert shown == DisplayFormatter().format(make(folder))[0]  # type: ignore[no-untyped-call]


@every_value
def test_it_leaves_as_data(make: Callable[[Path], Shown], folder: Path) -> None:
    value = make(folder)
    rows = len(value.to_dicts())
    assert rows == len(value.table().rows)
    assert value.to_arrow().num_rows == rows
    assert len(value.to_pandas()) == rows
    assert value.to_polars().height == rows
    assert value.to_markdown().count("\n| ") >= rows
    assert value.__arrow_c_stream__() is not None


def test_every_function_of_the_package_gives_such_a_value(folder: Path) -> None:
    names = {type(make(folder)).__name__ for make in VALUES.values()}
    functions = (getattr(tk, name) for name in tk.__all__)
    given = {
        one.__name__: one.__annotations__["return"] for one in functions if inspect.isfunction(one)
    }
    assert len(given) > 12
    assert [name for name, kind in given.items() if kind not in names] == ["count"]  # a number
