"""Counts of whole columns of texts: arrays in, arrays out, the same numbers as `estimate_many`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tokest.kernels.sums import UNIT, expect
from tokest.kernels.words import PAD
from tokest.tokens.encodings import Proxy
from tokest.tokens.rule import rule_of_thumb
from tokest.tokens.table_files import load_keys
from tokest.tokens.table_quality import STRANGE, find_quality
from tokest.tokens.tables import LONGEST_TOKEN, values_of
from tokest.tokens.targets import counted_by, engine_for, table_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

    from tokest.tokens.methods import Target
    from tokest.tokens.table_quality import Quality

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

GAP: Final = b"\0" * PAD
"""What stands before, between and after texts that are joined."""


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Texts put together with `GAP` around each, in UTF-8 and as a str."""

    raw: bytes
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Texts, joined for tables or one by one for engines, and the bytes of each in UTF-8.

    One of the two forms is there; the other is made of it where it is asked for.
    """

    sizes: Ints
    joined: Joined | None = None
    apart: list[str] | None = None

    @property
    def starts(self) -> Ints:
        """Where each text starts in what is joined."""
        starts: Ints = np.cumsum(self.sizes + PAD) - self.sizes
        return starts

    def together(self) -> Joined:
        """Give the texts joined."""
        if self.joined is not None:
            return self.joined
        raw = GAP + b"".join(text.encode() + GAP for text in self.apart or ())
        return Joined(raw, raw.decode())

    def strings(self) -> list[str]:
        """Give the texts one by one."""
        if self.apart is not None:
            return self.apart
        raw = self.together().raw
        ends = (self.starts + self.sizes).tolist()
        return [raw[a:b].decode() for a, b in zip(self.starts.tolist(), ends, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """The count of each text and its range, int64[N]."""

    tokens: Ints
    low: Ints
    high: Ints


def texts_of(strings: list[str]) -> Texts:
    """Take texts one by one.

    >>> texts_of(["a", "é"]).sizes
    array([1, 2])
    """
    sizes = [len(text) if text.isascii() else len(text.encode()) for text in strings]
    return Texts(np.array(sizes, np.int64), apart=strings)


def count_columns(
    texts: Texts, targets: Sequence[Target], method: str, *, ahead: int = 0
) -> list[Counts]:
    """Count texts for targets that `find_targets` has found by this method.

    `ahead` says how many characters more are to come, for the choice of the engine. Nothing is
    sampled. Texts must be UTF-8.

    >>> from tokest.tokens.targets import find_targets
    >>> targets = find_targets(["qwen-max"], [], "auto", None)
    >>> count_columns(texts_of(["Hello World", ""]), targets, "auto")[0].tokens
    array([2, 0])
    """
    if method == "rule":
        return [_by_rule(texts.strings())] * len(targets)
    tables = [table_name(target, method) for target in targets]
    names = tuple(dict.fromkeys(name for name in tables if name is not None))
    by_table = dict(zip(names, _expected(texts, names), strict=True)) if names else {}
    by_engine: dict[str, Ints] = {}
    strings = texts.strings() if None in tables else []
    for target, table in zip(targets, tables, strict=True):
        encoding = None if table else counted_by(target.counter)
        if encoding is not None and encoding.name not in by_engine:
            counts = engine_for(encoding, strings, ahead).count_batch(strings)
            by_engine[encoding.name] = np.array(counts, np.int64)
    return [
        _counted(target, by_table[table] if table else None, by_engine)
        for target, table in zip(targets, tables, strict=True)
    ]


def _counted(target: Target, expected: Counts | None, by_engine: dict[str, Ints]) -> Counts:
    counter = target.counter
    if isinstance(counter, Proxy):
        base = expected or Counts(*[by_engine[counter.encoding]] * 3)
        return _by_proxy(base, counter)
    return expected or Counts(*[by_engine[counter.name]] * 3)


def _by_rule(strings: list[str]) -> Counts:
    rows = np.array([*map(rule_of_thumb, strings)], np.int64).reshape(-1, 3)
    return Counts(*rows.T)


def _by_proxy(counts: Counts, proxy: Proxy) -> Counts:
    """Scale counts in whole numbers, as `tokest.tokens.methods` does in decimals."""
    floor = np.minimum(counts.tokens, 1)
    mean, unit = _scaled(counts.tokens, proxy.ratio)
    tokens = np.maximum(floor, (2 * mean + unit) // (2 * unit))
    below, unit = _scaled(counts.low, proxy.ratio * proxy.low)
    low = np.maximum(floor, np.minimum(tokens, below // unit))
    above, unit = _scaled(counts.high, proxy.ratio * proxy.high)
    return Counts(tokens, low, np.maximum(tokens, -(-above // unit)))


def _scaled(counts: Ints, factor: Decimal) -> tuple[Ints, int]:
    top, bottom = factor.as_integer_ratio()
    return counts * top, bottom


def _expected(texts: Texts, names: tuple[str, ...]) -> list[Counts]:
    """Expect the counts of texts from tables, in one pass for all of them."""
    sizes = texts.sizes
    if not len(sizes):
        return [Counts(sizes, sizes, sizes) for _ in names]
    joined = texts.together()
    units = np.frombuffer(joined.text.encode("utf-16-le"), np.uint16)
    spans = np.stack([texts.starts, texts.starts + sizes])
    if not joined.text.isascii():
        spans = _unit_places(np.frombuffer(joined.raw, np.uint8), spans)
    sums, odd = expect(units, spans, load_keys(), values_of(names))
    guesser = _Guesser(sizes, odd)
    return [guesser.guess(row, find_quality(name)) for row, name in zip(sums, names, strict=True)]


def _unit_places(raw: NDArray[np.uint8], spans: Ints) -> Ints:
    """Say at which UTF-16 unit the texts start and end that are at these places of UTF-8.

    >>> raw = np.frombuffer("aé😀b".encode(), np.uint8)
    >>> _unit_places(raw, np.array([[0, 3], [1, 7]]))
    array([[0, 2],
           [1, 4]])
    """
    widths = ((raw & 0xC0) != 0x80).view(np.int8)  # noqa: PLR2004  # not a continuation byte
    widths += raw >= 0xF0  # noqa: PLR2004  # four bytes, two units
    edges = spans.T.ravel()
    before = np.add.reduceat(widths, np.append(0, edges), dtype=np.int64)[:-1]
    before[np.diff(edges, prepend=0) == 0] = 0  # reduceat gives an empty part a number
    found: Ints = np.cumsum(before).reshape(-1, 2).T
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Guesser:
    """Makes ranges as `tokest.tokens.tables` does, for many texts at once."""

    sizes: Ints
    odd: Ints

    def guess(self, sums: Ints, quality: Quality) -> Counts:
        sizes = self.sizes
        least = np.maximum(1, -(-sizes // LONGEST_TOKEN))
        wanted = np.rint(sums * quality.factor / UNIT).astype(np.int64)
        tokens = np.minimum(sizes, np.maximum(least, wanted))
        down, up = self._bounds(tokens, quality)
        low = np.floor(tokens * (1 - (1 - down))).astype(np.int64)
        high = np.ceil(tokens * (1 + (up - 1))).astype(np.int64)
        low = np.minimum(sizes, np.maximum(1, np.minimum(tokens, low)))
        return Counts(tokens, low, np.minimum(sizes, np.maximum(tokens, high)))

    def _bounds(self, tokens: Ints, quality: Quality) -> tuple[Floats, Floats]:
        limits = np.array(STRANGE)[:, None] * np.maximum(tokens, 1)
        strange = (self.odd / limits).max(axis=0)
        down, up = np.empty(len(tokens)), np.empty(len(tokens))
        open_ = np.ones(len(tokens), np.bool_)
        for interval in quality.intervals:
            here = open_ & _within(strange, interval.strange) & _within(tokens, interval.up_to)
            down[here], up[here] = interval.low, interval.high
            open_ &= ~here
        return down, up


def _within(values: NDArray[Any], limit: float | None) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = values <= (np.inf if limit is None else limit)
    return found
