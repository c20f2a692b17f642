"""A chat that grows: every turn sends all that came before it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.arguments import whole_number
from tokest.render.shown import Shown
from tokest.render.table import Column, Table
from tokest.units import MOST_TOKENS, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TURNS: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation(Shown):
    """All requests of a chat together; `usage` is what to price, `last` the longest of them.

    ``usage`` is the sum over requests. Where prices depend on the length of a request, price each
    of `requests()` instead.
    """

    turns: int
    usage: Usage
    last: Usage
    per_turn: tuple[int, int]
    start: int
    cached_from: int | None

    def requests(self) -> Iterator[Usage]:
        """Give the usage of each request, in their order."""
        for turn in range(self.turns):
            yield _request(turn, self.start, self.per_turn, self.cached_from)

    def table(self) -> Table:
        """Lay out the first request, the last one, and all together."""
        first = _request(0, self.start, self.per_turn, self.cached_from)
        every = (("first", first), ("last", self.last), ("all", self.usage))
        rows = tuple(
            (name, used.input_tokens, used.cache_read_tokens, used.output_tokens)
            for name, used in every
        )
        return Table(columns=COLUMNS, rows=rows, title=f"A chat of {self.turns:,} turns", sums=1)


COLUMNS: Final = (
    Column("request"),
    Column("input tokens", "count"),
    Column("of them from the cache", "count"),
    Column("output tokens", "count"),
)


def grow(
    turns: int,
    *,
    start: int,
    user_tokens: int,
    answer_tokens: int,
    cached_from: int | None = None,
) -> Conversation:
    """Add up a chat of so many turns, whose history is sent again each time.

    `start` is what stands before the first question (system prompt, tools, the template's own),
    `user_tokens` and `answer_tokens` what a turn adds, each with what the template writes around
    it. With `cached_from`, what the request before has sent is read from a cache, if that is at
    least so many tokens.

    The sums are in closed form. Of N turns, with S to start, u a question and a an answer, the
    input is N S + N u + (u + a) N (N - 1) / 2.

    Raises
    ------
    InputError
        for a number that cannot be.

    Examples
    --------
    >>> found = grow(10, start=200, user_tokens=50, answer_tokens=300)
    >>> found.usage.input_tokens, found.usage.output_tokens, found.last.input_tokens
    (18250, 3000, 3400)
    >>> cached = grow(10, start=200, user_tokens=50, answer_tokens=300, cached_from=1024)
    >>> cached.usage.cache_read_tokens
    13050
    """
    turns = whole_number("turns", turns, least=1, most=MOST_TURNS)
    start = whole_number("start", start, most=MOST_TOKENS)
    user_tokens = whole_number("user_tokens", user_tokens, most=MOST_TOKENS)
    answer_tokens = whole_number("answer_tokens", answer_tokens, most=MOST_TOKENS)
    if cached_from is not None:
        cached_from = whole_number("cached_from", cached_from, most=MOST_TOKENS)
    step = user_tokens + answer_tokens
    first = start + user_tokens
    usage = Usage(
        input_tokens=_series(first, step, turns),
        output_tokens=turns * answer_tokens,
        cache_read_tokens=_cached(first, step, turns, cached_from),
    )
    per_turn = user_tokens, answer_tokens
    return Conversation(
        turns=turns,
        usage=usage,
        last=_request(turns - 1, start, per_turn, cached_from),
        per_turn=per_turn,
        start=start,
        cached_from=cached_from,
    )


def _series(first: int, step: int, terms: int) -> int:
    """Add up an arithmetic series."""
    return terms * first + step * (terms * (terms - 1) // 2)


def _cached(first: int, step: int, turns: int, least: int | None) -> int:
    """Add up what is read from the cache: each request but the last, if it is long enough."""
    if least is None or turns == 1:
        return 0
    skipped = 0
    if first < least:
        skipped = turns - 1 if step == 0 else min(turns - 1, -(-(least - first) // step))
    return _series(first + skipped * step, step, turns - 1 - skipped)


def _request(turn: int, start: int, per_turn: tuple[int, int], least: int | None) -> Usage:
    user, answer = per_turn
    sent = start + user + turn * (user + answer)
    before = sent - user - answer if turn else 0
    cached = before if least is not None and turn and before >= least else 0
    return Usage(input_tokens=sent, output_tokens=answer, cache_read_tokens=cached)
