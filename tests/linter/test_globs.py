from __future__ import annotations

import pytest

from tokest.linter.globs import fits, matches


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("a.md", "*.md", True),
        ("x/a.md", "*.md", True),
        ("x/a.md", "x/*.md", True),
        ("x/y/a.md", "x/*.md", False),
        ("x/y/a.md", "x/**/*.md", True),
        ("x/a.md", "x/**/*.md", True),
        ("x/y/a.md", "x/**", True),
        ("x/y/a.md", "x", True),
        ("node_modules/a/b.md", "node_modules", True),
        ("a/node_modules/b.md", "node_modules", True),
        ("a.md", "./a.md", True),
        ("a1.md", "a[0-9].md", True),
        ("ax.md", "a[!0-9].md", True),
        ("a5.md", "a[!0-9].md", False),
        ("a5.md", "a[9-0].md", False),
        ("a[.md", "a[[x].md", True),
        ("a!.md", "a[!].md", False),
        ("a.md", "a.{md,txt}", True),
        ("a.rst", "a.{md,txt}", False),
        ("a\nb.md", "*.md", True),
        ("a.md.bak", "*.md", False),
    ],
)
def test_patterns_fit_as_people_expect(path: str, pattern: str, expected: bool) -> None:  # noqa: FBT001  # a parameter
    assert matches(path, pattern) is expected


def test_one_of_several_is_enough() -> None:
    assert fits("a.md", ("b.md", "*.md"))
    assert not fits("a.md", ())
