"""Corrections of estimates by what was billed: their values, their file, their use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from tokest.documents.kinds import Choice, Count, Day, Many, Number, Record, Text
from tokest.documents.reading import read
from tokest.errors import InputError
from tokest.tokens.values import Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tokest.tokens.values import Estimate

LEVEL: Final = 0.9
_NORMAL: Final = 1.6449
"""Standard deviations on either side of a normal distribution's middle 90 %."""

TEXT_PARTS: Final = frozenset({"content"})
"""Parts of the estimate of a text alone."""

SLACK: Final = 16
"""Tokens that are added to an estimate when its error is judged; as in the kernel that fits."""

Of = Literal["text", "request"]
"""What was estimated: texts alone, or requests with all that the provider writes around them."""

METHODS: Final = ("exact", "measured", "table", "proxy", "rule")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """How the earlier pairs foretell the later ones: mean errors in tokens, without and with."""

    pairs: int
    error_before: Decimal
    error_after: Decimal

    @property
    def better(self) -> bool:
        """Whether the calibration foretold better than the bare estimate."""
        return self.error_after < self.error_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Output tokens of one class of prompts: how many answers, and their quantiles."""

    prompt_class: str
    answers: int
    p10: int
    p50: int
    p90: int
    mean: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """``billed = overhead + slope x estimate`` for one model and method of estimating.

    ``*_error`` are standard errors, ``covariance`` that of both; ``spread`` is the standard
    deviation of one count over the root of its length. ``method`` and ``encoding`` are ``None``
    where the log said only a number; ``of`` says what was estimated.
    """

    model: str
    of: Of = "text"
    method: str | None = None
    encoding: str | None = None
    overhead: Decimal
    slope: Decimal
    overhead_error: Decimal
    slope_error: Decimal
    covariance: Decimal
    spread: Decimal
    pairs: int
    left_out: int
    first: date | None = None
    last: date | None = None
    drift: str | None = None
    backtest: Backtest
    answers: tuple[Answers, ...] = ()

    def note(self) -> str:
        """Say in words what is done."""
        span = f" of {self.first} to {self.last}" if self.first else ""
        drift = f"; {self.drift}" if self.drift else ""
        line = f"{self.overhead:.2f} + {self.slope:.4f} x estimate"
        return f"{self.model} calibrated: {line}, from {self.pairs:,} billed calls{span}{drift}"

    def correct(self, estimate: Estimate) -> Estimate:
        """Correct an estimate of this model; see `apply`."""
        return apply(estimate, self)


def apply(estimate: Estimate, calibration: Calibration) -> Estimate:
    """Correct an estimate by what was billed; the correction is named in its assumptions.

    Raises
    ------
    InputError
        when the calibration is of another model or of another method of estimating.
    """
    _check(estimate, calibration)
    if estimate.tokens is None or estimate.high is None:
        note = f"{calibration.model} is not calibrated: a part of the count is not known"
        return replace(estimate, assumptions=(*estimate.assumptions, note))
    overhead, slope = float(calibration.overhead), float(calibration.slope)
    count = estimate.tokens
    tokens = max(round(overhead + slope * count), 0)
    variance = (
        float(calibration.overhead_error) ** 2
        + 2 * count * float(calibration.covariance)
        + (count * float(calibration.slope_error)) ** 2
        + float(calibration.spread) ** 2 * (SLACK + count)
    )
    off = round(_NORMAL * max(variance, 0.0) ** 0.5)
    low, high = max(tokens - off, 0), tokens + off
    change = tokens - count
    part = Part(
        kind="calibration",
        tokens=change,
        low=low - estimate.low,
        high=high - estimate.high,
        method="measured",
    )
    return replace(
        estimate,
        tokens=tokens,
        low=low,
        high=high,
        level=LEVEL,
        method="measured",
        parts=(*estimate.parts, part),
        assumptions=(*estimate.assumptions, calibration.note()),
    )


def apply_any(estimate: Estimate, calibrations: Sequence[Calibration]) -> Estimate:
    """Correct an estimate by the calibration of its model; say so if there is none."""
    for calibration in calibrations:
        if _same(estimate.model, calibration.model):
            return apply(estimate, calibration)
    known = ", ".join(one.model for one in calibrations) or "no model"
    note = f"{estimate.model} is not calibrated (calibrated: {known})"
    return replace(estimate, assumptions=(*estimate.assumptions, note))


def _check(estimate: Estimate, calibration: Calibration) -> None:
    if not _same(estimate.model, calibration.model):
        raise InputError("calibration", f"is of {calibration.model}, not of {estimate.model}")
    of = "text" if all(part.kind in TEXT_PARTS for part in estimate.parts) else "request"
    if of != calibration.of:
        what = f"is of {calibration.of}s, and this is the estimate of a {of}"
        raise InputError("calibration", f"{what}: calibrate with --count {of}")
    if calibration.method not in (None, estimate.method):
        what = f"is of the method {calibration.method!r}, and this estimate is {estimate.method!r}"
        raise InputError("calibration", f"{what}: use --method {calibration.method}")
    if calibration.encoding not in (None, estimate.encoding):
        what = f"is of {calibration.encoding}, and this estimate of {estimate.encoding}"
        raise InputError("calibration", f"{what}; calibrate again")


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.lower().rpartition("/")[2] == other.lower().rpartition("/")[2]


def parse_calibrations(text: str, path: str) -> tuple[Calibration, ...]:
    """Read calibrations from YAML.

    Raises
    ------
    FileFormatError
        with every problem as ``path:line:column: what``.
    """
    found: tuple[Calibration, ...] = read(text, path, FILE)
    return found


def dump_calibrations(calibrations: Sequence[Calibration]) -> str:
    """Write calibrations as YAML that `parse_calibrations` reads."""
    lines = ["version: 1", "calibrations:"]
    for one in calibrations:
        lines.append(f"  - model: {_quoted(one.model)}")
        for name in _PLAIN:
            value = getattr(one, name)
            if value is not None:
                lines.append(f"    {name}: {_written(value)}")
        test = one.backtest
        lines.append(
            f"    backtest: {{pairs: {test.pairs}, error_before: {_written(test.error_before)}, "
            f"error_after: {_written(test.error_after)}}}"
        )
        lines += ["    answers:"] if one.answers else []
        for answers in one.answers:
            sizes = f"p10: {answers.p10}, p50: {answers.p50}, p90: {answers.p90}"
            lines.append(
                f"      - {{prompt_class: {_quoted(answers.prompt_class)}, "
                f"answers: {answers.answers}, {sizes}, mean: {_written(answers.mean)}}}"
            )
    return "\n".join(lines) + "\n"


def _written(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    """Write a text as YAML in double quotes, in one line."""
    import json  # noqa: PLC0415  # reading a file of calibrations needs none

    return json.dumps(text)  # YAML's double-quoted strings hold JSON's


_PLAIN: Final = (
    "of", "method", "encoding", "overhead", "slope", "overhead_error", "slope_error", "covariance",
    "spread", "pairs", "left_out", "first", "last", "drift",
)  # fmt: skip

_FREE: Final = Number(-1_000_000_000)


def _version(version: int, calibrations: tuple[Calibration, ...]) -> Any:  # noqa: ANN401, ARG001  # the one version
    return calibrations


FILE: Final = Record(
    _version,
    {
        "version": Count(minimum=1, maximum=1),
        "calibrations": Many(
            Record(
                Calibration,
                {
                    "model": Text(),
                    "overhead": _FREE,
                    "slope": Number(maximum=1000),
                    "overhead_error": Number(),
                    "slope_error": Number(),
                    "covariance": _FREE,
                    "spread": Number(),
                    "pairs": Count(minimum=1),
                    "left_out": Count(),
                    "backtest": Record(
                        Backtest,
                        {
                            "pairs": Count(minimum=1),
                            "error_before": Number(),
                            "error_after": Number(),
                        },
                    ),
                },
                {
                    "of": Choice(get_args(Of)),
                    "method": Choice(METHODS),
                    "encoding": Text(),
                    "first": Day(),
                    "last": Day(),
                    "drift": Text(),
                    "answers": Many(
                        Record(
                            Answers,
                            {
                                "prompt_class": Text(),
                                "answers": Count(minimum=1),
                                "p10": Count(),
                                "p50": Count(),
                                "p90": Count(),
                                "mean": Number(maximum=10**12),
                            },
                        )
                    ),
                },
            )
        ),
    },
)
"""The one declaration of the file's format."""
