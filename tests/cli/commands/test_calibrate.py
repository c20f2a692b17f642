from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tokest.cli.main import run
from tokest.tokens.estimate import count

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = "the bill of a month says what was used and what it cost per token".split()  # noqa: SIM905
OVERHEAD = 11


def log(calls: int = 60, *, text: bool = True) -> str:
    """Write a log whose requests cost eleven tokens more than their text."""
    draw = Random(calls)  # noqa: S311  # a test's dice
    lines = []
    for number in range(calls):
        prompt = " ".join(draw.choices(WORDS, k=draw.randrange(20, 400)))
        tokens = count(prompt, "qwen-max")
        line: dict[str, Any] = {
            "id": str(number),
            "model": "qwen-max",
            "created": 1790812800 + 3600 * number,
            "prompt_class": "mail",
            "usage": {"prompt_tokens": tokens + OVERHEAD, "completion_tokens": number + 1},
        }
        if text:
            line["request"] = {"messages": [{"role": "user", "content": prompt}]}
        else:
            line["estimate"] = tokens
        lines.append(json.dumps(line))
    return "\n".join(lines) + "\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "log.jsonl").write_text(log(), "utf-8")
    (tmp_path / "counts.jsonl").write_text(log(text=False), "utf-8")
    (tmp_path / "few.jsonl").write_text(log(9), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def output(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(args) == 0, capsys.readouterr().err
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_calibration_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    golden(f"calibrate/log.{form}", output(capsys, "calibrate", "log.jsonl", "--format", form))


def test_what_is_written_corrects_estimates(
    folder: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    output(capsys, "calibrate", "log.jsonl", "--output", "c.yaml")
    golden("calibrate/c.yaml", (folder / "c.yaml").read_text("utf-8"))
    (folder / "prompt.md").write_text("what did a month cost", "utf-8")
    args = ["estimate", "prompt.md", "--model", "qwen-max,gpt-4o", "--format", "json"]
    bare = json.loads(output(capsys, *args))["estimates"]
    found = json.loads(output(capsys, *args, "--calibration", "c.yaml"))["estimates"]
    assert found[0]["estimate"]["tokens"] == bare[0]["estimate"]["tokens"] + OVERHEAD
    assert found[0]["estimate"]["assumptions"][-1].startswith("qwen-max calibrated: 11.00 + 1.0000")
    assert found[1]["estimate"]["tokens"] == bare[1]["estimate"]["tokens"]
    assert "gpt-4o is not calibrated" in found[1]["estimate"]["assumptions"][-1]


def test_counts_alone_calibrate_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    args = ["calibrate", "counts.jsonl", "--format", "json"]
    (one,) = json.loads(output(capsys, *args))["calibrations"]
    assert float(one["calibration"]["overhead"]) == pytest.approx(OVERHEAD, abs=1e-6)
    assert one["calibration"]["method"] is None


def test_a_table_of_pairs_calibrates_as_well(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"m,{n},{2 * n + 5},2026-10-{1 + n % 30:02}\n" for n in range(100, 160))
    (folder / "pairs.csv").write_text("model,estimate,billed,at\n" + rows, "utf-8")
    (one,) = json.loads(output(capsys, "calibrate", "pairs.csv", "--format", "json"))[
        "calibrations"
    ]
    assert float(one["calibration"]["slope"]) == pytest.approx(2)


def test_too_few_calls_offer_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["calibrate", "few.jsonl", "--output", "c.yaml"]) == 1
    assert "9 pairs of an estimate and a billed count are fewer than 30" in capsys.readouterr().out
    assert not (folder / "c.yaml").exists()


def test_a_model_whose_tokenizer_is_not_known_has_no_pairs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "odd.jsonl").write_text(log().replace("qwen-max", "house-7b"), "utf-8")
    assert run(["calibrate", "odd.jsonl"]) == 1
    out = capsys.readouterr().out
    assert "0 pairs of an estimate and a billed count are fewer than 30: no line says" in out
    assert "the requests of house-7b are not counted: unknown model 'house-7b'" in out


def test_pairs_outside_the_span_do_not_count(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"m,{n},{2 * n + 5},2026-10-{1 + n % 30:02}\n" for n in range(100, 160))
    (folder / "pairs.csv").write_text("model,estimate,billed,at\n" + rows, "utf-8")
    assert run(["calibrate", "pairs.csv", "--since", "2026-10-16"]) == 0
    assert "m         30" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["nothing.yaml", "log.jsonl"])
def test_a_file_that_is_no_calibration_is_refused(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["estimate", "log.jsonl", "--model", "qwen-max", "--calibration", word]) == 2
    assert capsys.readouterr().err.startswith(f"tokest: {word}:")


def test_a_file_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["calibrate", "log.jsonl", "--output", "none/c.yaml"]) == 2
    assert "none/c.yaml: cannot be written" in capsys.readouterr().err


def test_requests_are_estimated_with_what_stands_around_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The template of one turn is eight tokens, so that three of the eleven are left."""
    output(capsys, "calibrate", "log.jsonl", "--count", "request", "--output", "c.yaml")
    assert 'of: "request"' in (folder / "c.yaml").read_text("utf-8")
    request = {"messages": [{"role": "user", "content": "what did a month cost"}]}
    (folder / "r.json").write_text(json.dumps(request), "utf-8")
    args = ["estimate", "r.json", "--model", "qwen-max", "--format", "json"]
    (bare,) = json.loads(output(capsys, *args))["estimates"]
    (found,) = json.loads(output(capsys, *args, "--calibration", "c.yaml"))["estimates"]
    assert found["estimate"]["tokens"] == bare["estimate"]["tokens"] + OVERHEAD - 8
    assert run(["estimate", "log.jsonl", "--model", "qwen-max", "--calibration", "c.yaml"]) == 2
    assert "calibrate with --count text" in capsys.readouterr().err
