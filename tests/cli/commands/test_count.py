from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

PROMPTS = Path(__file__).parents[3] / "examples" / "prompts"


@pytest.fixture(autouse=True)
def _beside_the_prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROMPTS)


def counts(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, list[dict[str, Any]]]:
    status = run(["count", "chinese-rag.md", *args, "--format", "json"])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["counts"]
    return status, found


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_a_count_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    files = ["chinese-rag.md", "sql-assistant.md"]
    args = ["--model", "qwen-max,gpt-4o", "--max-tokens", "1,600".replace(",", "")]
    assert run(["count", *files, *args, "--format", form]) == 1
    golden(f"count/limited.{form}", capsys.readouterr().out)


def test_a_count_without_a_limit_looks_as_it_did(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    assert run(["count", "chinese-rag.md", "sql-assistant.md"]) == 0
    golden("count/plain.text", capsys.readouterr().out)


@pytest.mark.parametrize(("limit", "reserve", "status"), [(1376, 0, 0), (1375, 0, 1), (1376, 1, 1)])
def test_the_status_says_whether_all_fits(
    limit: int, reserve: int, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    found, _ = counts(capsys, "--max-tokens", str(limit), "--reserve", str(reserve))
    assert found == status


def test_a_model_has_its_own_limit(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = counts(capsys, "--fits", "--model", "qwen-max,gpt-4o", "--reserve", "30000")
    assert status == 1
    assert [(one["limit"], one["fits"]) for one in found] == [(720, False), (98_000, True)]


def test_an_estimate_that_may_exceed_the_limit_does_not_pass(
    capsys: pytest.CaptureFixture[str],
) -> None:
    args = ["--model", "claude-opus-5-5", "--method", "auto"]
    _, (plain,) = counts(capsys, *args)
    low, high = plain["estimate"]["low"], plain["estimate"]["high"]
    outcomes = [
        (counts(capsys, *args, "--max-tokens", str(limit))[0], limit)
        for limit in (low - 1, low, high - 1, high)
    ]
    assert [status for status, _ in outcomes] == [1, 1, 1, 0]
    _, (unsure,) = counts(capsys, *args, "--max-tokens", str(low))
    assert unsure["fits"] is None


def test_an_encoding_may_be_named_instead_of_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    _, (found,) = counts(capsys, "--encoding", "cl100k_base")
    assert (found["estimate"]["encoding"], found["estimate"]["model"]) == ("cl100k_base", None)


def test_a_request_is_counted_as_a_text_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text('{"messages": []}', "utf-8")
    assert run(["count", str(tmp_path / "a.json")]) == 0
    assert "a.json is counted as a text; `tokest estimate` counts" in capsys.readouterr().out


def test_a_model_named_twice_is_counted_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["count", "chinese-rag.md", "--model", "gpt-4o,gpt-4o", "--model", "gpt-4o"]) == 0
    assert capsys.readouterr().out.count("gpt-4o") == 1
