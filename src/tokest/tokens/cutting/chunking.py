"""Texts split into chunks of at most so many tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tokest.errors import InputError
from tokest.render.shown import Shown
from tokest.render.table import Column, Table
from tokest.tokens.cutting.clusters import EXTENDS, cluster_ends
from tokest.tokens.cutting.meter import Meter, check_limit, find_meter
from tokest.tokens.cutting.search import longest_prefix, longest_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator

    import regex

    from tokest.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A part of a text: ``text[start:end]``, and its tokens counted by itself."""

    text: str
    tokens: int
    start: int
    end: int


class Chunks(Shown, tuple[Chunk, ...]):
    """The chunks of a text, in their order."""

    __slots__ = ()

    def table(self) -> Table:
        """Lay out one line a chunk, with how it begins."""
        rows = tuple(
            (at, chunk.tokens, chunk.start, chunk.end, chunk.text[:BEGINNING])
            for at, chunk in enumerate(self, 1)
        )
        return Table(columns=COLUMNS, rows=rows)


COLUMNS: Final = (
    Column("chunk", "count"),
    Column("tokens", "count", bar=""),
    Column("start", "count"),
    Column("end", "count"),
    Column("begins"),
)
BEGINNING: Final = 32
"""Characters of a chunk that a table shows."""

_LINE: Final = r"(?:\r\n|\n|\r)"
_ENDS: Final = (
    rf"{_LINE}(?:[ \t]*{_LINE})+",
    _LINE,
    r"""[.!?…]+["'’”)\]]*\s+|[。！？．]+["'’”」』）]*""",
    r"\s+",
)
"""Ends of paragraphs, lines, sentences and words: the best place to cut first."""


def split(  # noqa: PLR0913  # one keyword for each thing that changes the outcome
    text: str,
    model: str | None = None,
    *,
    max_tokens: int,
    overlap: int = 0,
    encoding: str | None = None,
    places: Places | None = None,
) -> Chunks:
    """Split a text into chunks of at most `max_tokens` tokens, each counted by itself.

    A chunk ends with a paragraph, else a line, a sentence or a word, if one ends in the second
    half of what would fit; no grapheme cluster is cut. Without overlap, the chunks joined are the
    text. With it, a chunk starts at most `overlap` tokens before the end of the one before it:
    fewer where the next cluster would not fit behind them. Every chunk starts and ends after the
    one before it.

    Raises
    ------
    InputError
        when one cluster has more tokens than `max_tokens`, or `overlap` is not less; and as
        `count` does.
    UnknownModelError, UnknownEncodingError, VocabularyMissingError
        as `count` does.

    Examples
    --------
    >>> [chunk.text for chunk in split("One more. Two more words.", "gpt-4o", max_tokens=4)]
    ['One more. ', 'Two more words.']
    >>> [chunk.text for chunk in split("a b c d e f g h", "gpt-4o", max_tokens=4, overlap=2)]
    ['a b c ', 'c d e ', 'e f g h']
    """
    max_tokens = check_limit("max_tokens", max_tokens)
    overlap = check_limit("overlap", overlap)
    if overlap and overlap >= max_tokens:
        raise InputError("overlap", f"must be less than max_tokens {max_tokens}, got {overlap}")
    return Chunks(_chunks(find_meter(text, model, encoding, places), text, max_tokens, overlap))


def _chunks(meter: Meter, text: str, limit: int, overlap: int) -> Iterator[Chunk]:
    start = done = 0
    while done < len(text):
        most = longest_prefix(meter, text, limit, start=start)
        if most <= done and start < done:
            start = done  # what overlaps leaves no room for a cluster
            continue
        if most <= done:
            raise _too_large(meter, text, start, limit)
        chunk = _best(meter, text, limit, (start, done, most))
        yield chunk
        start, done = _overlapping(meter, chunk, overlap), chunk.end


def _best(meter: Meter, text: str, limit: int, places: tuple[int, int, int]) -> Chunk:
    """End a chunk at the best place up to the one that is last."""
    start, done, most = places
    low = max(done, start + (most - start) // 2)
    for pattern in _patterns() if most < len(text) else ():
        end = max((one.end() for one in pattern.finditer(text, low, most)), default=0)
        if end > low:
            tokens = meter.count(text[start:end])
            if tokens <= limit:
                return Chunk(text=text[start:end], tokens=tokens, start=start, end=end)
    part = text[start:most]
    return Chunk(text=part, tokens=meter.count(part), start=start, end=most)


def _overlapping(meter: Meter, chunk: Chunk, overlap: int) -> int:
    """Give where the next chunk starts: after the best end near, or where this chunk ends."""
    if not overlap:
        return chunk.end
    at = longest_suffix(meter, chunk.text, overlap)
    at = max(at, next(cluster_ends(chunk.text)))
    middle = at + (len(chunk.text) - at) // 2
    found = (pattern.search(chunk.text, at, middle) for pattern in _patterns())
    for start in (*(one.end() for one in found if one), at):
        if meter.count(chunk.text[start:]) <= overlap:
            return chunk.start + start
    return chunk.end


def _too_large(meter: Meter, text: str, start: int, limit: int) -> InputError:
    tokens = meter.count(text[start : next(cluster_ends(text, start))])
    row = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    what = f"one character (with its marks) takes more tokens than max_tokens {limit}: {tokens}"
    return InputError(f"line {row}, column {column}", what)


@cache
def _patterns() -> tuple[regex.Pattern[str], ...]:
    import regex  # noqa: PLC0415  # counting does without it

    return tuple(regex.compile(rf"(?:{end})(?!{EXTENDS})") for end in _ENDS)
