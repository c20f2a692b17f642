"""A JSON Schema of a document, for editors, made from the one declaration of its shape.

The schema is wider than the reader: whatever `tokest.documents` accepts passes it, but what must
hold between keys, and some spellings of scalars, only the reader checks. Scalars are seen as YAML
1.2 reads them, which is how editors do.
"""

from __future__ import annotations

import re
from functools import singledispatch
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from tokest.documents.kinds import (
    Choice,
    Count,
    Day,
    Flag,
    Many,
    Moment,
    Number,
    Record,
    Text,
)

if TYPE_CHECKING:
    from tokest.documents.kinds import Kind

    Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_NULLS: Final = ("null", "Null", "NULL", "~")
_TRUTHS: Final = {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_NUMBERS: Final = tuple(
    chain(
        ("1" * digits for digits in range(1, 21)),
        ("0", "-1", "+1", "1.5", ".5", "1.", "1e5", "1e-5", "1.5E+5", "0x1f", "0o17"),
        (".inf", "-.inf", ".nan", ".NaN", ".INF"),
    )
)
"""Spellings of numbers, to see whether a pattern of text lets one through."""

_DECIMAL: Final = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", re.ASCII)


def json_schema(kind: Kind, title: str) -> Schema:
    """Describe a document of this kind in JSON Schema.

    >>> found = json_schema(Record(dict, {"price": Number()}), "A price")
    >>> found["title"], found["required"], found["properties"]["price"]["type"]
    ('A price', ['price'], 'number')
    """
    return {"$schema": DIALECT, "title": title, **schema_of(kind)}


@singledispatch
def schema_of(kind: Kind) -> Schema:
    """Describe one kind; each has its own function below."""
    raise TypeError(f"{type(kind).__name__} has no JSON Schema")


@schema_of.register(Text)
def _text(kind: Text) -> Schema:
    pattern = re.compile(kind.pattern or ".+", re.DOTALL)
    types = ["string"]
    if any(pattern.fullmatch(word) for word in _NUMBERS):
        types.append("number")
    if any(pattern.fullmatch(word) for word in _TRUTHS):
        types.append("boolean")
    if any(pattern.fullmatch(word) for word in _NULLS):
        types.append("null")
    found: Schema = {"type": types if len(types) > 1 else types[0], "minLength": 1}
    if kind.pattern:
        found["pattern"] = f"^(?:{kind.pattern})$"
    if kind.example:
        found["description"] = f"For example: {kind.example}."
    return found


@schema_of.register(Choice)
def _choice(kind: Choice) -> Schema:
    return {"enum": list(chain.from_iterable(map(_spellings, kind.words)))}


@schema_of.register(Flag)
def _flag(kind: Flag) -> Schema:  # noqa: ARG001  # dispatched by its type
    return {"enum": [True, False, "true", "false"]}


@schema_of.register(Number)
def _number(kind: Number) -> Schema:
    return {"type": "number", "minimum": kind.minimum, "maximum": kind.maximum}


@schema_of.register(Count)
def _count(kind: Count) -> Schema:
    return {"type": "integer", "minimum": kind.minimum, "maximum": kind.maximum}


@schema_of.register(Day)
def _day(kind: Day) -> Schema:  # noqa: ARG001
    return {
        "type": "string",
        "pattern": r"^\d{4}-\d{1,2}-\d{1,2}$",
        "description": "A day, such as 2026-11-01.",
    }


@schema_of.register(Moment)
def _moment(kind: Moment) -> Schema:  # noqa: ARG001
    what = "An instant with its time zone, such as 2026-08-16T16:00:00Z."
    return {"type": "string", "minLength": 1, "description": what}


@schema_of.register(Many)
def _many(kind: Many) -> Schema:
    found: Schema = {"type": "array", "items": schema_of(kind.kind)}
    return {**found, "minItems": kind.at_least} if kind.at_least else found


@schema_of.register(Record)
def _record(kind: Record) -> Schema:
    found: Schema = {"type": "object"}
    described = _summary(kind)
    if described:
        found["description"] = described
    if kind.required:
        found["required"] = list(kind.required)
    fields = {**kind.required, **kind.optional}
    found["properties"] = {key: schema_of(inner) for key, inner in fields.items()}
    return {**found, "additionalProperties": False}


def _spellings(word: str) -> list[object]:
    """Give what a word may be once YAML has read it: itself, and what it looks like."""
    if word in _NULLS:
        return [word, None]
    if word in _TRUTHS:
        return [word, _TRUTHS[word]]
    return [word, float(word)] if _DECIMAL.fullmatch(word) else [word]


def _summary(kind: Record) -> str:
    """Take the first paragraph of what the record is built into, where that is a type of ours."""
    text = (getattr(kind.build, "__doc__", None) or "") if isinstance(kind.build, type) else ""
    ours = getattr(kind.build, "__module__", "").startswith("tokest.")
    paragraph = " ".join(text.partition("\n\n")[0].split())
    return paragraph.replace("`", "") if ours else ""
