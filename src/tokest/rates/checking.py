"""Check a file that is to be laid over the rate card: its form, and what it would do there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.errors import AmbiguousModelError, FileFormatError
from tokest.rates.load import overlay, parse_card
from tokest.rates.match import discounts_on, look_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tokest.rates.card import Discount, RateCard

_PLACED: Final = re.compile(r"(\d+)(?::(\d+))?: (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong; without a line it is about the file as a whole."""

    file: str
    line: int | None = None
    column: int | None = None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One file: its problems, the models it adds, prices anew and discounts, its exchange rates."""

    file: str
    problems: tuple[Problem, ...] = ()
    adds: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    discounted: tuple[str, ...] = ()
    exchange_rates: int = 0


def check_file(card: RateCard, text: str, file: str, day: date) -> Checked:
    r"""Check one file against the card it is to be laid over.

    >>> from datetime import date
    >>> from tokest.rates.load import builtin_card
    >>> text = "version: 2\nproviders: []\n"
    >>> found = check_file(builtin_card(), text, "a.yaml", date(2026, 11, 1))
    >>> found.problems[0].line, found.problems[0].what
    (1, "must be 1, got '2'")
    """
    try:
        over = parse_card(text, file)
    except FileFormatError as error:
        return Checked(file=file, problems=tuple(_placed(file, line) for line in error.problems))
    both = overlay(card, over)
    names = _names(over)
    known = {name.lower() for name in _names(card)}
    met = {name: found for name, found in _met(both).items() if found}
    remarks = (*_ambiguous(card, both, over), *_idle(over.discounts, met), *_ahead(over, day))
    return Checked(
        file=file,
        problems=tuple(Problem(file=file, what=what) for what in remarks),
        adds=tuple(name for name in names if name.lower() not in known),
        replaces=tuple(name for name in names if name.lower() in known),
        discounted=tuple(
            name for name, found in met.items() if any(one in over.discounts for one in found)
        ),
        exchange_rates=len(over.exchange),
    )


def _names(card: RateCard) -> list[str]:
    return [f"{owner.id}/{model.id}" for owner in card.providers for model in owner.models]


def _placed(file: str, line: str) -> Problem:
    rest = line.removeprefix(f"{file}:")
    found = _PLACED.fullmatch(rest)
    if found is None:
        return Problem(file=file, what=rest)
    row, column, what = found.groups()
    return Problem(file=file, line=int(row), column=int(column) if column else None, what=what)


def _ambiguous(card: RateCard, both: RateCard, over: RateCard) -> Iterator[str]:
    """Find names that meant one model, and would no longer."""
    for owner in over.providers:
        for model in owner.models:
            for name in (model.id, *model.aliases):
                others = _several(both, name)
                if others and not _several(card, name) and look_up(card, name) is not None:
                    yield f"{name!r} would no longer mean one model: {', '.join(others)}"


def _several(card: RateCard, name: str) -> tuple[str, ...]:
    try:
        look_up(card, name)
    except AmbiguousModelError as error:
        return error.candidates
    return ()


def _met(both: RateCard) -> dict[str, tuple[Discount, ...]]:
    """Give the discounts on each model."""
    return {
        f"{owner.id}/{model.id}": discounts_on(both, owner, model)
        for owner in both.providers
        for model in owner.models
    }


def _idle(discounts: tuple[Discount, ...], met: dict[str, tuple[Discount, ...]]) -> Iterator[str]:
    """Find discounts that meet no model."""
    used = {discount for found in met.values() for discount in found}
    for discount in discounts:
        if discount not in used:
            yield f"the discount on {discount.models!r} meets no model"


def _ahead(over: RateCard, day: date) -> Iterator[str]:
    """Find figures that claim to have been read on a day yet to come."""
    for owner in over.providers:
        for model in owner.models:
            for rate in model.rates:
                if rate.checked > day:
                    yield f"{owner.id}/{model.id}: checked on {rate.checked}, after {day}"
