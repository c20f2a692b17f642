r"""Patterns that split text, rewritten for Python's own `re`, which runs them 2 to 3 times as fast.

`re` knows no ``\p{L}``, but it knows lists of ranges. The rewritten pattern lists the characters
that `regex` finds, so it splits alike every text within those ranges: ASCII, or the Basic
Multilingual Plane. The rest of the syntax that is let through means the same to both; a pattern
with anything else is not rewritten.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import regex

LETTER: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u1ea0-\u1ef9"  # Latin, with Vietnamese
    "\u0391-\u03a1\u03a3-\u03c9\u0400-\u0481\u05d0-\u05ea\u0621-\u063a\u0641-\u064a"
    "\u0905-\u0939\u0e01-\u0e30\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3"
)
"""Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, kana, ideographs and Hangul: letters
(``\\p{L}``) since Unicode 3.2 (https://www.unicode.org/Public/3.2-Update/UnicodeData-3.2.0.txt),
so every engine takes them for letters."""

ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
"""Characters beyond the Basic Multilingual Plane."""

BLOCK: Final = 1 << 14
"""Characters of a block at least; one with an astral character is split by `regex`."""

_LINE: Final = re.compile(rf"\n(?=[{LETTER}])")
_SYNTAX: Final = re.compile(
    r"(?P<named>\\p\{\w+\}|\\s)|(?P<not_blank>\\S)|(?P<opens>\[\^?)|(?P<closes>\])"
    r"|(?P<folded>\(\?i:['a-z|]*(?:\[[a-z]+\][a-z|]*)?\))"
    r"|(?P<plain>\\[rnt]|\(\?[:!=]|\((?!\?)|\{\d+(?:,\d*)?\}|[^\\\[\](){}&~-]|\))"
)
"""What a pattern is made of that is rewritten, or that `regex` and `re` read alike."""

_ASCII: Final = {
    r"\p{L}": "A-Za-z",
    r"\p{Lu}": "A-Z",
    r"\p{Ll}": "a-z",
    r"\p{Lt}": "",
    r"\p{Lm}": "",
    r"\p{Lo}": "",
    r"\p{M}": "",
    r"\p{N}": "0-9",
    r"\s": r"\t-\r ",
}
"""ASCII characters by class; https://www.unicode.org/Public/16.0.0/ucd/UnicodeData.txt."""


@cache
def ascii_pattern(pattern: str) -> re.Pattern[str] | None:
    r"""Rewrite a pattern for ASCII text, if that can be done.

    >>> ascii_pattern(r"\p{L}+|\s+(?!\S)|\s").findall("a b  ")
    ['a', ' ', 'b', '  ']
    >>> ascii_pattern(r"\b\w+")
    """
    return _rewritten(pattern, _ASCII.get)


@cache
def plane_pattern(pattern: str) -> re.Pattern[str] | None:
    r"""Rewrite a pattern for text of the Basic Multilingual Plane, which takes some 50 ms.

    >>> plane_pattern(r"\p{L}+|\s+").findall("çé 中")
    ['çé', ' ', '中']
    """
    return _rewritten(pattern, _ranges)


@cache
def full_pattern(pattern: str) -> regex.Pattern[str]:
    r"""Compile a pattern for any text.

    >>> full_pattern(r"\p{L}+").findall("aé 中")
    ['aé', '中']
    """
    import regex  # noqa: PLC0415  # ASCII text does without it

    return regex.compile(pattern)


def cuts_lines(pattern: str) -> bool:
    r"""Say whether a pattern of an encoding lets `blocks` cut text.

    No alternative of any has a letter after a newline, and none looks back. Where newlines are
    taken on their own, a letter after them is not looked at. GPT-2's pattern leaves them to
    ``\s+(?!\S)``, which takes the last newline of a run at the end of a text, but not before a
    letter.

    >>> cuts_lines(r"\p{L}+|\s*[\r\n]+|\s+(?!\S)|\s"), cuts_lines(r"\p{L}+|\s+(?!\S)|\s")
    (True, False)
    """
    return r"\s*[\r\n]" in pattern


def blocks(text: str) -> Iterator[str]:
    r"""Cut a text between a newline and a letter, if the pattern `cuts_lines`.

    >>> [len(block) for block in blocks("a\n" * 10_000)]
    [16386, 3614]
    """
    start, size = 0, len(text)
    while start < size:
        found = _LINE.search(text, start + BLOCK)
        end = found.end() if found else size
        yield text[start:end]
        start = end


def grouped(texts: Iterable[str], characters: int) -> Iterator[list[str]]:
    """Put texts together up to so many characters; a longer one is alone.

    >>> list(grouped(["a", "b", "cde"], 2))
    [['a', 'b'], ['cde']]
    """
    group: list[str] = []
    size = 0
    for text in texts:
        if group and size + len(text) > characters:
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group


def _rewritten(pattern: str, ranges: Callable[[str], str | None]) -> re.Pattern[str] | None:
    out: list[str] = []
    end, inside = 0, False
    for found in _SYNTAX.finditer(pattern):
        listed = ranges(found["named"] or r"\s")
        odd = inside and (found["opens"] or found["not_blank"] or found["folded"])
        if found.start() != end or listed is None or odd:
            return None
        end = found.end()
        inside = not found["closes"] and (inside or bool(found["opens"]))
        if found["named"]:
            out.append(listed if inside else f"[{listed}]")
        else:
            out.append(f"[^{listed}]" if found["not_blank"] else found[0])
    return _compiled("".join(out)) if end == len(pattern) else None


def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Compile a pattern, unless a class is empty or a group would change what is found."""
    if "[]" in pattern or "[^]" in pattern:
        return None
    found = re.compile(pattern)
    return None if found.groups else found


@cache
def _ranges(name: str) -> str:
    """List the characters of a class that `regex` finds in the Basic Multilingual Plane."""
    import regex  # noqa: PLC0415  # ASCII text does without it

    listed = []
    for first, last in ((0, 0xD800), (0xE000, 0x10000)):  # between them are surrogates
        found = regex.finditer(f"{name}+", "".join(map(chr, range(first, last))))
        listed += [f"\\u{first + run.start():04x}-\\u{first + run.end() - 1:04x}" for run in found]
    return "".join(listed)
