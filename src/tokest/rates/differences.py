"""What changed between two rate cards: models, price lists, prices, and what else rows say."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Final, Literal

from tokest.rates.quotes import align, quotes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.card import Model, Provider, Rate, RateCard

What = Literal["added", "removed", "changed", "rewritten"]

Span = tuple[str, str, str | None]

_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference; `price_list` is empty for a whole model or provider.

    A price that took the place of another by a new span is *changed*; one inside a span that had
    already ended is *rewritten*, for calls of the past then cost something else.
    """

    what: What
    model: str
    price_list: str = ""
    field: str = ""
    old: Decimal | str | None = None
    new: Decimal | str | None = None

    @property
    def percent(self) -> Decimal | None:
        """How much a price rose or fell."""
        return rise(self.old, self.new)


def rise(old: object, new: object) -> Decimal | None:
    """Give the change from one price to another in percent, to a tenth.

    >>> rise(Decimal(4), Decimal(3)), rise(None, Decimal(3)), rise(Decimal(0), Decimal(3))
    (Decimal('-25.0'), None, None)
    """
    if not isinstance(old, Decimal) or not isinstance(new, Decimal) or not old:
        return None
    return ((new - old) / old * 100).quantize(_TENTH, ROUND_HALF_EVEN)


def differences(old: RateCard, new: RateCard) -> tuple[Change, ...]:
    """List what changed, provider by provider and model by model, in the order of the new card.

    >>> from tokest.rates.load import builtin_card
    >>> differences(builtin_card(), builtin_card())
    ()
    """
    return tuple(_cards(old, new))


def _cards(old: RateCard, new: RateCard) -> Iterator[Change]:
    before = {provider.id: provider for provider in old.providers}
    for provider in new.providers:
        known = before.pop(provider.id, None)
        yield from _providers(provider.id, known.models if known else (), provider.models)
        if known is not None:
            yield from _details(provider.id, "", known, provider)
    for gone in before.values():
        yield from _providers(gone.id, gone.models, ())
    for name in ("discounts", "exchange"):
        if getattr(old, name) != getattr(new, name):
            yield Change(what="changed", model=f"({name})", field=name)


def _providers(owner: str, old: tuple[Model, ...], new: tuple[Model, ...]) -> Iterator[Change]:
    before = {model.id.lower(): model for model in old}
    for model in new:
        known = before.pop(model.id.lower(), None)
        name = f"{owner}/{model.id}"
        if known is None:
            yield Change(what="added", model=name)
        else:
            yield from _models(name, known, model)
    for gone in before.values():
        yield Change(what="removed", model=f"{owner}/{gone.id}")


def _models(name: str, old: Model, new: Model) -> Iterator[Change]:
    yield from _details(name, "", old, new)
    before, after = _price_lists(old), _price_lists(new)
    for key, rates in after.items():
        listed = list_name(rates[-1])
        if key not in before:
            yield Change(what="added", model=name, price_list=listed)
        else:
            yield from _rates(name, listed, before[key], rates)
    for key, rates in before.items():
        if key not in after:
            yield Change(what="removed", model=name, price_list=list_name(rates[-1]))


def _rates(
    name: str, listed: str, old: tuple[Rate, ...], new: tuple[Rate, ...]
) -> Iterator[Change]:
    """Compare the newest rates; older ones must be what they were, once their span has ended."""
    yield from _prices("changed", name, listed, (old[-1], new[-1]))
    starts = {rate.start: rate for rate in new}
    for rate in old:
        same = starts.get(rate.start)
        if same is None:
            yield Change(what="removed", model=name, price_list=listed, field=f"span {span(rate)}")
            continue
        if rate.end is not None and rate is not old[-1]:
            yield from _prices("rewritten", name, f"{listed} {span(rate)}", (rate, same))
        yield from _details(name, listed, rate, same)
    known = {rate.start for rate in old}
    for rate in new:
        if rate.start not in known:
            yield Change(what="added", model=name, price_list=listed, field=f"span {span(rate)}")


def _prices(what: What, name: str, listed: str, pair: tuple[Rate, Rate]) -> Iterator[Change]:
    for found in align(quotes(pair[0]), quotes(pair[1])):
        if found.one != found.other:
            yield Change(
                what="added" if found.one is None else "removed" if found.other is None else what,
                model=name,
                price_list=listed,
                field=found.label(),
                old=found.one,
                new=found.other,
            )


def _details(
    name: str,
    listed: str,
    old: Provider | Model | Rate,
    new: Provider | Model | Rate,
) -> Iterator[Change]:
    """Compare what else is said: sources, days of checking, limits, notes."""
    inner = {"models", "rates", "tiers", "cache", "start"}
    for field in fields(old):
        one, other = getattr(old, field.name), getattr(new, field.name)
        if field.name not in inner and one != other:
            yield Change(
                what="changed",
                model=name,
                price_list=listed,
                field=field.name,
                old=_said(one),
                new=_said(other),
            )


def _said(value: object) -> str | None:
    """Write a value that is no price: itself where it is one word, else that there is one."""
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return ", ".join(str(getattr(item, "id", item)) for item in value)
    return "..." if hasattr(value, "__dataclass_fields__") else str(value)


def _price_lists(model: Model) -> dict[Span, tuple[Rate, ...]]:
    found: dict[Span, tuple[Rate, ...]] = {}
    for rate in model.rates:
        found[rate.price_list] = (*found.get(rate.price_list, ()), rate)
    return found


def list_name(rate: Rate) -> str:
    """Name the price list a rate belongs to, such as ``intl USD flex``."""
    return " ".join(filter(None, rate.price_list))


def span(rate: Rate) -> str:
    """Write the days a rate holds for."""
    return f"{rate.start or ''}..{rate.end or ''}"
