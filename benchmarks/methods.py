"""Exact counts, and the methods that run in this process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
from tokenizers import Tokenizer

from scores import Floats, Guess
from tokest.tokens.encodings import catalog
from tokest.tokens.estimate import count, estimate, estimate_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tokest.tokens.values import Estimate

Guesses = dict[str, Guess]
"""What one method says, by encoding."""

CL100K: Final = "cl100k_base"
BATCH: Final = 256


def embedded() -> tuple[str, ...]:
    """Name the encodings that tokest counts exactly by itself."""
    return tuple(encoding.name for encoding in catalog().encodings)


def proxied() -> dict[str, str]:
    """Name the tokenizers that tokest knows by proxy, each with a model that has it."""
    return {proxy.name: (*proxy.models, *proxy.assumed)[0] for proxy in catalog().proxies}


def exact_counts(name: str, texts: Sequence[str], vocabulary: Path | None) -> Floats:
    """Count exactly: by a tokenizer.json where one is given, else by tokest's own engine."""
    if vocabulary is None:
        return np.array([count(text, encoding=name) for text in texts], float)
    tokenizer = _load(vocabulary)
    batches = (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
    found = (len(one) for batch in batches for one in tokenizer.encode_batch_fast(list(batch)))
    return np.fromiter(found, float, len(texts))


def own_guesses(texts: Sequence[str], exact: Mapping[str, Floats]) -> dict[str, Guesses]:
    """Ask the baselines and tokest's own methods about every encoding."""
    chars = Guess(np.array([-(-len(text) // 4) for text in texts], float))
    octets = Guess(np.array([-(-len(text.encode()) // 4) for text in texts], float))
    rule = guess_of(estimate(text, method="rule") for text in texts)
    everywhere = exact.get(CL100K)
    cl100k = Guess(exact_counts(CL100K, texts, None) if everywhere is None else everywhere)
    found = {
        "chars/4": dict.fromkeys(exact, chars),
        "bytes/4": dict.fromkeys(exact, octets),
        "rule of thumb": dict.fromkeys(exact, rule),
        "cl100k for all": dict.fromkeys(exact, cl100k),
    }
    if proxies := {name: model for name, model in proxied().items() if name in exact}:
        found["tokest proxy"] = {
            name: guess_of(estimate(text, model, method="proxy") for text in texts)
            for name, model in proxies.items()
        }
    if tabled := [name for name in exact if name not in proxied()]:
        columns = zip(*estimate_many(texts, encodings=tabled, method="table"), strict=True)
        by_name = zip(tabled, columns, strict=True)
        found["tokest table"] = {name: guess_of(column) for name, column in by_name}
    return found


def guess_of(estimates: Iterable[Estimate]) -> Guess:
    """Turn the estimates of all documents into columns."""
    rows = [(found.tokens, found.low, found.high) for found in estimates]
    tokens, low, high = np.array(rows, float).T
    return Guess(tokens, low, high)


def _load(path: Path) -> Tokenizer:
    """Load a tokenizer.json so that spellings of special tokens count as plain text."""
    raw = json.loads(path.read_bytes())
    words = raw["model"]["vocab"]
    kept = [t for t in raw["added_tokens"] if t["content"] in words and not t["special"]]
    plain = {**raw, "added_tokens": kept, "post_processor": None, "truncation": None}
    return Tokenizer.from_str(json.dumps({**plain, "padding": None}))
