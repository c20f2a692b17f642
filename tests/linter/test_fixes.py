from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from tokest.cli.linting.mend import mend
from tokest.cli.linting.work import Task
from tokest.linter.fixes import applicable, apply
from tokest.linter.rules import codes
from tokest.linter.settings import Settings
from tokest.linter.source import Source, decode
from tokest.linter.values import Edit, Fix

SCRAPS = (
    "word\u200b", "one\u00a0two ", "cafe\u0301 ", "\U0001d400\U0001d401 ", "p\u0430ss ",
    "| a      | b      |\n", "= = = = = = = = =\n", '```json\n{\n  "a": [\n    1\n  ]\n}\n```\n',
    "in order to ", "due to the fact that ", "\u202eabc", "x   \n", "\r\n", "\n\n", "plain ",
    "<!-- tokest: ignore[TK101] -->\n", "你好，", '"', "\\",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(SCRAPS), max_size=60).map("".join)
FIXABLE = ("TK004", "TK301", "TK501", "TK502", "TK503", "TK505", "TK507", "TK508", "TK509")
TASK = Task(
    settings=Settings(min_saving=1, models=("gpt-4o",), reserve_output=700),
    cards=(),
    codes=tuple(code for code in codes() if code in FIXABLE),
    count=False,
)


def mended(raw: bytes, path: str = "a.md", *, unsafe: bool = True) -> bytes:
    return mend(TASK, path, raw, unsafe=unsafe)[0]


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.booleans())
def test_a_fixed_file_stays_as_it_is(text: str, encoding: str, unsafe: bool) -> None:  # noqa: FBT001  # hypothesis passes flags so
    once = mended(text.encode(encoding), unsafe=unsafe)
    assert mended(once, unsafe=unsafe) == once


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_the_mark_the_encoding_and_the_line_endings_stay(text: str, encoding: str) -> None:
    text = text.replace("\r\n", "\n").replace("\n", "\r\n").replace("<!--", "<-")
    raw = text.encode(encoding)
    source = decode("a.md", raw)
    fixed = decode("a.md", mended(raw, unsafe=False))
    assert isinstance(source, Source)
    assert isinstance(fixed, Source)
    assert (fixed.encoding, fixed.mark) == (source.encoding, source.mark)
    assert fixed.text.count("\r\n") == fixed.text.count("\n") == source.text.count("\n")


@given(TEXTS)
def test_nothing_outside_the_findings_changes(text: str) -> None:
    (result,) = TASK.check([("a.md", text.encode())])
    fixes = [one.fix for one in applicable(result.findings, unsafe=True) if one.fix]
    fixed, _ = apply(text, fixes)
    spans = sorted((edit.start, edit.end) for fix in fixes for edit in fix.edits)
    kept = "".join(
        text[a:b]
        for a, b in zip(
            [0, *(end for _, end in spans)],
            [*(start for start, _ in spans), len(text)],
            strict=True,
        )
        if a < b
    )
    rest = iter(fixed)
    assert all(char in rest for char in kept)  # what is kept stands in the fixed text, in order


@given(TEXTS)
def test_a_fixed_data_file_is_still_data(text: str) -> None:
    for ascii_only in (True, False):
        raw = json.dumps({"system": text, "other": 1}, ensure_ascii=ascii_only).encode()
        fixed = json.loads(mended(raw, "a.json"))
        assert (list(fixed), fixed["other"]) == (["system", "other"], 1)


@given(TEXTS, st.sampled_from([None, 2]))
def test_a_fixed_request_is_the_same_request_with_a_limit(text: str, indent: int | None) -> None:
    data = {"model": "qwen-max", "messages": [{"role": "user", "content": text}]}
    once = mended(json.dumps(data, indent=indent).encode(), "a.json")
    assert mended(once, "a.json") == once
    fixed = json.loads(once)
    assert fixed.pop("max_tokens") == 700
    fixed["messages"][0]["content"] = text
    assert fixed == data


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=20,
)


@given(st.lists(VALUES, min_size=1) | st.dictionaries(st.text(), VALUES), st.integers(1, 8))
def test_json_written_on_one_line_is_the_same_value(value: Any, indent: int) -> None:
    alone = replace(TASK, codes=("TK502",))
    for name, dump, load in (
        ("a.json", json.dumps, json.loads),
        ("a.yaml", as_block, yaml.safe_load),
    ):
        inner = json.dumps(value, indent=indent, ensure_ascii=name == "a.yaml")
        raw = dump({"system": inner}).encode()
        fixed, *_ = mend(alone, name, raw, unsafe=False)
        assert json.loads(load(fixed)["system"]) == value
        assert mend(alone, name, fixed, unsafe=False)[0] == fixed


def as_block(data: dict[str, str]) -> str:
    return "system: |\n" + "".join(f"  {line}\n" for line in data["system"].split("\n"))


def test_edits_that_meet_wait_for_the_next_round() -> None:
    first = Fix("a", "safe", (Edit(0, 3, "x"),))
    second = Fix("b", "safe", (Edit(2, 4, "y"),))
    third = Fix("c", "safe", (Edit(4, 5, ""), Edit(5, 5, "z")))
    assert apply("abcdef", [first, second, third]) == ("xdzf", 2)


def test_unsafe_fixes_need_to_be_asked_for() -> None:
    raw = ("= = = = = = = = = = = = = = = =\nSection\n" * 8).encode()
    assert mended(raw, unsafe=False) == raw
    assert mended(raw) != raw
