from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("files")

CALL = ("rates", "history", "nimbus/large-latest", "--rates", "card.yaml")


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_it_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    assert run([*CALL, "--format", form]) == 0
    golden(f"rates/history.{form}", capsys.readouterr().out)


def test_one_region(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rates", "history", "quill-max", "--rates", "card.yaml", "--region", "cn"]) == 0
    text = capsys.readouterr().out
    assert "CNY" in text
    assert "USD" not in text


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["qwen-trubo"], "unknown model 'qwen-trubo' (nearest: "),
        (["gpt-4o", "--region", "mars"], "--region: 'mars' is not one of global"),
    ],
)
def test_a_wrong_call_has_one_clear_line(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rates", "history", *args]) == 2
    assert capsys.readouterr().err.startswith(f"tokest: {message}")
