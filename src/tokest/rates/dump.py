"""Write a rate card as YAML, one line a tier: the form `data/pricing.yaml` is kept in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from tokest.rates.plain import plain_card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.card import RateCard

    Plain = dict[str, Any]

_BARE: Final = re.compile(r"\w([^\x00-\x1f\x7f-\x9f: ]| (?!#)|:(?=\S))*(?<! )", re.ASCII)
_BARE_INSIDE: Final = re.compile(
    r"\w([^\x00-\x1f\x7f-\x9f: \[\]{},\"']| (?!#)|:(?=\S))*(?<! )", re.ASCII
)
"""Text that needs no quotes, on a line of its own and inside a list or mapping on one line."""

_BLOCKS: Final = frozenset({"rates", "peak"})
"""Keys whose value stands on lines of its own, one key a line."""


def dump_card(card: RateCard) -> str:
    """Write a card as YAML; reading it again gives the same card.

    >>> from tokest.rates.card import RateCard
    >>> print(dump_card(RateCard(version=1, providers=())), end="")
    version: 1
    providers: []
    """
    return "\n".join(_lines(plain_card(card), "")) + "\n"


def _lines(record: Plain, indent: str) -> Iterator[str]:
    for key, value in record.items():
        if key in {"providers", "models"} and value and isinstance(value, list):
            yield f"{indent}{key}:"
            for index, item in enumerate(value):
                yield from ("",) if index else ()
                yield from _item(item, indent)
        elif key in _BLOCKS and value and isinstance(value, list):
            yield f"{indent}{key}:"
            for item in value:
                yield from _item(item, indent)
        elif key in _BLOCKS and value and isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _lines(value, indent + "  ")
        elif value and isinstance(value, list) and isinstance(value[0], dict):
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {_flow(item)}" for item in value)
        else:
            yield f"{indent}{key}: {_text(value) if isinstance(value, str) else _flow(value)}"


def _item(record: Plain, indent: str) -> Iterator[str]:
    lines = _lines(record, indent + "    ")
    yield f"{indent}  - {next(lines).lstrip()}"
    yield from lines


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(str(value), inside=True)


def _text(text: str, *, inside: bool = False) -> str:
    form = _BARE_INSIDE if inside else _BARE
    return text if form.fullmatch(text) else json.dumps(text, ensure_ascii=False)
