"""YAML with places: libyaml's nodes, and each scalar's characters back to its lines."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import yaml

from tokest.linter.extract.tree import Node
from tokest.linter.mapping import MapMaker, TextMap
from tokest.linter.values import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DEPTH: Final = 60
MOST_NODES: Final = 200_000
"""Visits, each alias anew: this bounds what a small file can expand to."""

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ESCAPE: Final = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|.)", re.DOTALL
)
_NUMBER: Final = re.compile(r"[-+]?\d{1,18}", re.ASCII)
_BREAK: Final = re.compile(r"(?:(?<![ \t])[ \t]++)?(?:\r?\n[ \t]*+)++")


class TooLargeError(Exception):
    """A document expands without end."""


def parse(text: str, start: int = 0) -> list[Node] | Problem:
    r"""Read the YAML documents of a text that begins at `start` of its file.

    >>> parse("a: |\n  x\n  y\n")[0].text("a")
    'x\ny\n'
    """
    if "\t" not in text and text.isspace():
        return []
    try:
        deep = _too_deep(text)
        if deep is not None:
            return Problem(f"nested more than {MOST_DEPTH} levels deep", start + deep)
        budget = [MOST_NODES]
        return [_node(node, text, start, budget) for node in yaml.compose_all(text, Loader=_LOADER)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(part for part in (error.problem, error.context) if part)
        return Problem(f"not valid YAML: {what}", start + (mark.index if mark else 0))
    except yaml.reader.ReaderError as error:
        what = f"character {ord(chr(error.character)):#06x} is not allowed"
        return Problem(f"not valid YAML: {what}", start + error.position)
    except (TooLargeError, RecursionError):
        return Problem(f"more than {MOST_NODES:,} nodes once aliases are followed", start)


def _too_deep(text: str) -> int | None:
    if text.count("[") + text.count("{") + text.count("  ") < MOST_DEPTH // 2:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_DEPTH:
                return event.start_mark.index if event.start_mark else 0
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _node(node: yaml.Node, text: str, start: int, budget: list[int]) -> Node:
    budget[0] -= 1
    if budget[0] < 0:
        raise TooLargeError
    at, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.MappingNode):
        children = {
            str(key.value) if isinstance(key, yaml.ScalarNode) else "": _node(
                value, text, start, budget
            )
            for key, value in node.value
        }
        return Node("map", start + at, start + end, children=children)
    if isinstance(node, yaml.SequenceNode):
        items = [_node(item, text, start, budget) for item in node.value]
        return Node("list", start + at, start + end, children=items)
    value: Any = node.value
    style = node.style if isinstance(node, yaml.ScalarNode) else None
    if not style and not node.tag.endswith(":str"):
        plain = _NUMBER.fullmatch(value)
        value = int(value) if plain else {"true": True, "false": False}.get(value.lower(), value)
    places = partial(_places, node.value, text[at:end], start + at, style)
    write = one_line if style == "|" else None
    return Node("text", start + at, start + end, value, locate=places, write=write)


def one_line(text: str) -> str | None:
    """Spell a text inside a literal block, where all but line breaks and indents stands as it is.

    >>> one_line('{"a": 1}'), one_line(" a")
    ('{"a": 1}', None)
    """
    return None if text[0].isspace() or not text.isprintable() else text


def _places(value: str, raw: str, start: int, style: str | None) -> TextMap:
    if style in ("|", ">"):
        return _block(value, raw, start)
    maker = MapMaker()
    if style in ("'", '"'):
        for piece in _quoted(raw, style):
            maker.add(piece[0], start + piece[1], piece[2])
        return maker.map
    return _flow(value, raw, start)


def _quoted(raw: str, style: str) -> Iterator[tuple[str, int, int]]:
    """Yield the decoded pieces of a quoted scalar, each with its place and width."""
    special = _ESCAPE if style == '"' else re.compile("''")
    pattern = re.compile(f"(?P<escape>{special.pattern})|(?P<fold>{_BREAK.pattern})", re.DOTALL)
    at, end = 1, len(raw) - 1
    for found in pattern.finditer(raw, 1, end):
        if found.start() > at:
            yield raw[at : found.start()], at, found.start() - at
        breaks = found[0].count("\n")
        if found["fold"]:
            yield " " if breaks == 1 else "\n" * (breaks - 1), found.start(), len(found[0])
        elif not breaks:
            decoded = "'" if style == "'" else yaml.safe_load(f'"{found[0]}"')
            yield decoded, found.start(), len(found[0])
        at = found.end()
    if end > at:
        yield raw[at:end], at, end - at


def _flow(value: str, raw: str, start: int) -> TextMap:
    """Align a plain scalar: its blanks stand for any blanks of the file."""
    maker, at = MapMaker(), 0
    for piece in re.findall(r"[^ \n]+|[ \n]+", value):
        found = raw.find(piece, at) if not piece.isspace() else at
        width = len(piece)
        if piece.isspace():
            width = len(raw) - at - len(raw[at:].lstrip())
        found = max(found, at)
        maker.add(piece, start + found, width)
        at = found + width
    return maker.map


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _block(value: str, raw: str, start: int) -> TextMap:
    """Align a block scalar line by line; its indentation is not part of the value."""
    head, _, body = raw.partition("\n")
    at = len(head) + 1
    lines = body.split("\n")
    # The first line says how deep the block is: what it has more than its value has.
    deep = next((_blanks(one) for one in lines if one.strip()), 0)
    indent = deep - next((_blanks(one) for one in value.split("\n") if one.strip()), 0)
    maker = MapMaker()
    left = value
    for line in lines:
        content = line[indent:].rstrip("\r")
        if content and left.startswith(content):
            maker.add(content, start + at + indent)
            left = left[len(content) :]
        blank = re.match(r"[ \n]", left)
        if blank:
            maker.add(left[0], start + at + len(line), 1)
            left = left[1:]
        at += len(line) + 1
    maker.add(left, start + max(0, len(raw) - 1), 0)
    return maker.map
