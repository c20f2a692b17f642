from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tokest.cli.main import run

if TYPE_CHECKING:
    import pytest


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "schema"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["title"] == "Plan of tokest"
    assert found["properties"]["workloads"]["minItems"] == 1
