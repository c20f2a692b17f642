from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("files")


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_it_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    assert run(["rates", "diff", "card.yaml", "new.yaml", "--format", form]) == 1
    golden(f"rates/diff.{form}", capsys.readouterr().out)


@pytest.mark.parametrize("name", ["card.yaml", "builtin"])
def test_nothing_changed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rates", "diff", name, name]) == 0
    assert capsys.readouterr().out.endswith("\nno change\n")


def test_a_file_that_is_no_card_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rates", "diff", "builtin", "models-dev-data.json"]) == 2
    assert capsys.readouterr().err.startswith("tokest: models-dev-data.json:1:1: missing version")
