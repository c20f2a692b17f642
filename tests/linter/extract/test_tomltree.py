from __future__ import annotations

import pytest

from tokest.linter.extract.files import read
from tokest.linter.extract.tomltree import parse
from tokest.linter.extract.tree import Node
from tokest.linter.settings import Settings
from tokest.linter.source import Source
from tokest.linter.values import Problem


def test_a_text_is_found_again_in_the_file() -> None:
    text = 'system = "Be brief."\n[other]\nprompt = """\nOne\ntwo"""\nn = 5\nlist = ["a", true]\n'
    root = parse(Source("a.toml", text))
    assert isinstance(root, Node)
    for keys, value in ((("system",), "Be brief."), (("other", "prompt"), "One\ntwo")):
        node = root.get(*keys)
        assert node is not None
        assert node.locate is not None
        start, end = node.locate().span(0, len(value))
        assert text[start:end] == value


def test_a_text_with_escapes_has_the_place_of_its_key() -> None:
    root = parse(Source("a.toml", 'a = 1\nsystem = "x\\ny"\n'))
    assert isinstance(root, Node)
    node = root.get("system")
    assert node is not None
    assert node.locate is not None
    assert node.locate().span(0, 1)[0] >= 6


def test_broken_toml_has_its_place() -> None:
    found = parse(Source("a.toml", "a = 1\nb = \n"))
    assert isinstance(found, Problem)
    assert found.start == 10


@pytest.mark.parametrize("depth", [50, 100, 900, 100_000])
def test_keys_of_any_depth_are_read_or_refused(depth: int) -> None:
    found = read("a.toml", f'system{".a" * depth} = "Hi"'.encode(), Settings())
    assert found.problems == () or found.problems[0].what == "nested too deeply"


def test_a_number_of_thousands_of_digits_is_a_problem_of_the_file() -> None:
    found = read("a.toml", b"a = " + b"9" * 6_000, Settings())
    assert [one.what for one in found.problems] == ["a number of thousands of digits"]
