"""What numbers were made with: tokenizers, tables, templates and prices, each by its content.

A lock file keeps them, so that another vocabulary or another price is not taken for another prompt.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from tokest.linter.measure import Meter
from tokest.resources import data_file

if TYPE_CHECKING:
    from tokest.linter.context import Context

_CHECKED: Final = re.compile(rb"checked: (\d{4}-\d\d-\d\d)")
SHOWN: Final = 12
"""Digits of a SHA-256 that are kept; enough to tell versions apart."""


def tokenizer(model: str, context: Context) -> str:
    """Name what counts a model's texts: a vocabulary, a table, or another encoding's by a factor.

    >>> from tokest.linter.context import Context
    >>> tokenizer("qwen-max", Context())
    'exact:qwen@sha256:b2b1b8dfb5cc'
    """
    from tokest.tokens.encodings import Proxy  # noqa: PLC0415  # vocabularies on demand
    from tokest.tokens.targets import counted_by, find_targets, table_name  # noqa: PLC0415

    meter = Meter(context)
    models, encodings = meter.names(model)
    method = meter.method(models, encodings)
    (target,) = find_targets(models, encodings, method, None)
    table = table_name(target, method)
    if table is not None:
        return f"table:{table}@{_files(f'tables/{table}.bin', 'tables/keys.bin', 'tables.json')}"
    counter, encoding = target.counter, counted_by(target.counter)
    if encoding is None:
        return counter.name
    made = f"{encoding.name}@sha256:{encoding.vocabulary.sha256[:SHOWN]}"
    if isinstance(counter, Proxy):
        return f"proxy:{made} x {counter.ratio} ({counter.low} - {counter.high})"
    return f"exact:{made}"


def templates() -> str:
    """Name the chat templates and the formulas of media that requests are counted with."""
    return _files("templates.yaml", "media.yaml")


def prices(context: Context) -> str:
    """Name the prices, those that ship and the cards over them, by the newest day they are of."""
    cards = "\0".join(text for _, text in context.cards).encode()
    whole = data_file("pricing.yaml").read_bytes() + cards
    days = _CHECKED.findall(whole)
    return f"{max(days, default=b'').decode()}@{_digest(whole)}"


@cache
def _files(*names: str) -> str:
    return _digest(b"\0".join(data_file(name).read_bytes() for name in names))


def _digest(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()[:SHOWN]}"
