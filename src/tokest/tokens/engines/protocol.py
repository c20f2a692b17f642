"""What an engine is given, and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tokest.arguments import word
from tokest.errors import InputError
from tokest.tokens.normalize import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scheme:
    """A byte-level BPE tokenizer: all that an engine needs to know of it.

    A text is normalised, split by the pattern, and each piece is merged by rank. Where
    `whole_pieces` is false, a piece that is a token counts as what merges make of it. `cuts_lines`
    says that the pattern always splits between a newline and a letter, and splits the two
    sides alike apart from each other, so that long texts may be cut there. Two schemes are equal
    only if they are the same object, so that what is built from one can be kept by it.
    """

    name: str
    normalize: str
    pattern: str
    whole_pieces: bool
    ranks: Mapping[bytes, int]
    cuts_lines: bool = False


class CountingEngine(Protocol):
    """Counts the tokens of one tokenizer; spellings of special tokens are plain text.

    Every method raises `InputError` where a text holds a lone surrogate, which has no UTF-8 form.
    """

    @property
    def name(self) -> str:
        """Name the engine as `Estimate.engine` does."""

    def count(self, text: str) -> int:
        """Count the tokens of a text."""

    def count_batch(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text; the same as `count`, one by one."""


class Engine(CountingEngine, Protocol):
    """Counts the tokens of one scheme, and knows where they end."""

    def spans(self, text: str) -> list[int]:
        """Give where each token ends, as offsets in bytes.

        They are offsets into ``normalized(text, scheme).encode()``: increasing, the last is its
        length, and there are as many as `count` says. A token may end inside a character.
        """


def normalized(text: str, scheme: Scheme) -> str:
    """Give the text that is split: in normal form C where the tokenizer does that first.

    >>> plain = Scheme(name="a", normalize="none", pattern="", whole_pieces=True, ranks={})
    >>> normalized("cafe", plain)
    'cafe'
    """
    return nfc(text) if scheme.normalize == "NFC" else text


def check_text(where: str, text: object) -> None:
    """Refuse what is no text, or has no UTF-8 form.

    >>> check_text("prompt", "ok")
    """
    refuse_surrogates(word(where, text))


def refuse_surrogates(text: str) -> None:
    """Refuse text without a UTF-8 form, naming the place.

    >>> refuse_surrogates("ok")
    """
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        row = text.count("\n", 0, error.start) + 1
        column = error.start - text.rfind("\n", 0, error.start)
        what = f"lone surrogate U+{ord(text[error.start]):04X} is not text"
        raise InputError(f"line {row}, column {column}", what) from None
