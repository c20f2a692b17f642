from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run
from tokest.units import UNITS

if TYPE_CHECKING:
    from pathlib import Path


def output(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(["price", *args]) == 0
    return capsys.readouterr().out


def receipt(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(output(capsys, *args, "--format", "json"))["receipt"]
    return found


def test_every_unit_is_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["price", "--help"]) == 0
    shown = capsys.readouterr().out
    assert [unit.field for unit in UNITS if f"--{unit.field.replace('_', '-')} " not in shown] == []


def test_the_arithmetic_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    args = ("qwen-max", "--region", "cn", "--input-tokens", "2000", "--output-tokens", "300")
    shown = output(capsys, *args)
    assert "input           2,000  2.4    -        1,000,000  0.0048" in shown
    assert "total 0.007680 CNY" in shown


def test_terms_reach_the_receipt(capsys: pytest.CaptureFixture[str]) -> None:
    args = ("qwen-plus", "--region", "cn", "--output-tokens", "1000", "--thinking", "--batch")
    assert receipt(capsys, *args)["total"] == "0.004"
    plain = ("qwen-plus", "--region", "cn", "--output-tokens", "1000", "--thinking")
    assert receipt(capsys, *plain, "--not-reasoned")["total"] == "0.002"
    args = ("gpt-5.5", "--input-tokens", "1000", "--service", "fast", "--requests", "3")
    assert receipt(capsys, *args)["total"] == "0.0375"  # 12.5 a million


def test_a_price_list_of_several_currencies_is_chosen_by_currency(
    capsys: pytest.CaptureFixture[str],
) -> None:
    args = ("qwen-plus", "--region", "intl", "--input-tokens", "1000000")
    assert receipt(capsys, *args)["currency"] == "USD"
    assert receipt(capsys, *args, "--currency", "CNY")["total"] == "8.807"


@pytest.mark.parametrize(
    ("moment", "total"),
    [
        ("2026-11-20T09:00+08:00", "9.625"),
        ("2026-11-20T01:00Z", "9.625"),
        ("2026-11-20T22:00+08:00", "4.813"),
        ("2026-11-20", "4.813"),
    ],
)
def test_an_instant_chooses_the_peak_price(
    moment: str, total: str, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ("deepseek-v4-pro-0813", "--input-tokens", "1000000", "--at", moment)
    assert receipt(capsys, *args)["total"] == total


def test_the_total_is_converted_by_the_rates_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fx.yaml"
    file.write_text(
        "version: 1\nproviders: []\nexchange:\n"
        "  - {base: CNY, quote: USD, rate: 0.14, day: 2026-11-01}\n",
        "utf-8",
    )
    args = ("qwen-max", "--region", "cn", "--input-tokens", "1000000", "--at", "2026-11-20")
    shown = output(capsys, *args, "--to", "USD", "--rates", str(file))
    assert "0.3360 USD (CNY converted at 0.14 USD of 2026-11-01)" in shown
    shown = output(capsys, *args, "--exchange", "CNY:USD=0.2@2026-11-01")
    assert "0.4800 USD" in shown


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["qwen-trubo"], "unknown model 'qwen-trubo' (nearest: qwen-turbo"),
        (["qwen-max", "--cache-read-tokens", "1"], "input_tokens: 0 is less than the 1 tokens"),
        (["qwen-max", "--service", "flex"], "qwen-max has no 'flex' price in intl"),
        (["gpt-5.5", "--service", "warp"], "(services: fast)"),
        (["gpt-5.5", "--service", "fast", "--batch"], "a batch file has no service"),
        (["qwen-max", "--region", "cn", "--currency", "USD"], "(there is: CNY)"),
        (["qwen-max", "--at", "2026-11-20T09:00"], "expected an instant such as"),
        (["qwen-max", "--at", "2026-11-20Tx"], "expected an instant such as"),
        (["qwen-max", "--to", "EUR"], "no rate of USD to EUR (there is: none)"),
        (
            ["qwen-max", "--exchange", "CNY:USD=0.2@2026-11-01"],
            "the receipt is in USD, the rate converts CNY",
        ),
    ],
)
def test_a_wrong_call_says_what_is_right(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["price", *args]) == 2
    assert message in capsys.readouterr().err


def test_an_unpriced_total_is_not_converted(capsys: pytest.CaptureFixture[str]) -> None:
    args = ("wan3.0-video", "--region", "cn", "--output-video-seconds", "5")
    shown = output(capsys, *args, "--exchange", "CNY:USD=0.2@2026-11-01")
    assert "no total to convert to USD" in shown
    assert "say which variant: 480p, 720p, 1080p" in shown
