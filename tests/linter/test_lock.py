from __future__ import annotations

import json

import pytest

from tokest.errors import FileFormatError
from tokest.linter.lock import Lock, Made, dump, load, pasts
from tokest.linter.project import Summary
from tokest.linter.rule import Count

EXACT = Count(10, 10, 10, "exact", "qwen")
ABOUT = Count(10, 8, 13, "proxy", "o200k_base")
TWO = [
    Summary(id="b.md", path="b.md", digest="2", counts=(("qwen-max", EXACT),), variables=("x",)),
    Summary(id='a"\n.md', path="a", digest="1", counts=(("claude-x", ABOUT),)),
]
MADE = Made(
    tokest="1",
    prices="2026-11-01@sha256:0",
    templates="sha256:1",
    tokenizers={"qwen-max": "exact:b", "claude-x": "proxy:a x 2"},
)


def test_a_lock_file_is_read_back() -> None:
    assert load("tokest.lock", dump(TWO, [], MADE)) == Lock(MADE, pasts(TWO, []))


def test_the_order_of_prompts_does_not_show() -> None:
    assert dump(TWO, [], MADE) == dump(TWO[::-1], [], MADE)


def test_each_prompt_has_a_line_of_its_own() -> None:
    text = dump(TWO, [], MADE)
    data = json.loads(text)
    assert data["prompts"]["b.md"] == {"sha256": "2", "tokens": {"qwen-max": 10}, "vars": ["x"]}
    assert data["prompts"]['a"\n.md']["tokens"] == {"claude-x": [10, 8, 13]}
    assert data["tokenizers"] == {"claude-x": "proxy:a x 2", "qwen-max": "exact:b"}
    assert sum('"sha256"' in line for line in text.splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: not valid JSON"),
        ("[]", "no lock file of version 1"),
        ('{"version": 2}', "no lock file of version 1"),
        ('{"version": 1}', "not as tokest lock writes it"),
        ('{"version": 1, "prompts": {"a": 5}}', "not as tokest lock writes it"),
        ('{"version": 1, "tokenizers": [], "prompts": {}}', "not as tokest lock writes it"),
        ('{"version": 1,\n<<<<<<< HEAD\n', "2:1: not valid JSON (conflict marks of a merge?"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_another_file_is_refused(text: str, problem: str) -> None:
    with pytest.raises(FileFormatError) as caught:
        load("tokest.lock", text)
    assert problem in str(caught.value)
