"""Engines to time; tiktoken, tokenizers and gigatoken are made from tokest's own ranks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from methods import embedded
from references import gigatoken_encoder, reference
from tokest.tokens.encodings import Encoding, find_encoding
from tokest.tokens.engines.builtin import BuiltinEngine
from tokest.tokens.engines.choice import scheme
from tokest.tokens.estimate import estimate, estimate_many
from tokest.tokens.normalize import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to count; `start` gives it with its caches empty.

    One that `remembers` text is timed a second time on the same texts. One that is not `exact`
    need not agree with the others.
    """

    name: str
    start: Callable[[], Count]
    remembers: bool = False
    exact: bool = True


def engines(encoding: str) -> tuple[list[Engine], list[str]]:
    """Give the engines that are installed, and the names of the others."""
    wanted = find_encoding(encoding)
    found = [Engine("len/4", lambda: _quarter, exact=False)]
    absent = []
    one, every = (partial(table_count, names=names) for names in ((encoding,), embedded()))
    found.append(Engine("tokest table", lambda: one, exact=False))
    found.append(Engine(f"tokest table, all {len(embedded())}", lambda: every, exact=False))
    found.append(
        Engine("tokest exact", lambda: BuiltinEngine(scheme(wanted)).count, remembers=True)
    )
    makers = {"tiktoken": _tiktoken, "tokenizers": _tokenizers, "gigatoken": _gigatoken}
    for name, make in makers.items():
        if find_spec(name) and find_spec("tokenizers"):
            found.append(make(wanted))
        else:
            absent.append(name)
    return found, absent


def table_agrees(text: str) -> bool:
    """Say whether the pass over all encodings gives what each of them gives alone."""
    together = estimate_many((text,), encodings=embedded(), method="table")[0]
    alone = [estimate(text, encoding=name, method="table") for name in embedded()]
    return [found.tokens for found in together] == [found.tokens for found in alone]


def table_count(text: str, names: Sequence[str]) -> int:
    """Estimate by table for some encodings in one pass; give the first."""
    return estimate_many((text,), encodings=names, method="table")[0][0].low


def _quarter(text: str) -> int:
    return len(text) // 4


def _tiktoken(encoding: Encoding) -> Engine:
    encode = reference().tiktoken_encoding(encoding.name).encode_ordinary
    ready = nfc if encoding.normalize == "NFC" else str
    return Engine("tiktoken", lambda: lambda text: len(encode(ready(text))))


def _tokenizers(encoding: Encoding) -> Engine:
    tokenizer = reference().huggingface_tokenizer(encoding.name)

    def start() -> Count:
        tokenizer.model._clear_cache()  # noqa: SLF001  # there is no other way to empty it
        return lambda text: len(tokenizer.encode_batch_fast([text])[0])

    return Engine("tokenizers", start, remembers=True)


def _gigatoken(encoding: Encoding) -> Engine:
    ready = nfc if encoding.normalize == "NFC" else str

    def start() -> Count:
        encode = gigatoken_encoder(encoding.name)
        return lambda text: len(encode(ready(text)))

    return Engine("gigatoken", start, remembers=True)
