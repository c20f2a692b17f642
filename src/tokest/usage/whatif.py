"""The same calls on other models: what they would cost there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tokest.rates.match import find_model
from tokest.render.shown import Shown
from tokest.render.table import Column, Table
from tokest.units import EXACT
from tokest.usage.pricing import Pricer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tokest.rates.card import RateCard
    from tokest.rates.match import Match
    from tokest.render.table import Cell
    from tokest.usage.logs.call import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """What a log would cost on one model; calls without a price there are counted, not summed."""

    model: str
    provider: str
    calls: int
    unpriced_calls: int
    cost: Decimal | None
    currency: str | None
    problems: tuple[tuple[str, int], ...]


class Alternatives(Shown, tuple[Alternative, ...]):
    """What a log would cost on some models, the cheapest of each currency first."""

    __slots__ = ()

    def table(self) -> Table:
        """Lay out one line a model."""
        rows = tuple(map(_row, self))
        note = "the counts are those of the log: other tokenizers count otherwise"
        return Table(columns=COLUMNS, rows=rows, notes=(note,))


COLUMNS: Final = (
    Column("model"),
    Column("provider"),
    Column("calls", "count"),
    Column("without price", "count"),
    Column("cost", "amount", bar="currency"),
    Column("currency"),
    Column("remark", "remark"),
)


def _order(one: Alternative) -> tuple[int, str, Decimal, str]:
    partly = one.unpriced_calls > 0
    return int(partly), one.currency or "", one.cost or Decimal(0), one.model


def _row(one: Alternative) -> tuple[Cell, ...]:
    remark = "; ".join(f"{count:,} x {problem}" for problem, count in one.problems[:1])
    return (
        one.model, one.provider, one.calls, one.unpriced_calls, one.cost, one.currency, remark,
    )  # fmt: skip


@dataclass(slots=True)
class _Sum:
    priced: int = 0
    cost: Decimal = Decimal(0)


def what_if(
    calls: Iterable[Call], models: Sequence[str], *, card: RateCard, region: str | None = None
) -> Alternatives:
    """Price logged calls on other models, with the counts they have.

    The counts are those of the tokenizer that counted the call: a model with another one would
    count otherwise, and answer at other length. Where a model has no price for an explicit cache,
    its hits are taken as hits of the plain one and what was written to it as plain input.

    Raises
    ------
    UnknownModelError, AmbiguousModelError
        with the nearest names.
    """
    matches = [find_model(card, name) for name in dict.fromkeys(models)]
    pricer = Pricer(region)
    sums: list[dict[str, _Sum]] = [defaultdict(_Sum) for _ in matches]
    problems: list[dict[str, int]] = [defaultdict(int) for _ in matches]
    total = 0
    for call in calls:
        total += 1
        for match, sum_, problem in zip(matches, sums, problems, strict=True):
            _add(pricer, replace(call, match=match), sum_, problem)
    found = (
        one
        for match, sum_, problem in zip(matches, sums, problems, strict=True)
        for one in _alternatives(match, sum_, problem, total)
    )
    return Alternatives(sorted(found, key=_order))


def _add(pricer: Pricer, call: Call, sums: dict[str, _Sum], problems: dict[str, int]) -> None:
    priced = pricer.price(call, call.match)
    used = call.usage
    written = used.cache_write_tokens or used.cache_write_1h_tokens
    if priced.problem is not None and (used.cache_read_explicit_tokens or written):
        priced = pricer.price(_plain_cache(call), call.match)
    amounts = [charge.amount for charge in priced.charges]
    if priced.problem is not None or priced.currency is None or None in amounts:
        problems[priced.problem or "no price on record"] += 1
        return
    found = sums[priced.currency]
    found.priced += 1
    for amount in amounts:
        found.cost = EXACT.add(found.cost, amount or Decimal(0))


def _plain_cache(call: Call) -> Call:
    """Take an explicit cache as the only one that another model has, which is written for free."""
    used = call.usage
    hits = used.cache_read_tokens + used.cache_read_explicit_tokens
    plain = replace(
        used,
        cache_read_tokens=hits,
        cache_read_explicit_tokens=0,
        cache_write_tokens=0,
        cache_write_1h_tokens=0,
    )
    return replace(call, usage=plain)


def _alternatives(
    match: Match, sums: dict[str, _Sum], problems: dict[str, int], total: int
) -> Iterable[Alternative]:
    """Give one alternative a currency, for a model has one."""
    for currency, found in sums.items() or ((None, _Sum()),):
        yield Alternative(
            model=match.model.id,
            provider=match.provider.id,
            calls=total,
            unpriced_calls=total - found.priced,
            cost=found.cost if currency else None,
            currency=currency,
            problems=tuple(sorted(problems.items())),
        )
