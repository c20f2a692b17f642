from __future__ import annotations

import pytest

from tokest.linter.phrases import phrases
from tokest.linter.rules.tk509_wordy_phrase import FEWEST
from tokest.tokens.encodings import catalog
from tokest.tokens.estimate import estimate_many

SHIPPED = [one.name for one in catalog().encodings]


@pytest.mark.parametrize("encoding", SHIPPED)
def test_every_phrase_costs_more_than_its_shorter_form(encoding: str) -> None:
    pairs = list(phrases().items())
    texts = [f"x {text} y" for pair in pairs for text in pair]
    found = [row[0].low for row in estimate_many(texts, encodings=[encoding])]
    savings = [long - short for long, short in zip(found[::2], found[1::2], strict=True)]
    assert min(savings) >= 1, [pair for pair, one in zip(pairs, savings, strict=True) if one < 1]
    assert max(savings) * (FEWEST - 1) < 20


def test_phrases_are_sorted_and_in_lower_case() -> None:
    assert list(phrases()) == sorted(phrases())
    assert all(phrase == phrase.lower() for phrase in phrases())
    assert not set(phrases()) & set(phrases().values())
