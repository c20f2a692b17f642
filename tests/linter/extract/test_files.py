from __future__ import annotations

import pytest

from tokest.linter.extract.files import read
from tokest.linter.settings import Settings
from tokest.linter.source import MAX_BYTES

TEXTS = {
    "a.md": "Hi", "a.txt": "Hi", "a.prompt": "Hi", "a.prompty": "Hi", "a.mdx": "Hi", "a.j2": "Hi",
    "a.jinja": "Hi", "a.jinja2": "Hi", "a.tmpl": "Hi", "a.hbs": "Hi", "a.mustache": "Hi",
    "a.liquid": "Hi", "SKILL.md": "Hi", ".cursorrules": "Hi", "a.yaml": "system: Hi",
    "a.yml": "system: Hi", "a.toml": "system = 'Hi'", "a.json": '{"system": "Hi"}',
    "a.jsonl": '{"system": "Hi"}',
    "a.py": "SYSTEM_PROMPT = 'You are a helpful assistant who answers briefly.'",
}  # fmt: skip


@pytest.mark.parametrize("path", TEXTS)
def test_every_kind_of_file_has_its_reader(path: str) -> None:
    document = read(path, TEXTS[path].encode(), Settings())
    assert document.problems == ()
    assert len(document.prompts) == 1


@pytest.mark.parametrize("raw", [b"\x89PNG\0", b"\xff\xff", b"\xff\xfe\0"])
def test_what_is_no_text_is_a_problem(raw: bytes) -> None:
    (problem,) = read("a.md", raw, Settings()).problems
    assert problem.what


def test_utf16_with_its_mark_is_text() -> None:
    document = read("a.md", "Hi é".encode("utf-16"), Settings())
    assert document.prompts[0].parts[0].text == "Hi é"


def test_a_file_too_large_is_a_problem() -> None:
    (problem,) = read("a.md", bytes(MAX_BYTES + 1), Settings()).problems
    assert "is read up to" in problem.what


def test_yaml_of_several_documents_has_several_prompts() -> None:
    found = read("a.yaml", b"system: a\n---\nsystem: b\n", Settings()).prompts
    assert [one.key for one in found] == ["[0].system", "[1].system"]


def test_other_keys_may_be_named() -> None:
    assert len(read("a.yaml", b"ask: a\nsystem: b", Settings(text_keys=("ask",))).prompts) == 1
