"""Estimates of whole requests against what their providers counted."""

from __future__ import annotations

import pytest

from recorded import Recorded, estimated, inside, recorded

OPEN = ("openai", "qwen", "embedding", "gpt-oss")
"""Families whose vocabulary ships."""

HELD = [case for case in recorded() if case.miss is None]
EXACT = [case for case in HELD if case.family.startswith(OPEN) and estimated(case).level == 1.0]


@pytest.mark.parametrize("case", EXACT, ids=lambda case: case.id)
def test_an_exact_estimate_is_what_was_billed(case: Recorded) -> None:
    assert estimated(case).tokens == case.counted


@pytest.mark.parametrize("case", HELD, ids=lambda case: case.id)
def test_what_was_billed_is_inside_the_interval(case: Recorded) -> None:
    assert inside(estimated(case), case.counted)


def test_texts_to_public_tokenizers_are_exact() -> None:
    cases = [case for case in recorded() if case.family.startswith(OPEN)]
    texts = [case for case in cases if "tools" not in case.body]
    known = [case for case in texts if estimated(case).tokens is not None]
    hits = [estimated(case).tokens == case.counted for case in known]
    near = [abs((estimated(case).tokens or 0) - case.counted) <= 2 for case in known]
    assert sum(hits) / len(hits) >= 0.9
    assert sum(near) / len(near) >= 0.93


@pytest.mark.parametrize("names", [("claude",), ("gemini",), ("mistral",), ("deepseek",), ("glm",)])
def test_other_families_are_inside_the_interval(names: tuple[str, ...]) -> None:
    cases = [case for case in recorded() if case.family.startswith(names)]
    hits = [inside(estimated(case), case.counted) for case in cases]
    assert sum(hits) / len(hits) >= 0.85


def test_there_are_enough_recorded_requests() -> None:
    assert len(recorded()) >= 120
