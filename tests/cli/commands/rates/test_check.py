from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from price_lists import CARD, renamed
from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def bad(files: Path) -> Path:
    """Write a file with faults of form, and one with faults of sense."""
    text = renamed(CARD).replace("input: 1.6", "inptu: 1.6").replace("kind: tts", "kind: tss")
    (files / "bad.yaml").write_text(text, "utf-8")
    sense = f"{renamed(CARD)}discounts: [{{models: 'quil-*', factor: 0.9, source: ours}}]\n"
    (files / "idle.yaml").write_text(sense, "utf-8")
    return files


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
@pytest.mark.usefixtures("bad")
def test_it_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    call = ["rates", "check", "card.yaml", "bad.yaml", "idle.yaml", "--format", form]
    assert run(call) == 1
    golden(f"rates/check.{form}", capsys.readouterr().out)


@pytest.mark.usefixtures("files")
def test_a_good_file_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rates", "check", "card.yaml"]) == 0
    text = capsys.readouterr().out
    assert (
        "card.yaml: adds 5 models, prices 0 anew, discounts 0, no exchange rates; no problems\n"
        in text
    )


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "Missing argument 'FILE...'."),
        (["no-such.yaml"], "no-such.yaml: no such file"),
    ],
)
def test_a_wrong_call_has_one_clear_line(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rates", "check", *args]) == 2
    assert capsys.readouterr().err == f"tokest: {message}\n"
