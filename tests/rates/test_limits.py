from __future__ import annotations

from datetime import date

import pytest

from tokest.rates.card import Limits, Model
from tokest.rates.limits import fit
from tokest.units import Usage

DAY = date(2026, 1, 1)


def model(**limits: int) -> Model:
    known = Limits(source="https://a.example", checked=DAY, **limits)
    return Model(id="m", lifecycle="current", rates=(), limits=known)


@pytest.mark.parametrize(
    ("usage", "ok"),
    [
        (Usage(input_tokens=90, output_tokens=10), True),
        (Usage(input_tokens=91, output_tokens=0), False),
        (Usage(input_tokens=0, output_tokens=21), False),
        (Usage(input_tokens=90, output_tokens=11), False),
    ],
)
def test_each_limit_is_inclusive(usage: Usage, ok: bool) -> None:  # noqa: FBT001  # expected value
    limited = model(max_input=90, max_output=20, context_window=100)
    assert fit(limited, usage).ok is ok


def test_thinking_has_its_own_limits() -> None:
    limited = model(max_input=90, max_input_thinking=80, max_output=9, max_output_thinking=99)
    usage = Usage(input_tokens=85, output_tokens=50)
    assert fit(limited, usage, thinking=True).reasons == ("85 input tokens > max input 80",)
    assert fit(limited, usage).reasons == ("50 output tokens > max output 9",)


def test_without_any_limit_nothing_is_known() -> None:
    assert fit(model(), Usage(input_tokens=10**9)).ok is None
    assert fit(Model(id="m", lifecycle="current", rates=()), Usage()).ok is None
