from __future__ import annotations

import pytest

from tokest.linter.extract.variables import LONGEST, bound, fields, names, tags


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ a }}", ["a"]),
        ("{{{a}}}", ["a"]),
        ("{{#each items}}{{this}}{{/each}}", ["%", "this", "%"]),
        ("{{! note }}{{> part}}", ["#", "%"]),
        ("{% if a %}{{ a.b }}{% endif %}", ["%", "a.b", "%"]),
        ("{{ a", []),
        ("{{style: 1}}", []),
        ('{{"a": 1}}', []),
        ("no tags", []),
    ],
)
def test_tags_of_every_kind_are_found(text: str, found: list[str]) -> None:
    assert [one.name for one in tags(text)] == found


def test_what_never_closes_is_read_once() -> None:
    assert tags("{{ " * 200_000) == ()
    assert tags("{{" + "x" * (LONGEST + 1) + "}}") == ()


def test_fields_know_conversions_and_formats() -> None:
    assert [one.name for one in fields("{a!r} {b:>5} {c} {{d}} {0}")] == ["a", "b", "c"]


def test_names_made_in_a_template_are_bound() -> None:
    text = "{% for k, v in d.items() %}{% set n = 1 %}{% endfor %}{{#each xs as |x i|}}"
    assert {"k", "v", "n", "x", "i"} <= bound(text)
    assert "d" in names(text)
