"""Which figures of a rate card nobody has looked at for long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tokest.rates.card import RateCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """Rates of one provider read on one page on one day; `via` is the list that did it for us."""

    provider: str
    checked: date
    age: int
    status: str
    source: str
    via: str | None
    models: tuple[str, ...]


def stale(card: RateCard, day: date, days: int) -> tuple[Stale, ...]:
    """List the rates in force that were checked more than `days` days before `day`, oldest first.

    Rates whose span has ended are history: there is nothing to check any more.

    >>> from datetime import date
    >>> from tokest.rates.load import builtin_card
    >>> stale(builtin_card(), date(2026, 1, 1), 90)
    ()
    """
    found: dict[tuple[str, date, str, str, str | None], dict[str, None]] = {}
    for provider in card.providers:
        for model in provider.models:
            for rate in model.rates:
                ended = rate.end is not None and rate.end <= day
                if not ended and (day - rate.checked).days > days:
                    key = (provider.id, rate.checked, rate.status, rate.source, rate.via)
                    found.setdefault(key, {})[model.id] = None
    return tuple(
        Stale(
            provider=provider,
            checked=checked,
            age=(day - checked).days,
            status=status,
            source=source,
            via=via,
            models=tuple(models),
        )
        for (provider, checked, status, source, via), models in sorted(
            found.items(), key=lambda item: (item[0][1], item[0][0], item[0][3])
        )
    )
