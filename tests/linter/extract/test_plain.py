from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.extract.plain import read
from tokest.linter.source import Source

if TYPE_CHECKING:
    from tokest.linter.values import Document


def document(text: str) -> Document:
    return read(Source("a.prompt", text), comments="<!--", templated=True)


def test_front_matter_is_a_part_of_its_own() -> None:
    (prompt,) = document("---\nmodel: qwen-max\n---\nHi {{ x }}").prompts
    assert [(part.key, part.text) for part in prompt.parts] == [
        ("frontmatter", "model: qwen-max\n"), ("", "Hi {{ x }}"),
    ]  # fmt: skip
    assert prompt.request is not None
    assert prompt.request.model == "qwen-max"


def test_a_rule_of_dashes_is_no_front_matter() -> None:
    for text in ("---\nOnly text\n---\nMore", "---\n```bash\nx: [\n```\n---\nMore"):
        (prompt,) = document(text).prompts
        assert [(part.key, part.text) for part in prompt.parts] == [("", text)]
        assert document(text).problems == ()


def test_places_are_those_of_the_file() -> None:
    (prompt,) = document("---\r\na: 1\r\n---\r\nHi").prompts
    assert prompt.parts[1].span(0, 2).start == 16


def test_prompty_names_its_model_inside() -> None:
    (prompt,) = document("---\nmodel:\n  id: gpt-4o\n---\nHi").prompts
    assert prompt.request is not None
    assert prompt.request.model == "gpt-4o"


def test_our_own_keys_are_checked() -> None:
    (problem,) = document("---\ntokest: {ignor: [TK1]}\n---\nHi").problems
    assert "unknown key 'ignor'" in problem.what
    (problem,) = document("---\ntokest: {budget: lots}\n---\nHi").problems
    assert "whole number" in problem.what


def test_inputs_are_declared_in_several_ways() -> None:
    for text in ("inputs: {a: 1}", "inputs: [a]", "inputs: [{name: a}]",
                 "inputSchema: {properties: {a: 1}}"):  # fmt: skip
        (prompt,) = document(f"---\n{text}\n---\nHi").prompts
        assert prompt.declared is not None
        assert [one.name for one in prompt.declared] == ["a"]
