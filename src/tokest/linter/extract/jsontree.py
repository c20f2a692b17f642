"""JSON with places: one pass, without recursion."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Final

from tokest.linter.extract.tree import Node
from tokest.linter.mapping import MapMaker, TextMap
from tokest.linter.values import Problem

MOST_DEPTH: Final = 200
"""Nesting beyond this is reported; no API takes such a request."""

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_TOKEN: Final = re.compile(
    r'(?P<text>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")'
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<comma>,)|(?P<colon>:)"
    r"|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<word>true|false|null)"
)
_ESCAPE: Final = re.compile(r'\\u([0-9a-fA-F]{4})|\\["\\/bfnrt]')
_WORDS: Final = {"true": True, "false": False, "null": None}


def parse(text: str, start: int = 0, end: int | None = None) -> Node | Problem:
    """Read a JSON document, or say where it breaks.

    >>> parse('{"a": [1, "b"]}').get("a", 1).value
    'b'
    >>> parse("[1,}").start
    3
    """
    end = len(text) if end is None else end
    at = _skip(text, start, end)
    root: list[Node] = []
    open_nodes: list[tuple[Node, str | None]] = []
    expect = "value"
    while at < end:
        found = _TOKEN.match(text, at, end)
        if not found or not _fits(found, expect, open_nodes, root):
            return Problem(_wrong(text, at, expect), at)
        kind = str(found.lastgroup)
        expect = _take(kind, found, open_nodes, root, expect)
        if len(open_nodes) > MOST_DEPTH:
            return Problem(f"nested more than {MOST_DEPTH} levels deep", at)
        at = _skip(text, found.end(), end)
    if not root or open_nodes:
        return Problem("not valid JSON: the document ends too soon", max(start, end - 1))
    return root[0]


def _skip(text: str, at: int, end: int) -> int:
    found = _SPACE.match(text, at, end)
    return found.end() if found else at


def _fits(
    found: re.Match[str], expect: str, open_nodes: list[tuple[Node, str | None]], root: list[Node]
) -> bool:
    kind = found.lastgroup
    if root and not open_nodes:
        return False
    if kind == "close":
        inside = open_nodes[-1][0].kind if open_nodes else ""
        right = {"map": "}", "list": "]"}.get(inside) == found[0]
        return right and expect in ("comma", "first")
    if expect in ("comma", "colon"):
        return kind == expect
    in_map = bool(open_nodes) and open_nodes[-1][0].kind == "map"
    if expect == "key" or (expect == "first" and in_map):
        return kind == "text"
    return kind in ("text", "open", "number", "word")


def _take(
    kind: str,
    found: re.Match[str],
    open_nodes: list[tuple[Node, str | None]],
    root: list[Node],
    expect: str,
) -> str:
    if kind == "comma":
        return "key" if open_nodes[-1][0].kind == "map" else "value"
    if kind == "colon":
        return "value"
    if kind == "close":
        open_nodes.pop()[0].end = found.end()
        return "comma"
    top = open_nodes[-1] if open_nodes else None
    if top and top[0].kind == "map" and expect in ("key", "first"):
        open_nodes[-1] = (top[0], json.loads(found[0]))
        return "colon"
    node = _leaf(kind, found)
    if top is None:
        root.append(node)
    elif isinstance(top[0].children, dict):
        top[0].children[str(top[1])] = node
    elif isinstance(top[0].children, list):
        top[0].children.append(node)
    if kind == "open":
        open_nodes.append((node, None))
        return "first"
    return "comma"


def _leaf(kind: str, found: re.Match[str]) -> Node:
    start, end, token = found.start(), found.end(), found[0]
    if kind == "open":
        if token == "{":  # noqa: S105  # a brace
            return Node("map", start, end, children={})
        return Node("list", start, end, children=[])
    if kind == "text":
        places = partial(_unescaped, token, start)
        return Node("text", start, end, json.loads(token), locate=places, write=escaped)
    if kind == "word":
        return Node("word", start, end, _WORDS[token])
    return Node("number", start, end, _number(token))


def escaped(text: str) -> str:
    r"""Spell a text inside a JSON string; only what has to be escaped is.

    >>> escaped('é "x"\n')
    'é \\"x\\"\\n'
    """
    return json.dumps(text, ensure_ascii=not _is_whole(text))[1:-1]


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _number(token: str) -> float | int:
    if len(token) > 300:  # noqa: PLR2004  # Python reads no longer whole numbers, for their cost
        return float(token)
    return float(token) if set(token) & set(".eE") else int(token)


def _unescaped(token: str, start: int) -> TextMap:
    r"""Map a JSON string to its file.

    >>> _unescaped('"a\\u00e9\\n"', 0).span(1, 3)
    (2, 10)
    """
    maker, at = MapMaker(), 1
    for found in _ESCAPE.finditer(token, 1, len(token) - 1):
        maker.add(token[at : found.start()], start + at)
        code = int(found[0].removeprefix("\\u"), 16) if found[0][1] == "u" else 0
        if 0xDC00 <= code <= 0xDFFF and _after_high(maker):  # noqa: PLR2004  # low surrogates
            text, file, size, wide = maker.runs[-1]
            maker.runs[-1] = (text, file, size, wide + len(found[0]))
        else:
            maker.add(chr(code) if code else "\n", start + found.start(), len(found[0]))
        at = found.end()
    maker.add(token[at:-1], start + at)
    return maker.map


def _after_high(maker: MapMaker) -> bool:
    return bool(maker.pieces) and "\ud800" <= maker.pieces[-1] <= "\udbff"


def _wrong(text: str, at: int, expect: str) -> str:
    wanted = {"key": "a key", "first": "a value or the end", "comma": "',' or the end"}
    return f"not valid JSON: expected {wanted.get(expect, expect)}, got {text[at : at + 1]!r}"
