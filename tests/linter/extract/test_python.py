from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tokest.linter.extract.python import read
from tokest.linter.source import Source

if TYPE_CHECKING:
    from tokest.linter.values import Prompt

NAMES = ("*PROMPT*", "*SYSTEM*", "*TEMPLATE*")
LONG = "You are a helpful assistant, and you answer briefly."


def prompts(text: str) -> tuple[Prompt, ...]:
    return read(Source("a.py", text), names=NAMES).prompts


@pytest.mark.parametrize(
    ("source", "key"),
    [
        (f"SYSTEM_PROMPT = {LONG!r}", "SYSTEM_PROMPT"),
        (f"my_prompt: str = {LONG!r}", "my_prompt"),
        (f"x = call(system={LONG!r})", "call(system)"),
        (f"x = a.b.create(instructions={LONG!r})", "create(instructions)"),
        (f"x = PromptTemplate.from_template({LONG!r})", "from_template()"),
        (f"PROMPT = textwrap.dedent({LONG!r}).strip()", "PROMPT"),
        (f"# tokest: prompt\nx = {LONG!r}", "x"),
        (f"class A:\n    def f(self):\n        self.prompt = {LONG!r}", "prompt"),
    ],
)
def test_prompts_are_found_by_name_and_by_call(source: str, key: str) -> None:
    (found,) = prompts(source)
    assert (found.key, found.parts[0].text) == (key, LONG)


@pytest.mark.parametrize(
    "source",
    [f"x = {LONG!r}", "PROMPT = 'short'", "PROMPT = 5", f"x = call({LONG!r})", "PROMPT = other"],
)
def test_other_strings_are_no_prompts(source: str) -> None:
    assert prompts(source) == ()


def test_two_prompts_of_one_name_have_their_own_keys() -> None:
    found = prompts(f"PROMPT = {LONG!r}\nPROMPT = {LONG!r}")
    assert [one.key for one in found] == ["PROMPT", "PROMPT[2]"]


def test_expressions_become_variables() -> None:
    (found,) = prompts(f"PROMPT = f'{LONG} {{user.name!r:>10}} {{now()}} {{{{x}}}}' + rest")
    (part,) = found.parts
    assert [one.name for one in part.variables] == ["user.name", "", "rest"]
    assert part.static == LONG + "   {x}"


def test_format_makes_fields_of_braces() -> None:
    (found,) = prompts(f"PROMPT = '{LONG} {{name}} {{{{x}}}}'.format(name=1)")
    assert [one.name for one in found.parts[0].variables] == ["name"]


@pytest.mark.parametrize(
    "literal",
    [
        '"Always é \\n answer\\tthe \\x41 question in \\u4f60 and \\N{BULLET} so"',
        'r"Always a raw \\n one that is long enough to count"',
        '"""Always\n  over\n  several lines, so that it is long enough"""',
        '("Always in " "pieces, " # with a comment\n "that stand side by side")',
        '"Always with \\\na line that goes on and on and on and on"',
        "'Always with \\' and \\\" and \\\\ and \\101 so that all are there'",
    ],
)
def test_every_character_leads_back_to_its_place(literal: str) -> None:
    source = f"é = 1\nPROMPT = {literal}\n"
    (found,) = prompts(source)
    (part,) = found.parts
    assert part.text == ast.literal_eval(literal)
    for offset, char in enumerate(part.text):
        span = part.span(offset, offset + 1)
        piece = source[span.start : span.end]
        assert piece == char or ast.literal_eval(f'"{piece}"'.replace('"""', "'\"'")) == char


def test_a_column_counts_characters_and_not_bytes() -> None:
    (found,) = prompts(f"x = 'é你'; PROMPT = '{LONG}'")
    assert found.parts[0].span(0, 1).start == 20


def test_nothing_is_run() -> None:
    assert len(prompts(f"raise SystemExit\nPROMPT = {LONG!r}")) == 1


def test_what_python_warns_of_is_no_problem() -> None:
    text = 'if 1is 2 or "a" is "b": PROMPT = "a text that is long enough to be a prompt"'
    found = read(Source("a.py", text), names=NAMES)
    assert found.problems == ()
    assert len(found.prompts) == 1
