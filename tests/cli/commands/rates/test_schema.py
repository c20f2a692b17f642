from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tokest.cli.main import run
from tokest.documents.json_schema import json_schema
from tokest.rates.schema import CARD

if TYPE_CHECKING:
    import pytest


def test_it_is_the_schema_of_the_card(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rates", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema(CARD, "Rate card of tokest")
