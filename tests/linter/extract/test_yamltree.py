from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from hypothesis import given
from hypothesis import strategies as st

from tokest.linter.extract.yamltree import MOST_NODES, parse
from tokest.linter.values import Problem

if TYPE_CHECKING:
    from tokest.linter.extract.tree import Node

WORDS = st.text(alphabet="abc é你:#'\"\\-\n", min_size=1, max_size=40)


def node_of(source: str) -> Node:
    found = parse(source)
    assert not isinstance(found, Problem)
    node = found[0].get("a")
    assert node is not None
    return node


@given(WORDS, st.sampled_from(["|", "'", '"', ">", None]), st.sampled_from([20, 80]))
def test_every_character_leads_back_to_one_like_it(text: str, style: str, width: int) -> None:
    source = yaml.dump({"b": 1, "a": text}, default_style=style, width=width, allow_unicode=True)
    node = node_of(source)
    assert node.value == text
    assert node.locate is not None
    places = node.locate()
    for offset, char in enumerate(text):
        start, end = places.span(offset, offset + 1)
        assert source[start:end] == char or char in " \n\\'\"" or source[start] in "\\'"


def test_a_block_maps_line_by_line() -> None:
    source = "b: 1\na: |\n    one\n      two\n\n    three\n"
    node = node_of(source)
    assert node.value == "one\n  two\n\nthree\n"
    assert node.locate is not None
    for word in ("one", "two", "three", "  two"):
        start = node.value.index(word)
        first, last = node.locate().span(start, start + len(word))
        assert source[first:last] == word


def test_numbers_and_words_are_told_apart() -> None:
    found = parse("a: 5\nb: '5'\nc: true\nd: 2024-01-01\n")
    assert not isinstance(found, Problem)
    assert {key: one.value for key, one in found[0].pairs()} == {
        "a": 5, "b": "5", "c": True, "d": "2024-01-01",
    }  # fmt: skip


def test_an_alias_bomb_is_a_problem() -> None:
    lines = ["a0: &a0 [x]"] + [
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 9)
    ]
    found = parse("\n".join(lines))
    assert isinstance(found, Problem)
    assert f"{MOST_NODES:,}" in found.what


def test_broken_yaml_has_its_place() -> None:
    found = parse("a: [1\nb: 2", 100)
    assert isinstance(found, Problem)
    assert found.start > 100


def test_a_character_that_yaml_forbids_has_its_place() -> None:
    found = parse("a: b\x00c")
    assert isinstance(found, Problem)
