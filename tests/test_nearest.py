from __future__ import annotations

import pytest

from tokest.nearest import nearest


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("qwen-trubo", ["qwen-turbo"], ("qwen-turbo",)),
        ("GPT-4O-MNI", ["gpt-4o-mini"], ("gpt-4o-mini",)),
        ("minimax-m2", ["MiniMax-M3"], ("MiniMax-M3",)),
        ("gpt-9-mini", ["gpt-9", "gpt-9-pro"], ()),
        ("zzz", ["qwen-max"], ()),
        ("q" * 10_000, ["q" * 9_999], ()),
    ],
)
def test_suggestions(name: str, known: list[str], expected: tuple[str, ...]) -> None:
    assert nearest(name, known) == expected
