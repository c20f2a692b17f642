"""The kinds of fields a document may have, and how each is read from its node."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Protocol

import yaml

from tokest.documents.notes import UNREADABLE, Notes, Unreadable
from tokest.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Check = Callable[[dict[str, Any], dict[str, yaml.Node]], Iterable[tuple[yaml.Node, str]]]

_NUMBER: Final = re.compile(r"[+-]?(\d{1,15})(\.\d{1,15})?([eE][+-]?\d{1,2})?", re.ASCII)
_SCALED: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([kKmM])", re.ASCII)

SELF: Final = ""
"""The key under which a `Record`'s check finds the node of the record itself."""


class Kind(Protocol):
    """How to read one node."""

    def read(self, node: yaml.Node, notes: Notes) -> Any:  # noqa: ANN401  # as varied as the data
        """Turn the node into a value, or note a problem and return `UNREADABLE`."""


@dataclass(frozen=True, slots=True)
class Text:
    """A non-empty string; `pattern`, if given, must match it whole."""

    pattern: str | None = None
    example: str = ""

    def read(self, node: yaml.Node, notes: Notes) -> str | Unreadable:
        """Read a scalar as it is written."""
        word = _scalar(node, notes, "text")
        if isinstance(word, Unreadable):
            return word
        if not word:
            return notes.add(node, "expected text, got nothing")
        if self.pattern and not re.fullmatch(self.pattern, word):
            return notes.add(node, f"{_short(word)} does not look like {self.example}")
        return word


URL: Final = Text(pattern=r"https?://\S+", example="a URL such as https://example.com/pricing")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: yaml.Node, notes: Notes) -> str | Unreadable:
        """Read a scalar that must be one of the words."""
        word = _scalar(node, notes, "one of " + ", ".join(self.words))
        if isinstance(word, Unreadable) or word in self.words:
            return word
        return notes.add(node, f"{_short(word)} is not one of {', '.join(self.words)}")


@dataclass(frozen=True, slots=True)
class Flag:
    """``true`` or ``false``."""

    def read(self, node: yaml.Node, notes: Notes) -> bool | Unreadable:
        """Read a truth value; ``yes`` and ``on`` are not accepted."""
        word = Choice(("true", "false")).read(node, notes)
        return word if isinstance(word, Unreadable) else word == "true"


@dataclass(frozen=True, slots=True)
class Number:
    """An exact decimal number that is at least `minimum` and at most `maximum`."""

    minimum: int = 0
    maximum: int = 1_000_000_000

    def read(self, node: yaml.Node, notes: Notes) -> Decimal | Unreadable:
        """Read a number from its text, never through a binary float."""
        word = _scalar(node, notes, "a number")
        if isinstance(word, Unreadable):
            return word
        if isinstance(node, yaml.ScalarNode) and node.style in ("'", '"'):
            return notes.add(node, f"expected a number, got text {_short(word)}: remove the quotes")
        if not _NUMBER.fullmatch(word):
            return notes.add(node, f"expected a number, got {_short(word)}{_number_hint(word)}")
        value = Decimal(word)
        if not self.minimum <= value <= self.maximum:
            low, high = f"{self.minimum:,}", f"{self.maximum:,}"
            bounds = low if low == high else f"between {low} and {high}"
            return notes.add(node, f"must be {bounds}, got {_short(word)}")
        return value


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number."""

    minimum: int = 0
    maximum: int = 10**12

    def read(self, node: yaml.Node, notes: Notes) -> int | Unreadable:
        """Read a number without a fraction."""
        value = Number(self.minimum, self.maximum).read(node, notes)
        if isinstance(value, Unreadable):
            return value
        if value != int(value):
            return notes.add(node, f"expected a whole number, got {value}")
        return int(value)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, ``YYYY-MM-DD``."""

    def read(self, node: yaml.Node, notes: Notes) -> date | Unreadable:
        """Read an ISO date."""
        word = _scalar(node, notes, "a date")
        if isinstance(word, Unreadable):
            return word
        try:
            return datetime.strptime(word, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            return notes.add(node, f"expected a date such as 2026-11-01, got {_short(word)}")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant with its offset from UTC, ``2026-08-16T16:00:00Z``."""

    def read(self, node: yaml.Node, notes: Notes) -> datetime | Unreadable:
        """Read an ISO instant; a time without a zone is refused."""
        word = _scalar(node, notes, "an instant")
        if isinstance(word, Unreadable):
            return word
        try:
            moment = datetime.fromisoformat(word)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            shape = "an instant with its zone such as 2026-08-16T16:00:00Z"
            return notes.add(node, f"expected {shape}, got {_short(word)}")
        return moment


@dataclass(frozen=True, slots=True)
class Many:
    """A list of one kind, read into a tuple."""

    kind: Kind
    at_least: int = 0

    def read(self, node: yaml.Node, notes: Notes) -> tuple[Any, ...] | Unreadable:
        """Read every item, even after a bad one."""
        notes.visit(node)
        if not isinstance(node, yaml.SequenceNode):
            return notes.add(node, f"expected a list, got {_describe(node)}")
        if len(node.value) < self.at_least:
            return notes.add(node, f"expected at least {self.at_least} item(s)")
        items = tuple(self.kind.read(item, notes) for item in node.value)
        return UNREADABLE if any(item is UNREADABLE for item in items) else items


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys, read into what `build` makes of them.

    `required` keys must be there, `optional` ones need not. `check` sees the values and their
    nodes (and `SELF`) once all of them are readable and yields what is wrong between them.
    """

    build: Callable[..., Any]
    required: Mapping[str, Kind]
    optional: Mapping[str, Kind] = field(default_factory=dict)
    check: Check | None = None

    def read(self, node: yaml.Node, notes: Notes) -> Any:  # noqa: ANN401  # what `build` returns
        """Read every key, even after a bad one."""
        notes.visit(node)
        if not isinstance(node, yaml.MappingNode):
            return notes.add(node, f"expected a mapping, got {_describe(node)}")
        nodes = self._keys(node, notes)
        kinds = {**self.required, **self.optional}
        values = {key: kinds[key].read(child, notes) for key, child in nodes.items()}
        missing = [key for key in self.required if key not in nodes]
        if missing:
            notes.add(node, f"missing {', '.join(missing)}")
        if missing or any(value is UNREADABLE for value in values.values()):
            return UNREADABLE
        for where, what in self.check(values, {SELF: node, **nodes}) if self.check else ():
            notes.add(where, what)
        return self.build(**values)

    def _keys(self, node: yaml.MappingNode, notes: Notes) -> dict[str, yaml.Node]:
        known = (*self.required, *self.optional)
        nodes: dict[str, yaml.Node] = {}
        for key_node, child in node.value:
            key = _scalar(key_node, notes, "a key")
            if isinstance(key, Unreadable):
                continue
            if key in nodes:
                notes.add(key_node, f"key {_short(key)} stands twice")
            elif key not in known:
                close = nearest(key, known, most=1)
                hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
                notes.add(key_node, f"unknown key {_short(key)}, {hint}")
            else:
                nodes[key] = child
        return nodes


def items(node: yaml.Node) -> list[yaml.Node]:
    """Give the nodes inside a list, for checks that point at one of them."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _scalar(node: yaml.Node, notes: Notes, wanted: str) -> str | Unreadable:
    notes.visit(node)
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    return notes.add(node, f"expected {wanted}, got {_describe(node)}")


def _describe(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return _short(node.value)
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def _short(word: str) -> str:
    return repr(word if len(word) <= 40 else word[:37] + "...")  # noqa: PLR2004  # one line's worth


def _number_hint(word: str) -> str:
    scaled = _SCALED.fullmatch(word)
    if scaled:
        factor = 1_000 if scaled[2] in "kK" else 1_000_000
        return f": write {(Decimal(scaled[1]) * factor).normalize():f}"
    bare = word.replace("_", "").replace(",", "").lstrip("$¥€ ")
    return f": write {bare}" if _NUMBER.fullmatch(bare) else ""
