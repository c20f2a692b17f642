from __future__ import annotations

import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tokest.errors import FileFormatError
from tokest.linter.config import read_config
from tokest.linter.json_schema import config_schema

GOOD = """\
models = ["gpt-5.5"]
max-growth = "10 %"
[variables]
document = { max-tokens = 6000 }
[per-file-ignores]
"tests/**" = ["TK5"]
[[budgets]]
paths = ["a/*.md"]
max-tokens = 2500
max-cost-per-request = "0.002"
"""
BAD = [
    'modls = ["gpt-5.5"]',
    "max-growth = 10",
    'method = "guess"',
    "reserve-output = -1",
    "[variables]\ndocument = { max-token = 1 }",
    '[[budgets]]\npaths = ["a"]\nmax-tokens = "many"',
    'select = ["E501"]',
]


def errors(text: str) -> list[Any]:
    return list(Draft202012Validator(config_schema()).iter_errors(tomllib.loads(text)))


def test_a_configuration_passes_the_schema() -> None:
    Draft202012Validator.check_schema(config_schema())
    assert errors(GOOD) == []
    assert read_config("tokest.toml", GOOD)


@pytest.mark.parametrize("text", BAD)
def test_what_the_reader_refuses_the_schema_refuses_too(text: str) -> None:
    with pytest.raises(FileFormatError):
        read_config("tokest.toml", text)
    assert errors(text)
