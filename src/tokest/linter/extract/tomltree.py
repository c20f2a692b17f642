"""TOML with places: the data of `tomllib`, each text found again in the file."""

from __future__ import annotations

import re
import tomllib
from functools import partial
from typing import TYPE_CHECKING, Final

from tokest.linter.extract.tree import Node
from tokest.linter.mapping import TextMap, straight
from tokest.linter.values import Problem

if TYPE_CHECKING:
    from tokest.linter.source import Source

_WHERE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")

DEEP: Final = re.compile(
    r"""^[ \t]*\[*(?:[ \t]*(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*\.){100}""",
    re.ASCII | re.MULTILINE,
)
"""A key of so many parts; `tomllib` takes the square of their number to read them."""


def parse(source: Source) -> Node | Problem:
    """Read a TOML document.

    A text with escapes has its first line as its place, for `tomllib` gives none.

    >>> from tokest.linter.source import Source
    >>> parse(Source("a.toml", 'system = "Be brief."')).text("system")
    'Be brief.'
    """
    if DEEP.search(source.text):
        return Problem("nested too deeply")
    try:
        data = tomllib.loads(source.text.replace("\r\n", "\n"))
        return _node(data, source.text, [0])
    except RecursionError:
        return Problem("nested too deeply")
    except tomllib.TOMLDecodeError as error:
        found = _WHERE.search(str(error))
        at = source.starts[int(found[1]) - 1] + int(found[2]) - 1 if found else 0
        return Problem(f"not valid TOML: {_WHERE.sub('', str(error)).strip()}", at)
    except ValueError:
        return Problem("a number of thousands of digits")


def _node(data: object, text: str, at: list[int]) -> Node:
    start = at[0]
    if isinstance(data, dict):
        children = {}
        for key, value in data.items():
            found = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])").search(text, at[0])
            at[0] = found.start() if found else at[0]
            children[key] = _node(value, text, at)
        return Node("map", start, at[0], children=children)
    if isinstance(data, list):
        return Node("list", start, at[0], children=[_node(item, text, at) for item in data])
    if isinstance(data, str):
        place = text.find(data, start)
        verbatim = place >= 0
        place = place if verbatim else start
        at[0] = place + (len(data) if verbatim else 0)
        return Node("text", place, at[0], data, locate=partial(_places, place, data, verbatim))
    return Node("number" if isinstance(data, int | float) else "word", start, start, data)


def _places(place: int, data: str, verbatim: bool) -> TextMap:  # noqa: FBT001  # bound above
    return straight(place, len(data)) if verbatim else TextMap(((0, place, len(data), 0),))
