from __future__ import annotations

import pytest
from hypothesis import given

from strategies import TEXT
from tokest.plan.trimming import trim

BLOCK = "These are the rules that the assistant follows in every answer."


@pytest.mark.parametrize(
    ("text", "trimmed", "done"),
    [
        ("plain text\n", "plain text\n", ()),
        ("a \t\nb", "a\nb", ("blanks at the ends of lines",)),
        ("a\n\n\n\n\nb", "a\n\nb", ("empty lines",)),
        (f"{BLOCK}\n\nx\n\n{BLOCK}", f"{BLOCK}\n\nx", ("blocks that stand twice",)),
        ("---\n\na\n\n---", "---\n\na\n\n---", ()),
        ('```json\n{\n  "a": "é"\n}\n```', '```json\n{"a":"é"}\n```', ("indentation of JSON",)),
        ("```json\n{broken\n```", "```json\n{broken\n```", ()),
    ],
)
def test_what_carries_no_meaning_is_removed(text: str, trimmed: str, done: tuple[str, ...]) -> None:
    assert trim(text) == (trimmed, done)


@given(text=TEXT)
def test_what_is_trimmed_is_not_longer_and_stays_so(text: str) -> None:
    once, _ = trim(text)
    assert len(once) <= len(text)
    assert trim(once)[0] == once


def test_a_long_run_of_blanks_is_looked_at_once() -> None:
    text = "a" + " \t" * 100_000 + "b"
    assert trim(text) == (text, ())
