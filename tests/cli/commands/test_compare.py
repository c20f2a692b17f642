from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

PROMPTS = Path(__file__).parents[3] / "examples" / "prompts"

# Tokens of the example prompts in the order of their names, counted with tiktoken 0.14 from the
# rank file of dashscope 2.0.2, and what follows from them by the arithmetic of the test below.
HAND_COUNTED = [2591, 2527, 1376, 632, 1193, 1426, 2195, 1663, 1957, 1846]
HAND_PRICED = {"qwen-turbo": "18.703", "qwen-plus": "129.624", "qwen-max": "598.496"}


def output(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(args) == 0
    return capsys.readouterr().out


def prompt_files() -> list[str]:
    return [str(file) for file in sorted(PROMPTS.glob("*.md"))]


def test_the_main_job_agrees_with_a_receipt_computed_by_hand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    models = "qwen-turbo,qwen-plus,qwen-max"
    counts = ["--output-tokens", "500", "--requests", "10000", "--at", "2026-11-23"]
    text = output(
        capsys, "compare", *prompt_files(), "--models", models, *counts, "--format", "json"
    )
    found = {row["model"]: row for row in json.loads(text)["rows"]}
    tokens = HAND_COUNTED
    assert [item["estimate"]["tokens"] for item in found["qwen-max"]["items"]] == tokens
    # USD per million tokens (Singapore list, 2026-10-26): turbo 0.05 / 0.2, plus 0.4 / 1.2 up to
    # 256,000 input tokens, max 1.6 / 6.4; ten prompts, each sent 10,000 times, 500 tokens back.
    for model, rate_in, rate_out in [
        ("qwen-turbo", "0.05", "0.2"),
        ("qwen-plus", "0.4", "1.2"),
        ("qwen-max", "1.6", "6.4"),
    ]:
        million = Decimal(1_000_000)
        paid_in = Decimal(rate_in) * sum(tokens) * 10_000 / million
        paid_out = Decimal(rate_out) * 500 * len(tokens) * 10_000 / million
        row = found[model]
        assert (Decimal(row["cost"]), row["currency"]) == (paid_in + paid_out, "USD")
        assert row["cost"] == row["cost_low"] == row["cost_high"] == HAND_PRICED[model]


@pytest.mark.parametrize("form", ["text", "markdown", "csv"])
def test_a_table_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(PROMPTS)
    models = "qwen-turbo,qwen-max,qwen-long,gpt-5.5,kimi-k3,claude-opus-5-5"
    args = [
        "compare",
        "chinese-rag.md",
        "sql-assistant.md",
        "--models",
        models,
        "--at",
        "2026-11-23",
    ]
    text = output(capsys, *args, "--batch", "--requests", "1000", "--format", form)
    golden(f"compare/models.{form}", text)


def test_one_line_a_prompt_looks_as_it_did(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("large.md").write_text("a b " * 17_000, "utf-8")
    Path("small.md").write_text("你是谁？", "utf-8")
    models = "qwen-max,qwen-plus,qwen-long"
    args = ["compare", "large.md", "small.md", "--models", models, "--each", "--region", "intl"]
    golden("compare/each.text", output(capsys, *args, "--at", "2026-11-23"))


def test_the_default_models_are_those_of_ten_providers(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "compare", prompt_files()[0], "--format", "json")
    rows = json.loads(text)["rows"]
    assert len(rows) >= 12
    assert len({row["provider"] for row in rows}) == 10
    assert all(row["cost"] for row in rows)


def test_currencies_are_converted_by_the_rate_given(capsys: pytest.CaptureFixture[str]) -> None:
    args = [
        "compare",
        prompt_files()[0],
        "--models",
        "qwen-plus",
        "--region",
        "cn",
        "--requests",
        "1000",
    ]
    plain = json.loads(output(capsys, *args, "--format", "json"))["rows"][0]
    rate = ["--exchange", "CNY:USD=0.14@2026-11-20"]
    converted = json.loads(output(capsys, *args, *rate, "--format", "json"))["rows"][0]
    assert (plain["currency"], converted["currency"]) == ("CNY", "USD")
    assert Decimal(converted["cost"]) == Decimal(plain["cost"]) * Decimal("0.14")


def test_currencies_are_converted_by_the_rates_of_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rates = tmp_path / "fx.yaml"
    rate = "{base: CNY, quote: USD, rate: 0.14, day: 2026-11-20}"
    rates.write_text(f"version: 1\nexchange: [{rate}]\n", "utf-8")
    args = ["compare", prompt_files()[0], "--models", "qwen-long,qwen-max", "--to", "USD"]
    found = json.loads(output(capsys, *args, "--rates", str(rates), "--format", "json"))
    assert {row["currency"] for row in found["rows"]} == {"USD"}
    assert [(rate["base"], rate["rate"]) for rate in found["exchanges"]] == [("CNY", "0.14")]
    assert run([*args, "--at", "2026-11-23"]) == 2
    assert capsys.readouterr().err.startswith("tokest: exchange: no rate of CNY to USD")


def test_a_service_is_priced_where_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    args = ["compare", prompt_files()[0], "--models", "gpt-5.4-mini", "--format", "json"]
    plain, flex = (
        json.loads(output(capsys, *args, *more))["rows"][0]["cost"]
        for more in ([], ["--service", "flex"])
    )
    assert Decimal(flex) * 2 == Decimal(plain)


def test_an_overlay_is_laid_over_the_card(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    overlay = tmp_path / "contract.yaml"
    overlay.write_text(
        """
version: 1
providers:
  - id: alibaba
    name: Alibaba Cloud, our contract
    default_region: intl
    regions: [{id: intl, name: International}]
    models:
      - id: qwen-max
        lifecycle: current
        rates:
          - {region: intl, currency: USD, status: documented, source: https://contract.example,
             checked: 2026-11-01, tiers: [{input: 1, output: 1}]}
""",
        "utf-8",
    )
    args = ["compare", prompt_files()[0], "--models", "qwen-max", "--rates", str(overlay)]
    row = json.loads(output(capsys, *args, "--format", "json"))["rows"][0]
    assert Decimal(row["cost"]) == Decimal(row["input_tokens"] + 500) / 1_000_000


def test_a_request_is_compared_with_all_that_surrounds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("hi.json").write_text('[{"role": "user", "content": "Hi"}]', "utf-8")
    assert run(["compare", "hi.json", "--models", "qwen-max,gpt-4o", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert {row["model"]: row["input_tokens"] for row in rows} == {"qwen-max": 9, "gpt-4o": 8}
