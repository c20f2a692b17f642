from __future__ import annotations

import pytest

from tokest.linter.context import Context
from tokest.linter.engine import lint
from tokest.linter.extract.files import read
from tokest.linter.rules import chosen
from tokest.linter.settings import Settings

KEY = "AKIAQ3EGRWZ5TLHNVKMB"


def codes(path: str, text: str, settings: Settings | None = None) -> list[str]:
    settings = settings or Settings()
    document = read(path, text.encode(), settings)
    (result,) = lint(
        [document], chosen(("TK006", "TK004")), Context(settings=settings), count=False
    )
    return [one.code for one in result.findings]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", f"---\ntokest: {{ignore: [TK006]}}\n---\n{KEY}"),
        ("a.md", f"<!-- tokest: ignore[TK006] shown in class -->\n\n{KEY}"),
        ("a.md", f"Hi\n\n<!-- tokest: ignore[TK006] -->\nx\n{KEY}\n\nend"),
        ("a.md", f"Hi\n{KEY} <!-- tokest: ignore[TK006] -->\n"),
        ("a.j2", f"Hi\n{{# tokest: ignore[TK0] #}}\n{KEY}\n"),
        ("a.yaml", f"# tokest: ignore[TK006]\nsystem: {KEY}\n"),
        ("a.yaml", f"x: 1\nsystem: {KEY} # tokest: ignore[TK006]\n"),
        ("a.toml", f"x = 1\n# tokest: ignore[TK006]\nsystem = '{KEY}'\n"),
        ("a.py", f"import x\n# tokest: ignore[TK006]\nPROMPT = '''{'word ' * 9}\n\n\n{KEY}'''\n"),
    ],
)
def test_an_ignore_fits_its_kind_of_file(path: str, text: str) -> None:
    assert codes(path, text) == []


def test_an_ignore_holds_for_its_block_alone() -> None:
    text = f"Hi\n\n<!-- tokest: ignore[TK006] -->\n{KEY}\n\n{KEY}\n"
    assert codes("a.md", text) == ["TK006"]


def test_each_of_many_ignores_is_judged_by_its_own_rows() -> None:
    comment = "<!-- tokest: ignore[TK006, TK501] -->"
    text = f"Hi\n\n{comment}\n{comment}\n{KEY}\n\n{comment}\nx\n\n{KEY} {comment}\n"
    # TK501 holds for nothing four times over, TK006 only in the block without a key.
    assert codes("a.md", text) == ["TK004"] * 5


def test_another_code_is_not_ignored_and_said_to_be_unused() -> None:
    assert codes("a.md", f"<!-- tokest: ignore[TK501] -->\n{KEY}") == ["TK004", "TK006"]


def test_the_configuration_ignores_by_path() -> None:
    settings = Settings(per_file_ignores=(("tests/**", ("TK0",)),))
    assert codes("tests/a.md", KEY, settings) == []
    assert codes("a.md", KEY, settings) == ["TK006"]
