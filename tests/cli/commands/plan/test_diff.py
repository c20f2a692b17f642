from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

PLAN = Path(__file__).parents[4] / "examples" / "plans" / "nightly-summaries.yaml"


def variant(folder: Path) -> str:
    text = PLAN.read_text("utf-8").replace(
        "[qwen-plus, qwen-flash,", "[gemini-2.5-flash, qwen-plus,"
    )
    text = text.replace("name: nightly summaries", "name: on Gemini")
    (folder / "article-calls.csv").write_bytes((PLAN.parent / "article-calls.csv").read_bytes())
    (folder / "b.yaml").write_text(text, "utf-8")
    return str(folder / "b.yaml")


def test_two_plans_side_by_side_look_as_they_did(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    assert run(["plan", "diff", str(PLAN), variant(tmp_path)]) == 0
    golden("plan/diff.text", capsys.readouterr().out)


def test_programs_get_the_differences(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["plan", "diff", str(PLAN), variant(tmp_path), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [line["scenario"] for line in found["differences"]] == ["on Gemini"] * 2
    assert found["changes"][0][1].startswith("summaries: models qwen-plus,")


def test_a_second_plan_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "diff", str(PLAN)]) == 2
    assert "Missing argument 'OTHERS...'" in capsys.readouterr().err
