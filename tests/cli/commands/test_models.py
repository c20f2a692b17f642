from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def output(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(args) == 0
    return capsys.readouterr().out


def found(capsys: pytest.CaptureFixture[str], *args: str) -> list[str]:
    models = json.loads(output(capsys, "models", *args, "--format", "json"))["models"]
    return [model["id"] for model in models]


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_a_list_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    golden(f"models/qwen-plus.{form}", output(capsys, "models", "qwen-plus", "--format", form))


def test_a_pattern_is_a_part_of_a_name_or_a_glob(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys, "qwen3.?-max") == ["qwen3.7-max", "qwen3.8-max"]
    assert "qwen3.8-max-prime" in found(capsys, "qwen3.8-MAX")


def test_a_provider_is_chosen_by_its_name_or_another_spelling(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert found(capsys, "--provider", "moonshotai") == found(capsys, "--provider", "kimi")


def test_a_region_leaves_out_models_not_offered_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert "qwen-long" in found(capsys, "qwen-", "--region", "cn")
    assert "qwen-long" not in found(capsys, "qwen-", "--region", "intl")


def test_without_a_pattern_every_model_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(found(capsys)) > 200


def test_a_model_whose_tokenizer_is_not_known_says_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    overlay = tmp_path / "private.yaml"
    rate = (
        "{region: global, currency: USD, status: documented, source: https://a.example, "
        "checked: 2026-01-01, tiers: [{input: 1, output: 1}]}"
    )
    overlay.write_text(
        "version: 1\nproviders:\n"
        "  - {id: mine, name: Mine, default_region: global, "
        "regions: [{id: global, name: Worldwide}], models: ["
        f"{{id: private-1, lifecycle: current, rates: [{rate}]}}, "
        f"{{id: private-2, encoding: qwen, lifecycle: current, rates: [{rate}]}}]}}\n",
        "utf-8",
    )
    args = ["models", "private", "--rates", str(overlay), "--format", "json"]
    listed = json.loads(output(capsys, *args))["models"]
    assert [model["tokens_by"] for model in listed] == [None, "qwen"]
