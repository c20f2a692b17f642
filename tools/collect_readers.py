"""Take the paragraphs out of a file's bytes, one function a format: for `collect_text.py`."""

from __future__ import annotations

import gettext
import html
import io
import json
import random
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLOCK: Final = re.compile(r"</?(?:p|div|li|h\d|t[dhr]|br|dt|dd|title|item|para|pre|ul|ol)\b[^>]*>")
ANSI: Final = re.compile(r"\x1b\[[\d;]*m")
HIDDEN: Final = re.compile(
    r"(?s)<(script|style|head|nav|credit|license)\b.*?</\1>|<!--.*?-->|<\?.*?\?>"
)
ROFF: Final = re.compile(r"\\(?:f(?:\[\w*\]|\(..|.)|[&/,:%|^]|s[-+]?\d+|m\[\w*\])")


def from_html(data: bytes) -> Iterator[str]:
    """Give the lines of a page, or of any XML, without tags."""
    text = BLOCK.sub("\n", re.sub(r"\s+", " ", HIDDEN.sub(" ", _text(data))))
    for line in re.sub(r"<[^>]*>", "", text).split("\n"):
        if len(clean := " ".join(html.unescape(line).split())) >= 12:  # noqa: PLR2004
            yield clean


def from_man(data: bytes) -> Iterator[str]:
    """Give the paragraphs of a manual page without macros."""
    lines: list[str] = []
    for raw in [*_text(data).split("\n"), ".PP"]:
        macro, _, rest = raw.partition(" ")
        if raw[:1] in (".", "'"):
            if macro not in {".B", ".I", ".BR", ".IR", ".RB", ".RI", ".BI", ".IB", ".SM"}:
                text = ROFF.sub("", " ".join(lines)).replace("\\-", "-").replace("\\e", "\\")
                yield re.sub(r"\\\(..|\\\[\w+\]|\\(?=\W)", "", text).strip()
                lines = [rest.strip('"')] if macro in {".SH", ".SS"} else []
                continue
            raw = rest.replace('"', "")  # noqa: PLW2901
        lines.append(raw)


def from_mo(data: bytes) -> Iterator[str]:
    """Give the translations of a catalogue that differ from what they translate."""
    catalogue: dict[Any, str] = vars(gettext.GNUTranslations(io.BytesIO(data)))["_catalog"]
    yield from (v.strip() for k, v in catalogue.items() if k and v != k and v not in k)


def from_po(data: bytes) -> Iterator[str]:
    """Give the translations of a catalogue in source form."""
    for found in re.finditer(r'^msgstr(?:\[\d\])? ((?:".*"\s*)+)', _text(data), re.MULTILINE):
        text = "".join(re.findall(r'"(.*)"', found[1]))
        if "Content-Type:" not in text:
            yield re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), text).strip()


def from_json(data: bytes) -> Iterator[str]:
    """Give the strings of a JSON value, but not what its metadata say."""
    todo = [json.loads(data)]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            todo.extend(value[key] for key in reversed(value) if not key.startswith("@"))
        elif isinstance(value, list):
            todo.extend(reversed(value))


def from_values(data: bytes) -> Iterator[str]:
    """Give what stands behind the names of .ftl, .properties and the like."""
    for line in _text(data).split("\n"):
        found = re.match(r"\s*[-.\w]+\s*[=:]\s*['\"]?(.*?)['\"]?,?$|\s+(\w.*)", line)
        if found and (value := found[1] or found[2] or "").strip():
            yield value.strip()


def from_descriptions(data: bytes) -> Iterator[str]:
    """Give the descriptions of packages, unfolded."""
    for stanza in _text(data).split("\n\n"):
        body = stanza.partition("\nDescription-")[2].partition(": ")[2]
        yield re.sub(r"\n (?=\S)", " ", body.replace("\n .\n", "\n"))


def from_words(data: bytes) -> Iterator[str]:
    """Give a seeded sample of the words of a dictionary."""
    words = re.findall(r"^[^/\s\d#][^/\s]*", _text(data), re.MULTILINE)
    sample = random.Random(0).sample(words, min(len(words), 60_000))  # noqa: S311
    yield from ("\n".join(sample[at : at + 400]) for at in range(0, len(sample), 400))


def from_text(data: bytes) -> Iterator[str]:
    """Give the paragraphs of plain text; a line that stands alone stays with the next."""
    yield from re.split(r"\n[ \t]*\n(?=\S)|\n%\n", _text(data).replace("\r\n", "\n"))


def from_whole(data: bytes) -> Iterator[str]:
    """Give blocks of whole lines, for code and data."""
    if b"\0" not in data[:4096]:
        yield from re.split(r"\n(?=\n\S)", _text(data))


READERS: Final[dict[str, Callable[[bytes], Iterator[str]]]] = {
    "html": from_html,
    "man": from_man,
    "mo": from_mo,
    "po": from_po,
    "json": from_json,
    "values": from_values,
    "descriptions": from_descriptions,
    "words": from_words,
    "text": from_text,
    "whole": from_whole,
}


def _text(data: bytes) -> str:
    try:
        return ANSI.sub("", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        declared = re.search(rb"SET ([-\w]+)|charset=\"?([-\w]+)", data[:2000])
        try:
            return data.decode((declared[1] or declared[2]).decode() if declared else "ascii")
        except (UnicodeDecodeError, LookupError):
            return ""
