from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.linter.extract.jsontree import MOST_DEPTH, parse
from tokest.linter.extract.tree import Node, plain
from tokest.linter.values import Problem

LEAVES = st.none() | st.booleans() | st.integers() | st.text()
DATA = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(DATA, st.sampled_from([None, 1]))
def test_json_reads_as_the_standard_library_reads_it(data: object, indent: int | None) -> None:
    found = parse(json.dumps(data, indent=indent))
    assert isinstance(found, Node)
    assert plain(found) == data


@given(st.text(min_size=1), st.booleans())
def test_every_character_leads_back_to_its_own_place(text: str, ascii_only: bool) -> None:  # noqa: FBT001  # hypothesis passes flags so
    source = json.dumps({"a": text}, ensure_ascii=ascii_only)
    found = parse(source)
    assert isinstance(found, Node)
    node = found.get("a")
    assert node is not None
    assert node.locate is not None
    places = node.locate()
    for offset, char in enumerate(text):
        start, end = places.span(offset, offset + 1)
        assert json.loads(f'"{source[start:end]}"') == char


@given(st.text(alphabet='{}[]",:0 truefals\\n', max_size=30))
def test_what_the_standard_library_refuses_is_refused(text: str) -> None:
    try:
        json.loads(text)
    except ValueError:
        assert isinstance(parse(text), Problem)
    else:
        assert isinstance(parse(text), Node)


@pytest.mark.parametrize("text", ['"\\u12"', '"\\u"', '"\\u00g0"', '{"\\u1": 0}', '"\\x00"'])
def test_half_an_escape_is_refused(text: str) -> None:
    assert isinstance(parse(text), Problem)


def test_depth_is_bounded_without_recursion() -> None:
    found = parse("[" * 100_000)
    assert isinstance(found, Problem)
    assert found.start == MOST_DEPTH
