"""What the tokens of a text are."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, get_args

from tokest.render.shown import Shown
from tokest.render.table import Column, Table
from tokest.tokens.cutting.meter import find_meter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.places import Places

Kind = Literal["word", "CJK", "digit", "punctuation", "symbol", "whitespace", "other", "part"]
"""What a token is made of, by its first character that is no blank.

``CJK`` are ideographs, kana and Hangul; ``symbol`` are signs and emoji; ``part`` is a token that
starts or ends inside a character.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token: its bytes in hex, and the characters ``[start, end)`` it stands in.

    `text` is ``None`` where it starts or ends inside a character, which then counts for every
    token that has a byte of it.
    """

    text: str | None
    hex: str
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many tokens of a text are of one kind."""

    kind: Kind
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Shown):
    """The tokens of a text, and how many there are of each kind, most first.

    `text` is what the model sees: the text in normal form, where the tokenizer does that first.
    """

    encoding: str
    text: str
    tokens: tuple[Token, ...]
    shares: tuple[Share, ...]

    def table(self) -> Table:
        """Lay out what the tokens are made of."""
        rows = tuple((share.kind, share.tokens) for share in self.shares)
        title = f"{len(self.tokens):,} tokens by {self.encoding}"
        return Table(columns=COLUMNS, rows=rows, title=title)


COLUMNS: Final = (Column("made of"), Column("tokens", "count", bar=""))


def explain(
    text: str,
    model: str | None = None,
    *,
    encoding: str | None = None,
    places: Places | None = None,
) -> Explanation:
    """Show what the tokens of a text are.

    Raises
    ------
    InputError, UnknownModelError, UnknownEncodingError, VocabularyMissingError
        as `count` does.

    Examples
    --------
    >>> found = explain("Hi, 世界 12", "qwen-max")
    >>> [token.text for token in found.tokens]
    ['Hi', ',', ' ', '世界', ' ', '1', '2']
    >>> [(share.kind, share.tokens) for share in found.shares][:2]
    [('digit', 2), ('whitespace', 2)]
    """
    meter = find_meter(text, model, encoding, places)
    seen = meter.seen(text)
    tokens = tuple(_tokens(seen.encode(), meter.spans(text)))
    counts = Counter(token.kind for token in tokens)
    order = sorted(counts, key=lambda kind: (-counts[kind], get_args(Kind).index(kind)))
    shares = tuple(Share(kind=kind, tokens=counts[kind]) for kind in order)
    return Explanation(encoding=meter.scheme.name, text=seen, tokens=tokens, shares=shares)


def _tokens(raw: bytes, ends: list[int]) -> Iterator[Token]:
    before = 0  # characters that start before the token
    for start, end in pairwise((0, *ends)):
        token = raw[start:end]
        inside = token[0] & _TAIL == _TAIL_BIT
        cut = end < len(raw) and raw[end] & _TAIL == _TAIL_BIT
        after = before + len(token.translate(None, _TAILS))
        text = None if inside or cut else token.decode()
        yield Token(
            text=text,
            hex=token.hex(),
            start=before - inside,
            end=after,
            kind="part" if text is None else _kind(text),
        )
        before = after


def _kind(text: str) -> Kind:
    first = text.lstrip()[:1]
    if not first:
        return "whitespace"
    if first.isalpha() and unicodedata.name(first, "").startswith(_CJK):
        return "CJK"
    return _KINDS.get(unicodedata.category(first)[0], "other")


_TAIL: Final = 0b1100_0000
_TAIL_BIT: Final = 0b1000_0000
_TAILS: Final = bytes(range(0x80, 0xC0))
"""Bytes inside a character: https://www.rfc-editor.org/rfc/rfc3629 section 3."""

_CJK: Final = ("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ", "BOPOMOFO ", "HALFWIDTH KATAKANA ")
_KINDS: Final[dict[str, Kind]] = {
    "L": "word",
    "M": "word",
    "N": "digit",
    "P": "punctuation",
    "S": "symbol",
}
"""Kinds by the first letter of the general category, https://www.unicode.org/reports/tr44/."""
