from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from tokest.cli.commands.schema import SCHEMAS
from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(
    name: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    assert run(["schema", name]) == 0
    text = capsys.readouterr().out
    Draft202012Validator.check_schema(json.loads(text))
    if name in ("config", "lock"):
        golden(f"schema/{name}.json", text)


def test_another_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "lokc"]) == 2
    assert "'config', 'lock', 'plan', 'pricing'" in capsys.readouterr().err
