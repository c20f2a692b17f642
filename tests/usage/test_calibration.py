from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.errors import FileFormatError, InputError
from tokest.prompts.estimate import estimate
from tokest.usage.calibration import (
    Answers,
    Backtest,
    Calibration,
    apply,
    apply_any,
    dump_calibrations,
    parse_calibrations,
)

MADE = Calibration(
    model="qwen-max",
    method="exact",
    encoding="qwen",
    overhead=Decimal("11.25"),
    slope=Decimal("1.02"),
    overhead_error=Decimal("0.5"),
    slope_error=Decimal("0.001"),
    covariance=Decimal("-0.0001"),
    spread=Decimal("0.2"),
    pairs=200,
    left_out=12,
    first=date(2026, 10, 1),
    last=date(2026, 10, 31),
    drift="the later half is +5.0 tokens off",
    backtest=Backtest(pairs=60, error_before=Decimal(20), error_after=Decimal("2.5")),
    answers=(
        Answers(prompt_class='a "b": c', answers=9, p10=1, p50=2, p90=3, mean=Decimal("2.25")),
    ),
)
TEXT = "你是谁？ " * 200


def test_an_estimate_is_corrected_and_says_so() -> None:
    bare = estimate(TEXT, "qwen-max")
    found = apply(bare, MADE)
    assert found.tokens is not None
    assert found.high is not None
    assert found.low < found.tokens < found.high
    assert (found.method, found.level) == ("measured", 0.9)
    assert found.assumptions[-1] == (
        "qwen-max calibrated: 11.25 + 1.0200 x estimate, from 200 billed calls of 2026-10-01 to "
        "2026-10-31; the later half is +5.0 tokens off"
    )
    assert bare.tokens is not None
    assert found.tokens == round(11.25 + 1.02 * bare.tokens)
    assert sum(part.tokens or 0 for part in found.parts) == found.tokens
    assert sum(part.low for part in found.parts) == found.low
    assert sum(part.high or 0 for part in found.parts) == found.high


def test_a_calibration_may_be_given_where_one_estimates() -> None:
    assert estimate(TEXT, "qwen-max", calibration=MADE) == apply(estimate(TEXT, "qwen-max"), MADE)


def test_requests_and_texts_are_not_calibrated_alike() -> None:
    request = estimate([{"role": "user", "content": TEXT}], "qwen-max")
    with pytest.raises(InputError, match=r"is of texts, .* of a request: .* --count request"):
        apply(request, MADE)
    of_requests = replace(MADE, of="request", method=request.method)
    assert apply(request, of_requests).method == "measured"
    with pytest.raises(InputError, match="calibrate with --count text"):
        apply(estimate(TEXT, "qwen-max"), of_requests)


def test_a_count_of_which_a_part_is_not_known_stays_unknown() -> None:
    bare = replace(estimate(TEXT, "qwen-max"), tokens=None, high=None)
    found = apply(bare, MADE)
    assert found.tokens is None
    assert found.assumptions[-1].endswith("a part of the count is not known")


@given(st.integers(0, 300))
def test_the_range_holds_the_count_and_is_never_negative(repeats: int) -> None:
    found = apply(estimate("a b " * repeats, "qwen-max"), MADE)
    assert found.tokens is not None
    assert found.high is not None
    assert 0 <= found.low <= found.tokens <= found.high


def test_a_calibration_of_something_else_is_refused() -> None:
    with pytest.raises(InputError, match="is of qwen-max, not of gpt-4o"):
        apply(estimate("a", "gpt-4o"), MADE)
    with pytest.raises(InputError, match=r"is of the method 'exact', .*: use --method exact"):
        apply(estimate("a", "qwen-max", method="table"), MADE)
    with pytest.raises(InputError, match=r"is of qwen3\.5, and this estimate of qwen"):
        apply(estimate("a", "qwen-max"), replace(MADE, encoding="qwen3.5"))


def test_a_model_without_a_calibration_says_so() -> None:
    bare = estimate("a", "gpt-4o")
    found = apply_any(bare, [MADE])
    assert found.tokens == bare.tokens
    assert found.assumptions[-1] == "gpt-4o is not calibrated (calibrated: qwen-max)"
    assert apply_any(estimate("a", "qwen-max"), [MADE]) == apply(estimate("a", "qwen-max"), MADE)


def test_a_file_is_read_back_as_it_was_written() -> None:
    plain = replace(MADE, method=None, encoding=None, first=None, last=None, drift=None, answers=())
    assert parse_calibrations(dump_calibrations([MADE, plain]), "c.yaml") == (MADE, plain)


def test_a_wrong_file_names_every_problem() -> None:
    text = dump_calibrations([MADE]).replace("slope:", "slop:").replace("pairs: 200", "pairs: many")
    with pytest.raises(FileFormatError) as caught:
        parse_calibrations(text, "c.yaml")
    assert any("unknown key 'slop', did you mean 'slope'?" in one for one in caught.value.problems)
    assert any("expected a number, got 'many'" in one for one in caught.value.problems)
