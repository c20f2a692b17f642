from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

USAGE = "day,model,amount\n2026-11-18,qwen-plus,90000\n2026-11-19,qwen-plus,110000\n"


def test_the_quota_of_models_looks_as_it_did(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    (tmp_path / "usage.csv").write_text(USAGE, "utf-8")
    args = ["quota", "qwen-p*", "--usage", str(tmp_path / "usage.csv"), "--at", "2026-11-20"]
    assert run([*args, "--granted", "2026-11-01", "--sort", "left"]) == 0
    golden("quota/usage.text", capsys.readouterr().out)


def test_types_are_filtered(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["quota", "--type", "tts", "--type", "asr", "--format", "json"]) == 0
    quotas = json.loads(capsys.readouterr().out)["quotas"]
    assert {row["kind"] for row in quotas} == {"tts", "asr"}
    assert {row["unit"] for row in quotas} == {"characters", "seconds"}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["gpt-5"], "no model with free quota is called like 'gpt-5'"),
        (["--type", "txt"], "no free quota of type 'txt' (there are: "),
        (["--granted", "soon"], "--granted: expected a day such as"),
        (["--usage", "none.csv"], "none.csv: no such file"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["quota", *args]) == 2
    assert message in capsys.readouterr().err
