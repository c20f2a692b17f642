"""Python's string literals, character by character: escapes, f-strings, literals side by side."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from tokest.linter.mapping import MapMaker
from tokest.linter.values import Variable

_OPEN: Final = re.compile(r"([A-Za-z]{0,2})(\"\"\"|'''|\"|')")
_ESCAPE: Final = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]+)\}|([0-7]{1,3})"
    r"|(\r?\n)|(.))",
    re.DOTALL,
)
_SIMPLE: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, where its characters come from, and the expressions in it."""

    text: str
    runs: tuple[tuple[int, int, int, int], ...]
    variables: tuple[Variable, ...] = ()


def read_string(text: str, start: int, end: int) -> Literal:
    r"""Read the literals that stand in a stretch of a Python source.

    >>> found = read_string('f"Hi {user.name}\\n" "you"', 0, 25)
    >>> found.text, found.variables[0].name
    ('Hi {user.name}\nyou', 'user.name')
    """
    maker = MapMaker()
    variables: list[Variable] = []
    at = start
    while at < end:
        if text[at] == "#":
            at = _after(text, "\n", at, end)
            continue
        opened = _OPEN.match(text, at, end)
        if not opened:
            at += 1
            continue
        at = _body(text, opened, end, maker, variables)
    return Literal(maker.text, maker.map.runs, tuple(variables))


def _body(
    text: str, opened: re.Match[str], end: int, maker: MapMaker, variables: list[Variable]
) -> int:
    prefix, quote = opened[1].lower(), opened[2]
    raw, formatted = "r" in prefix, "f" in prefix
    stops = re.compile("|".join([re.escape(quote), r"\\", *(["[{}]"] if formatted else [])]))
    at = opened.end()
    while at < end:
        found = stops.search(text, at, end)
        if not found:
            return end
        maker.add(text[at : found.start()], at)
        at = found.start()
        if found[0] == quote:
            return found.end()
        if found[0] == "\\":
            at = _escape(text, at, end, maker, raw=raw)
        elif text[at : at + 2] in ("{{", "}}"):
            maker.add(text[at], at, 2)
            at += 2
        else:
            at = _field(text, at, end, maker, variables)
    return end


def _escape(text: str, at: int, end: int, maker: MapMaker, *, raw: bool) -> int:
    found = _ESCAPE.match(text, at, end)
    if not found:
        return at + 1
    if raw:
        maker.add(text[at : at + 2], at)
        return at + 2
    code, octal, newline, char = found[1] or found[2] or found[3], found[5], found[6], found[7]
    if newline:
        return found.end()
    if code:
        value = chr(min(int(code, 16), 0x10FFFF))
    elif found[4]:
        value = _named(found[4])
    elif octal:
        value = chr(int(octal, 8))
    else:
        value = _SIMPLE.get(char, char if char in "\\'\"" else "\\" + char)
    wide = found.end() - at
    maker.add(value, at, wide)
    return found.end()


def _named(name: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return "\ufffd"


def _field(text: str, at: int, end: int, maker: MapMaker, variables: list[Variable]) -> int:
    """Step over a replacement field; nested brackets and strings belong to it."""
    depth, stop = 0, at
    quote = ""
    while stop < end:
        char = text[stop]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "{[(":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth == 0:
                break
        stop += 1
    inside = text[at + 1 : stop]
    name = re.fullmatch(r"\s*([A-Za-z_][\w.]*)\s*(?:[!:].*)?", inside, re.DOTALL)
    start = maker.size
    maker.add(text[at : stop + 1], at)
    variables.append(Variable(name[1] if name else "", start, maker.size))
    return stop + 1


def _after(text: str, what: str, at: int, end: int) -> int:
    found = text.find(what, at, end)
    return end if found < 0 else found + 1
