from __future__ import annotations

from tokest.usage.calibrating import Outcomes, Pair, calibrate


def pairs(model: str, many: int) -> list[Pair]:
    return [Pair(model=model, estimate=100 + at, billed=120 + at) for at in range(many)]


def test_a_model_has_its_line_with_errors_or_the_reason_why_not() -> None:
    found = calibrate([*pairs("qwen-max", 60), *pairs("gpt-5.5", 3)])
    few, fitted = found.to_dicts()
    assert (few["model"], few["slope"]) == ("gpt-5.5", None)
    assert "3 pairs" in str(few["remark"])
    assert (fitted["model"], fitted["pairs"]) == ("qwen-max", 60)
    assert str(fitted["overhead"]).startswith("20.0 ± ")
    assert str(fitted["slope"]).startswith("1.0000 ± ")


def test_no_calibration_has_no_line() -> None:
    assert Outcomes().table().rows == ()
    assert "standard errors" in Outcomes().table().notes[0]
