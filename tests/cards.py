"""Small rate cards for tests: one model of one provider, and cards that hypothesis draws."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tokest.rates.card import (
    DAYS,
    Batch,
    Cache,
    Discount,
    ExchangeRate,
    FreeQuota,
    Hours,
    Limits,
    Model,
    Peak,
    Prices,
    Promotion,
    Provider,
    Rate,
    RateCard,
    Region,
    Tier,
)

DAY = date(2026, 1, 1)
URL = "https://a.example/prices"


def tier(up_to: int | None = None, variant: str | None = None, **prices: object) -> Tier:
    """Make a tier; `thinking`, `multimodal` and `peak` are mappings of prices."""
    modes = {
        name: make_prices(**prices.pop(name))  # type: ignore[arg-type]
        for name in ("thinking", "multimodal", "peak")
        if name in prices
    }
    return Tier(prices=make_prices(**prices), up_to=up_to, variant=variant, **modes)


def make_prices(**prices: object) -> Prices:
    """Make prices of texts or numbers."""
    found: dict[str, Any] = {name: Decimal(str(price)) for name, price in prices.items()}
    return Prices(**found)


def rate(*tiers: Tier, **fields: Any) -> Rate:  # fields of Rate
    """Make a rate in euros."""
    known = {"region": "global", "currency": "EUR", "status": "documented", "source": URL}
    return Rate(**{**known, "checked": DAY, **fields}, tiers=tiers)


def card(*rates: Rate, **fields: Any) -> RateCard:  # fields of Model
    """Make a card of the model ``acme/m1``."""
    model = Model(**{"id": "m1", **fields}, rates=rates)
    regions = tuple(Region(id=name, name=name.title()) for name in {r.region: 0 for r in rates})
    provider = Provider(
        id="acme", name="Acme", default_region=regions[0].id, regions=regions, models=(model,)
    )
    return RateCard(version=1, providers=(provider,))


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")),
    min_size=1,
    max_size=40,
)
_SOME_DAYS = st.dates(date(2024, 1, 1), date(2027, 1, 1))
_FIGURES = st.decimals(0, 9_999, places=6, allow_nan=False, allow_infinity=False)
_FACTORS = st.decimals(0, 9, places=3, allow_nan=False, allow_infinity=False)
_COUNTS = st.integers(1, 10**9)


_PRICES = st.builds(
    Prices, **{name: st.none() | _FIGURES for name in ("input", "output", "characters")}
)


def _spans() -> st.SearchStrategy[tuple[date | None, date | None]]:
    return st.tuples(st.none() | _SOME_DAYS, st.none() | _SOME_DAYS).filter(
        lambda span: span[0] is None or span[1] is None or span[0] < span[1]
    )


@st.composite
def tiers(draw: st.DrawFn) -> tuple[Tier, ...]:
    """Draw tiers of one variant or none, with growing bounds."""
    bounds = sorted(draw(st.sets(_COUNTS, max_size=3)))
    variant = draw(st.none() | st.sampled_from(("720p", "1k", "silent")))
    prices = st.builds(
        Prices, input=_FIGURES, output=st.none() | _FIGURES, pages=st.none() | _FIGURES
    )
    ends = [*bounds, None] if draw(st.booleans()) or not bounds else bounds
    return tuple(
        Tier(prices=draw(prices), thinking=draw(_PRICES), up_to=end, variant=variant)
        for end in ends
    )


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    """Draw a rate with every part that may be there."""
    start, end = draw(_spans())
    batch = draw(
        st.none() | st.builds(Batch, factor=_FACTORS, cache=st.sampled_from(("none", "factor")))
    )
    return Rate(
        region="global",
        currency=draw(st.sampled_from(("EUR", "CNY"))),
        service=draw(st.none() | st.sampled_from(("flex", "fast"))),
        status="secondary",
        source=URL,
        via=draw(_TEXTS),
        checked=draw(_SOME_DAYS),
        start=start,
        end=end,
        marginal=draw(st.booleans()),
        batch=batch,
        batch_offered=draw(st.sampled_from((None, True))),
        cache=draw(st.none() | st.builds(Cache, read=_FACTORS, min_tokens=_COUNTS)),
        peak=draw(st.none() | st.builds(_peak, _FACTORS, st.integers(0, 1438), st.booleans())),
        promotion=draw(st.none() | st.builds(_promotion, _FACTORS, _spans(), _TEXTS)),
        free_beside_audio=draw(st.none() | st.booleans()),
        minimum=draw(st.none() | _FIGURES),
        free_quota=draw(st.none() | st.builds(_quota, st.none() | _COUNTS)),
        note=draw(st.none() | _TEXTS),
        disputed=draw(st.none() | _TEXTS),
        tiers=draw(tiers()),
    )


def _peak(factor: Decimal, minute: int, dated: bool) -> Peak:  # noqa: FBT001  # drawn
    return Peak(
        factor=factor,
        timezone="Asia/Shanghai",
        hours=(Hours(start=minute, end=minute + 1),),
        days=DAYS[:5],
        start=datetime(2026, 8, 16, 16, tzinfo=UTC) if dated else None,
        source=URL,
    )


def _promotion(factor: Decimal, span: tuple[date | None, date | None], note: str) -> Promotion:
    return Promotion(factor=factor, start=span[0], end=span[1], note=note)


def _quota(amount: int | None) -> FreeQuota:
    return FreeQuota(unit="tokens", amount=amount, days=90, source=URL)


@st.composite
def cards(draw: st.DrawFn) -> RateCard:
    """Draw a card of one model, with discounts and exchange rates beside it."""
    model = Model(
        id="m1",
        rates=(draw(rates()),),
        kind=draw(st.sampled_from(("text", "video", "tool"))),
        lifecycle=draw(st.sampled_from(("current", "deprecated"))),
        hosted=draw(st.booleans()),
        aliases=draw(st.sampled_from(((), ("m-1", "m1:latest")))),
        encoding=draw(st.none() | _TEXTS),
        thinking=draw(st.none() | st.just("always")),
        limits=draw(
            st.none()
            | st.builds(Limits, source=st.just(URL), checked=_SOME_DAYS, max_input=_COUNTS)
        ),
    )
    provider = Provider(
        id="acme",
        name=draw(_TEXTS),
        default_region="global",
        regions=(Region(id="global", name=draw(_TEXTS), currency="EUR"),),
        models=(model,),
        binary_bounds=draw(st.booleans()),
    )
    discount = Discount(
        models="m*", factor=draw(_FACTORS), source=draw(_TEXTS), note=draw(st.none() | _TEXTS)
    )
    exchange = ExchangeRate(base="CNY", quote="EUR", rate=draw(_FIGURES), day=draw(_SOME_DAYS))
    return RateCard(
        version=1,
        providers=(provider,),
        discounts=draw(st.sampled_from(((), (discount,)))),
        exchange=draw(st.sampled_from(((), (exchange,)))),
    )
