from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from tokest.errors import FileFormatError
from tokest.usage.calibrating import (
    LEAST_PAIRS,
    Made,
    Outcome,
    Pair,
    calibrate,
    is_pairs,
    pairs_of,
    read_pairs,
)
from tokest.usage.tables import heading_of
from usage.files import reading, source

START = datetime(2026, 10, 1, tzinfo=UTC)


def pairs(
    count: int = 200,
    *,
    overhead: float = 11,
    slope: float = 1.05,
    later: float = 0,
    wrong: int = 20,
) -> list[Pair]:
    """Simulate pairs over a month; every `wrong`-th is an outlier."""
    draw = Random(count)  # noqa: S311  # a test's dice
    found = []
    for number in range(count):
        estimate = draw.randrange(40, 4000)
        exact = overhead + slope * estimate + (later if number >= count / 2 else 0)
        billed = (
            exact * 3 if number % wrong == wrong - 1 else exact + draw.gauss(0, 0.2) * estimate**0.5
        )
        at = START + timedelta(hours=3 * number)
        found.append(
            Pair(
                model="qwen-plus",
                estimate=estimate,
                billed=round(billed),
                at=at,
                output=draw.randrange(100, 300),
                prompt_class=draw.choice(("mail", "chat")),
            )
        )
    return found


def only(found: tuple[Outcome, ...]) -> Outcome:
    (one,) = found
    return one


def test_the_line_is_recovered_from_200_pairs_with_outliers() -> None:
    one = only(calibrate(pairs(), Made(method="exact", encodings=(("qwen-plus", "qwen"),))))
    made = one.calibration
    assert made is not None
    assert one.problem is None
    assert float(made.slope) == pytest.approx(1.05, rel=0.01)
    assert float(made.overhead) == pytest.approx(11, abs=3)
    assert (made.pairs, made.method, made.encoding, made.drift) == (200, "exact", "qwen", None)
    assert made.left_out >= 10
    assert made.backtest.better
    assert (made.first, made.last) == (START.date(), (START + timedelta(hours=597)).date())


def test_the_order_of_pairs_does_not_matter() -> None:
    found = pairs()
    assert calibrate(found) == calibrate(reversed(found))


def test_too_few_pairs_are_not_offered() -> None:
    one = only(calibrate(pairs(LEAST_PAIRS - 1)))
    assert one.calibration is None
    assert one.problem == "29 pairs of an estimate and a billed count are fewer than 30"


def test_what_does_not_foretell_better_is_not_offered() -> None:
    draw = Random(1)  # noqa: S311  # a test's dice
    found = [
        Pair(model="m", estimate=n, billed=n + draw.randrange(-1, 2), at=START + timedelta(hours=n))
        for n in range(100, 160)
    ]
    one = only(calibrate(found))
    assert one.problem is not None
    assert one.problem.endswith("the bare estimate is better")


def test_a_change_of_the_template_is_drift() -> None:
    made = only(calibrate(pairs(later=300))).calibration
    assert made is not None
    assert made.drift is not None
    assert made.drift.startswith("the later half is +")


def test_answers_are_measured_by_class() -> None:
    made = only(calibrate(pairs())).calibration
    assert made is not None
    mail = next(one for one in made.answers if one.prompt_class == "mail")
    sizes = sorted(one.output or 0 for one in pairs() if one.prompt_class == "mail")
    assert (mail.answers, mail.p50) == (len(sizes), sizes[len(sizes) // 2])
    assert mail.p10 < mail.p50 < mail.p90
    assert mail.mean == pytest.approx(Decimal(sum(sizes)) / len(sizes), abs=Decimal("1e-8"))


def test_logs_with_counts_alone_give_pairs() -> None:
    lines = [
        {"id": str(n), "model": "qwen-plus", "estimate": n, "usage": {"prompt_tokens": n + 11}}
        for n in range(100, 160)
    ]
    log = "".join(json.dumps(line) + "\n" for line in lines)
    found = list(pairs_of(reading("log").calls([source("a", log)])))
    assert [(one.estimate, one.billed) for one in found[:2]] == [(100, 111), (101, 112)]
    made = only(calibrate(found)).calibration
    assert made is not None
    assert [round(made.overhead, 6), round(made.slope, 6)] == [11, 1]


def test_a_log_without_estimates_gives_answers_alone() -> None:
    line = {"model": "qwen-plus", "usage": {"prompt_tokens": 5, "completion_tokens": 7}}
    (one,) = pairs_of(reading("log").calls([source("a", json.dumps(line))]))
    assert (one.estimate, one.output) == (-1, 7)
    assert only(calibrate([one])).calibration is None


def test_a_table_of_pairs_is_read() -> None:
    text = "model,estimate,billed,at,output,class\nqwen-max,100,111,2026-10-01,5,mail\n"
    heading = heading_of(text.encode(), "a")
    assert heading is not None
    assert is_pairs(heading)
    (one,) = read_pairs(source("a", text), heading, UTC)
    assert one == Pair(
        model="qwen-max", estimate=100, billed=111, at=START, output=5, prompt_class="mail"
    )
    with pytest.raises(FileFormatError, match=r"a:2: cannot be read as a number"):
        list(read_pairs(source("a", text.replace("111", "x")), heading, UTC))


def test_a_row_without_an_estimate_is_not_taken_for_an_estimate_of_nothing() -> None:
    text = "model,estimate,billed,output\nqwen-max,,111,5\nqwen-max,100,{billed},5\n"
    heading = heading_of(text.encode(), "a")
    assert heading is not None
    rows = read_pairs(source("a", text.format(billed="112")), heading, UTC)
    assert [pair.estimate for pair in rows] == [-1, 100]
    for billed in ("", "-4"):
        with pytest.raises(FileFormatError, match=r"a:3: cannot be read"):
            list(read_pairs(source("a", text.format(billed=billed)), heading, UTC))
