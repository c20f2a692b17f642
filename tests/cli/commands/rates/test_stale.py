from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("files")


@pytest.mark.parametrize("form", ["text", "json"])
def test_it_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    call = ["rates", "stale", "--rates", "card.yaml", "--at", "2026-07-31", "--days", "90"]
    assert run([*call, "--format", form]) == 1
    golden(f"rates/stale.{form}", capsys.readouterr().out)


def test_nothing_is_stale_for_long_enough(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rates", "stale", "--days", "36500", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["stale"] == []


def test_a_wrong_call_has_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rates", "stale", "--at", "2026-13-01"]) == 2
    assert "--at: expected a day such as 2026-11-01" in capsys.readouterr().err
