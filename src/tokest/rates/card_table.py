"""A rate card as a table of its providers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from tokest.rates.card import Provider, RateCard
    from tokest.render.table import Cell

COLUMNS: Final = (
    Column("provider"),
    Column("name"),
    Column("models", "count", bar=""),
    Column("price lists", "count"),
    Column("currencies"),
    Column("checked"),
)


def card_table(card: RateCard) -> Table:
    """Lay out one line a provider, with the day on which its prices were last checked.

    >>> from tokest.rates.load import builtin_card
    >>> card_table(builtin_card()).rows[0][:2]
    ('alibaba', 'Alibaba Cloud Model Studio')
    """
    return Table(columns=COLUMNS, rows=tuple(map(_row, card.providers)), title="Rate card")


def _row(provider: Provider) -> tuple[Cell, ...]:
    rates = [rate for model in provider.models for rate in model.rates]
    return (
        provider.id,
        provider.name,
        len(provider.models),
        len(rates),
        ", ".join(sorted({rate.currency for rate in rates})),
        max((rate.checked for rate in rates), default=None),
    )
