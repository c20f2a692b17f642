"""Exact counts, and the methods that run in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from scores import Floats, Guess
from tokest.tokens.encodings import catalog
from tokest.tokens.estimate import estimate, estimate_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tokest.tokens.values import Estimate

Guesses = dict[str, Guess]
"""What one method says, by encoding."""

CL100K: Final = "cl100k_base"
BATCH: Final = 256


def embedded() -> tuple[str, ...]:
    """Name the encodings that tokest counts exactly by itself."""
    return tuple(encoding.name for encoding in catalog().encodings)


def exact_counts(name: str, texts: Sequence[str]) -> Floats:
    """Count exactly, by a vocabulary that ships or is found on this machine."""
    columns = estimate_many(texts, encodings=[name], method="exact")
    return np.array([found.tokens for (found,) in columns], float)


def own_guesses(texts: Sequence[str], exact: Mapping[str, Floats]) -> dict[str, Guesses]:
    """Ask the baselines and tokest's own methods about every encoding."""
    chars = Guess(np.array([-(-len(text) // 4) for text in texts], float))
    octets = Guess(np.array([-(-len(text.encode()) // 4) for text in texts], float))
    rule = guess_of(estimate(text, method="rule") for text in texts)
    everywhere = exact.get(CL100K)
    cl100k = Guess(exact_counts(CL100K, texts) if everywhere is None else everywhere)
    found = {
        "chars/4": dict.fromkeys(exact, chars),
        "bytes/4": dict.fromkeys(exact, octets),
        "rule of thumb": dict.fromkeys(exact, rule),
        "cl100k for all": dict.fromkeys(exact, cl100k),
    }
    columns = zip(*estimate_many(texts, encodings=tuple(exact), method="table"), strict=True)
    by_name = zip(exact, columns, strict=True)
    found["tokest table"] = {name: guess_of(column) for name, column in by_name}
    return found


def guess_of(estimates: Iterable[Estimate]) -> Guess:
    """Turn the estimates of all documents into columns."""
    rows = [(found.tokens, found.low, found.high) for found in estimates]
    tokens, low, high = np.array(rows, float).T
    return Guess(tokens, low, high)
