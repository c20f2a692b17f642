"""The longest part of a text that has at most so many tokens, in whole grapheme clusters.

More text can have fewer tokens, so "the longest" is found by trying: the tokens of the text say
about where it ends, and from there whole clusters are added and taken away, each time counted.
What is counted is only what is near: up to an anchor (`tokest.tokens.cutting.anchors`), counts add
up. A part found so fits, and none that is longer by up to `LOOK` clusters does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, islice, pairwise, takewhile
from typing import TYPE_CHECKING, Final

from tokest.tokens.cutting import anchors
from tokest.tokens.cutting.clusters import cluster_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokest.tokens.cutting.meter import Meter

LOOK: Final = 8
"""Clusters more that are tried before a part is said to be the longest."""

NEAR: Final = 256
"""Characters between where the part is expected to end and the anchor counted from."""

MORE: Final = 64
"""Clusters that are tried after the place where the part is expected to end, at first."""

WIDTH: Final = 6
"""Characters that are expected to hold a token, generously."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cuts:
    """Places to cut, from the least that is kept to the most, and the one that is expected.

    `every` says that there is none after the last, where more would be kept.
    """

    places: list[int]
    expected: int
    every: bool


def longest_prefix(meter: Meter, text: str, limit: int, *, start: int = 0, after: str = "") -> int:
    """Give where the longest part from `start` ends that has, with `after`, at most `limit` tokens.

    It is `start` where `after` alone has more.

    >>> from tokest.tokens.cutting.meter import find_meter
    >>> longest_prefix(find_meter("", "gpt-4o", None), "Hello wide World", 2)
    10
    """
    split = anchors.after(after, 0, meter.scheme) or len(after)
    near, fixed = after[:split], meter.count(after[split:])
    guess = _prefix_guess(meter, text, start, limit - fixed - meter.count(near))
    base = anchors.before(text, guess - NEAR, meter.scheme) or 0
    for origin, more in ((max(base, start), MORE), (start, None)):
        ends = cluster_ends(text, origin)
        if origin > start:
            next(ends, None)  # with one character after it, an anchor is none
        else:
            ends = chain([start], ends)
        known = fixed + meter.count(text[start:origin])

        def tokens(end: int, origin: int = origin, known: int = known) -> int:
            return known + meter.count(text[origin:end] + near)

        found = _climb(_listed(ends, guess, more), tokens, limit)
        if found is not None:
            return found
    return start


def longest_suffix(meter: Meter, text: str, limit: int, *, before: str = "") -> int:
    """Give where the longest last part starts that has, after `before`, at most `limit` tokens.

    It is the end of the text where `before` alone has more.

    >>> from tokest.tokens.cutting.meter import find_meter
    >>> longest_suffix(find_meter("", "gpt-4o", None), "Hello wide World", 2)
    5
    """
    size = len(text)
    guess = _suffix_guess(meter, text, limit - meter.count(before))
    synced = anchors.before(text, guess - NEAR * 16, meter.scheme) or 0
    base = anchors.after(text, guess + NEAR, meter.scheme) or size
    for first, origin in ((synced, base), (0, base), (0, size)):
        starts = [first, *cluster_ends(text, first, origin)]
        if origin < size:
            starts.pop()  # with nothing before it, an anchor is none
        known = meter.count(text[origin:])

        def tokens(start: int, origin: int = origin, known: int = known) -> int:
            return known + meter.count(before + text[start:origin])

        expected = sum(1 for _ in takewhile(lambda start: start > guess, reversed(starts)))
        cuts = _Cuts(places=starts[::-1], expected=expected, every=first == 0)
        found = _climb(cuts, tokens, limit)
        if found is not None:
            return found
    return size


def _listed(ends: Iterator[int], guess: int, more: int | None) -> _Cuts:
    """List the places up to the guess and so many after it, or all of them."""
    places: list[int] = []
    for end in ends:
        places.append(end)
        if end > guess:
            break
    expected = max(0, len(places) - 1 - (places[-1] > guess)) if places else 0
    places += islice(ends, more)
    return _Cuts(places=places, expected=expected, every=next(ends, None) is None)


def _climb(cuts: _Cuts, tokens: Callable[[int], int], limit: int) -> int | None:
    """Find the place that keeps the most and fits, from the one expected; the last of all tried.

    Steps grow and are halved again, so that a bad guess costs few counts. Nothing is found where
    not even the first place fits, or the last is so near that more have to be listed.
    """

    @cache
    def fits(at: int) -> bool:
        return tokens(cuts.places[at]) <= limit

    size = len(cuts.places)
    low, high, step = min(cuts.expected, size - 1), size, 1
    while not fits(low):
        if low == 0:
            return None
        low, high, step = max(0, low - step), low, step * 2
    step = LOOK
    while low + step < high and fits(low + step):
        low, step = low + step, step * 2
    high = min(high, low + step)
    while high - low > LOOK:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    while more := next((i for i in range(min(size - 1, low + LOOK), low, -1) if fits(i)), None):
        low = more
    return cuts.places[low] if cuts.every or low + LOOK < size else None


def _prefix_guess(meter: Meter, text: str, start: int, limit: int) -> int:
    """Give about where the first tokens of a text end, from a place in it.

    From anchor to anchor tokens are counted, which is quicker than finding where they end.
    """
    if limit <= 0:
        return start
    step = min(max(limit // 4, MORE), anchors.BLOCK)
    while end := anchors.after(text, start + step, meter.scheme, step * 4):
        tokens = meter.count(text[start:end])
        if tokens > limit:
            break
        start, limit = end, limit - tokens
    if limit <= 0:
        return start
    width = 64 + limit * WIDTH if end is None else end - start
    while True:
        part = text[start : start + width]
        ends = meter.spans(part)
        if len(ends) > limit:
            return start + _characters(meter, part, ends[limit - 1])
        if start + width >= len(text):
            return len(text)
        width *= 2


def _suffix_guess(meter: Meter, text: str, limit: int) -> int:
    """Give about where the last tokens of a text start."""
    if limit <= 0:
        return len(text)
    width = 64 + limit * WIDTH
    while True:
        low = max(0, len(text) - width)
        part = text[low:]
        ends = meter.spans(part)
        if len(ends) > limit:
            return low + _characters(meter, part, ends[-limit - 1])
        if low == 0:
            return 0
        width *= 2


def _characters(meter: Meter, part: str, offset: int) -> int:
    """Give how many characters of a text lie before an offset in bytes of what the model sees."""
    seen = meter.seen(part)
    if seen == part:
        return len(seen.encode()[:offset].decode(errors="ignore"))
    places = [0, *cluster_ends(part)]
    sizes = (len(meter.seen(part[at:end]).encode()) for at, end in pairwise(places))
    before = zip(places, accumulate(sizes), strict=False)
    return next((at for at, size in before if size > offset), len(part))
