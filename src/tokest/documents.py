"""Read YAML strictly: positions, typed fields, every problem at once.

A document's shape is declared once, as nested kinds (`Record`, `Many`, `Text`, `Number`, ...).
`read` composes the node tree, never lets YAML guess a type (``1e-6`` stays a number, ``no`` stays
a word, a date stays a date), turns it into the frozen values the kinds build, and reports all
problems as ``path:line:column: what, nearest right answer``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Protocol

import yaml

from tokest.errors import FileFormatError
from tokest.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Check = Callable[[dict[str, Any], dict[str, yaml.Node]], Iterable[tuple[yaml.Node, str]]]

MAX_DEPTH: Final = 32
"""Deeper nesting is refused before libyaml's recursive composer sees it (it would crash)."""

MAX_NODES: Final = 500_000
"""Visits of nodes, counting an aliased node each time it is used: this bounds alias bombs."""

_NUMBER: Final = re.compile(r"[+-]?(\d{1,15})(\.\d{1,15})?([eE][+-]?\d{1,2})?", re.ASCII)
_SCALED: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([kKmM])", re.ASCII)
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


SELF: Final = ""
"""The key under which a `Record`'s check finds the node of the record itself."""


class _Unreadable:
    """What a kind returns for a node it could not read; the problem is already noted."""


UNREADABLE: Final = _Unreadable()


@dataclass(slots=True)
class Notes:
    """Problems met so far in one file, and the budget of nodes left."""

    path: str
    problems: list[tuple[int, int, str]] = field(default_factory=list)
    nodes: int = MAX_NODES

    def add(self, node: yaml.Node, what: str) -> _Unreadable:
        """Note a problem at a node."""
        self.problems.append((node.start_mark.line + 1, node.start_mark.column + 1, what))
        return UNREADABLE

    def visit(self, node: yaml.Node) -> None:
        """Count one visit; give up on a document that expands without end."""
        self.nodes -= 1
        if self.nodes < 0:
            self.add(node, f"more than {MAX_NODES:,} nodes once aliases are followed")
            raise self.error()

    def error(self) -> FileFormatError:
        """Make the error that lists all problems, in the order of the file."""
        lines = sorted(set(self.problems))
        return FileFormatError(
            tuple(f"{self.path}:{row}:{col}: {what}" for row, col, what in lines)
        )


class Kind(Protocol):
    """How to read one node."""

    def read(self, node: yaml.Node, notes: Notes) -> Any:  # noqa: ANN401  # as varied as the data
        """Turn the node into a value, or note a problem and return `UNREADABLE`."""


@dataclass(frozen=True, slots=True)
class Text:
    """A non-empty string; `pattern`, if given, must match it whole."""

    pattern: str | None = None
    example: str = ""

    def read(self, node: yaml.Node, notes: Notes) -> str | _Unreadable:
        """Read a scalar as it is written."""
        word = _scalar(node, notes, "text")
        if isinstance(word, _Unreadable):
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

    def read(self, node: yaml.Node, notes: Notes) -> str | _Unreadable:
        """Read a scalar that must be one of the words."""
        word = _scalar(node, notes, "one of " + ", ".join(self.words))
        if isinstance(word, _Unreadable) or word in self.words:
            return word
        return notes.add(node, f"{_short(word)} is not one of {', '.join(self.words)}")


@dataclass(frozen=True, slots=True)
class Flag:
    """``true`` or ``false``."""

    def read(self, node: yaml.Node, notes: Notes) -> bool | _Unreadable:
        """Read a truth value; ``yes`` and ``on`` are not accepted."""
        word = Choice(("true", "false")).read(node, notes)
        return word if isinstance(word, _Unreadable) else word == "true"


@dataclass(frozen=True, slots=True)
class Number:
    """An exact decimal number that is at least `minimum` and at most `maximum`."""

    minimum: int = 0
    maximum: int = 1_000_000_000

    def read(self, node: yaml.Node, notes: Notes) -> Decimal | _Unreadable:
        """Read a number from its text, never through a binary float."""
        word = _scalar(node, notes, "a number")
        if isinstance(word, _Unreadable):
            return word
        if isinstance(node, yaml.ScalarNode) and node.style in ("'", '"'):
            return notes.add(node, f"expected a number, got text {_short(word)}: remove the quotes")
        if not _NUMBER.fullmatch(word):
            return notes.add(node, f"expected a number, got {_short(word)}{_number_hint(word)}")
        value = Decimal(word)
        if not self.minimum <= value <= self.maximum:
            bounds = f"between {self.minimum:,} and {self.maximum:,}"
            return notes.add(node, f"must be {bounds}, got {_short(word)}")
        return value


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number."""

    minimum: int = 0
    maximum: int = 10**12

    def read(self, node: yaml.Node, notes: Notes) -> int | _Unreadable:
        """Read a number without a fraction."""
        value = Number(self.minimum, self.maximum).read(node, notes)
        if isinstance(value, _Unreadable):
            return value
        if value != int(value):
            return notes.add(node, f"expected a whole number, got {value}")
        return int(value)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, ``YYYY-MM-DD``."""

    def read(self, node: yaml.Node, notes: Notes) -> date | _Unreadable:
        """Read an ISO date."""
        word = _scalar(node, notes, "a date")
        if isinstance(word, _Unreadable):
            return word
        try:
            return datetime.strptime(word, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            return notes.add(node, f"expected a date such as 2026-11-01, got {_short(word)}")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant with its offset from UTC, ``2026-08-16T16:00:00Z``."""

    def read(self, node: yaml.Node, notes: Notes) -> datetime | _Unreadable:
        """Read an ISO instant; a time without a zone is refused."""
        word = _scalar(node, notes, "an instant")
        if isinstance(word, _Unreadable):
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

    def read(self, node: yaml.Node, notes: Notes) -> tuple[Any, ...] | _Unreadable:
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
            if isinstance(key, _Unreadable):
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


def read(text: str, path: str, kind: Kind) -> Any:  # noqa: ANN401  # what the kind reads
    r"""Read one YAML document as `kind`.

    Raises
    ------
    FileFormatError
        with every problem as ``path:line:column: what``.

    Examples
    --------
    >>> kind = Record(dict, {"price": Number()}, {"unit": Choice(("token", "image"))})
    >>> read("price: 0.80\nunit: image\n", "a.yaml", kind)
    {'price': Decimal('0.80'), 'unit': 'image'}
    >>> read("price: 128k\nunti: image\n", "a.yaml", kind)
    Traceback (most recent call last):
    tokest.errors.FileFormatError: a.yaml:1:8: expected a number, got '128k': write 128000
    a.yaml:2:1: unknown key 'unti', did you mean 'unit'?
    """
    notes = Notes(path)
    node = _compose(text, path)
    if node is None:
        raise FileFormatError((f"{path}:1:1: the file is empty",))
    value = kind.read(node, notes)
    if notes.problems:
        raise notes.error()
    return value


def items(node: yaml.Node) -> list[yaml.Node]:
    """Give the nodes inside a list, for checks that point at one of them."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _compose(text: str, path: str) -> yaml.Node | None:
    try:
        _refuse_deep(text, path)
        return yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        row, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = ", ".join(part for part in (error.problem, error.context) if part)
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        row, column = before.count("\n") + 1, error.position - before.rfind("\n")
        what = f"character {error.character:#06x} is not allowed in YAML"
    raise FileFormatError((f"{path}:{row}:{column}: not valid YAML: {what}",))


def _refuse_deep(text: str, path: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                row = event.start_mark.line + 1 if event.start_mark else 1
                raise FileFormatError((f"{path}:{row}: nested more than {MAX_DEPTH} levels deep",))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _scalar(node: yaml.Node, notes: Notes, wanted: str) -> str | _Unreadable:
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
