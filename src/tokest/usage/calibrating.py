"""Calibrate estimates by billed counts, and hold the result against later calls."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tokest.render.shown import Shown
from tokest.usage.calibration import Answers, Backtest, Calibration
from tokest.usage.formats.making import read_fields
from tokest.usage.numbers import number
from tokest.usage.times import instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime, tzinfo

    import numpy as np
    from numpy.typing import NDArray

    from tokest.kernels.calibrate import Line
    from tokest.render.table import Table
    from tokest.usage.calibration import Of
    from tokest.usage.logs.call import Call
    from tokest.usage.source import Source
    from tokest.usage.tables import Heading

    Floats = NDArray[np.float64]

LEAST_PAIRS: Final = 30
"""Fewer pairs say too little about two numbers and their spread."""

EARLIER: Final = 0.7
"""Share of the pairs, the earlier ones, that foretells the rest."""

DRIFTED: Final = 3.0
"""Standard deviations between the first and the second half that are no chance."""

LEAST_DRIFT: Final = 0.01
"""Share of a count below which a drift does not matter."""

EVERY: Final = "all"
"""The class of prompts that do not say theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An estimate and what was billed for it."""

    model: str
    estimate: int
    billed: int
    at: datetime | None = None
    output: int | None = None
    prompt_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The calibration of one model; ``problem`` says why it is not offered."""

    model: str
    pairs: int
    calibration: Calibration | None
    problem: str | None


class Outcomes(Shown, tuple[Outcome, ...]):
    """The calibrations of some models, by name."""

    __slots__ = ()

    def table(self) -> Table:
        """Lay out one line a model."""
        from tokest.usage.calibration_table import outcomes_table  # noqa: PLC0415  # to be looked at

        return outcomes_table(self)


def pairs_of(calls: Iterable[Call]) -> Iterable[Pair]:
    """Give the pairs of calls that say both numbers, and answers without an estimate.

    The latter have the estimate -1: they count for the length of answers only.
    """
    for call in calls:
        if call.usage.input_tokens:
            yield Pair(
                model=call.model,
                estimate=-1 if call.estimate is None else call.estimate,
                billed=call.usage.input_tokens,
                at=call.at,
                output=call.usage.output_tokens or None,
                prompt_class=call.prompt_class,
            )


def is_pairs(heading: Heading) -> bool:
    """Tell a table of pairs by its columns: model, estimate, billed, and perhaps at and class."""
    return heading.has("model", "estimate", "billed")


def read_pairs(source: Source, heading: Heading, zone: tzinfo) -> Iterator[Pair]:
    """Read a table of pairs; a row without an estimate counts for the length of answers only.

    Raises
    ------
    FileFormatError
        for a cell that is no number or time.
    """

    def pairs(_: int, field: dict[str, str]) -> Iterator[Pair]:
        expected = _count(field["estimate"])
        yield Pair(
            model=field["model"],
            estimate=-1 if expected is None else expected,
            billed=_needed(field["billed"]),
            at=instant(field.get("at", ""), zone),
            output=_count(field.get("output", "")) or None,
            prompt_class=field.get("class", ""),
        )

    return read_fields(source, heading, pairs)


def _count(text: str) -> int | None:
    found = number(text)
    if found is not None and found < 0:
        raise ValueError(text)
    return None if found is None else int(found)


def _needed(text: str) -> int:
    found = _count(text)
    if found is None:
        raise ValueError(text)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How the estimates of pairs were made, where that is known; encodings go by model."""

    of: Of = "text"
    method: str | None = None
    encodings: tuple[tuple[str, str], ...] = ()


def calibrate(pairs: Iterable[Pair], made: Made | None = None) -> Outcomes:
    """Calibrate each model that the pairs name; `made` says how their estimates were.

    A calibration is offered when there are at least `LEAST_PAIRS` pairs and when, fitted to the
    earlier ones, it foretells the later ones better than the bare estimate.
    """
    by_model: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_model[pair.model].append(pair)
    how = made or Made()
    return Outcomes(_outcome(model, found, how) for model, found in sorted(by_model.items()))


def _outcome(model: str, pairs: list[Pair], how: Made) -> Outcome:
    answers = _answers(pairs)
    both = [pair for pair in pairs if pair.estimate >= 0]
    if len(both) < LEAST_PAIRS:
        what = f"{len(both)} pairs of an estimate and a billed count are fewer than {LEAST_PAIRS}"
        what += "" if both else ": no line says an estimate, or holds the request to count"
        return Outcome(model=model, pairs=len(both), calibration=None, problem=what)
    both.sort(key=lambda pair: pair.at.timestamp() if pair.at else 0.0)
    made = _fit(model, both, how, answers)
    test = made.backtest
    problem = None
    if not test.better:
        what = f"with it the later calls are off by {test.error_after:.1f} tokens"
        problem = f"{what}, without it by {test.error_before:.1f}: the bare estimate is better"
    return Outcome(model=model, pairs=len(both), calibration=made, problem=problem)


def _fit(model: str, pairs: list[Pair], how: Made, answers: tuple[Answers, ...]) -> Calibration:
    # numpy is not loaded by those who only read a calibration.
    from tokest.kernels.calibrate import fit_line  # noqa: PLC0415

    estimates, billed = _arrays(pairs)
    line = fit_line(estimates, billed)
    days = [pair.at.date() for pair in pairs if pair.at is not None]
    return Calibration(
        model=model,
        of=how.of,
        method=how.method,
        encoding=dict(how.encodings).get(model),
        overhead=_decimal(line.overhead),
        slope=max(_decimal(line.slope), Decimal(0)),
        overhead_error=_decimal(line.covariance[0, 0] ** 0.5),
        slope_error=_decimal(line.covariance[1, 1] ** 0.5),
        covariance=_decimal(line.covariance[0, 1]),
        spread=_decimal(line.spread),
        pairs=len(pairs),
        left_out=int((~line.kept).sum()),
        first=min(days) if days else None,
        last=max(days) if days else None,
        drift=_drift(estimates, billed),
        backtest=_backtest(estimates, billed),
        answers=answers,
    )


def _backtest(estimates: Floats, billed: Floats) -> Backtest:
    """Fit the earlier pairs and foretell the later ones."""
    from tokest.kernels.calibrate import fit_line  # noqa: PLC0415  # as above

    cut = int(len(estimates) * EARLIER)
    line = fit_line(estimates[:cut], billed[:cut])
    later, truth = estimates[cut:], billed[cut:]
    return Backtest(
        pairs=len(later),
        error_before=_decimal(_middle(abs(later - truth))),
        error_after=_decimal(_middle(abs(line.overhead + line.slope * later - truth))),
    )


def _middle(errors: Floats) -> float:
    """Give the mean of the errors but for the largest tenth, which no line foretells."""
    ordered: list[float] = sorted(errors.tolist())
    kept = ordered[: max(1, len(ordered) * 9 // 10)]
    return sum(kept) / len(kept)


def _drift(estimates: Floats, billed: Floats) -> str | None:
    """Say whether the second half of the pairs follows another line than the first."""
    from tokest.kernels.calibrate import fit_line  # noqa: PLC0415  # as above

    half = len(estimates) // 2
    lines = [fit_line(estimates[:half], billed[:half]), fit_line(estimates[half:], billed[half:])]
    middle = sorted(estimates.tolist())[half]
    first, second = (_at(line, middle) for line in lines)
    apart = second[0] - first[0]
    chance = (first[1] + second[1]) ** 0.5
    if abs(apart) <= max(DRIFTED * chance, LEAST_DRIFT * abs(first[0])):
        return None
    return f"the later half is {apart:+.1f} tokens off the earlier one at {middle:,.0f} tokens"


def _at(line: Line, estimate: float) -> tuple[float, float]:
    cov = line.covariance
    variance = cov[0, 0] + 2 * estimate * cov[0, 1] + estimate**2 * cov[1, 1]
    return line.overhead + line.slope * estimate, max(float(variance), 0.0)


def _answers(pairs: Sequence[Pair]) -> tuple[Answers, ...]:
    """Give the lengths of answers by class of prompts."""
    by_class: dict[str, list[int]] = defaultdict(list)
    for pair in pairs:
        if pair.output is not None:
            by_class[pair.prompt_class or EVERY].append(pair.output)
    return tuple(_lengths(name, sorted(sizes)) for name, sizes in sorted(by_class.items()))


def _lengths(name: str, sizes: list[int]) -> Answers:
    p10, p50, p90 = (
        sizes[min(int(len(sizes) * share), len(sizes) - 1)] for share in (0.1, 0.5, 0.9)
    )
    mean = _decimal(sum(sizes) / len(sizes))
    return Answers(prompt_class=name, answers=len(sizes), p10=p10, p50=p50, p90=p90, mean=mean)


def _arrays(pairs: list[Pair]) -> tuple[Floats, Floats]:
    import numpy as np  # noqa: PLC0415  # as above

    estimates = np.array([pair.estimate for pair in pairs], np.float64)
    return estimates, np.array([pair.billed for pair in pairs], np.float64)


def _decimal(value: float) -> Decimal:
    """Keep nine decimal places, more than the pairs can say."""
    return Decimal(f"{value:.9f}").normalize() + 0
