"""The prices in force for one request: a tier of a rate, and what changes its prices."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tokest.rates.terms import BATCH
from tokest.units import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.card import Prices, Rate, Tier
    from tokest.units import Unit

_FREE: Final = Decimal(0)
CACHE_FACTORS: Final = {
    "cache_read": "read",
    "cache_read_explicit": "read_explicit",
    "cache_write": "write",
    "cache_write_1h": "write_1h",
}
"""The factor of `Cache` for each unit."""


@dataclass(frozen=True, slots=True)
class Found:
    """A price: as printed, times its factors, and which of the prices it is."""

    printed: Decimal
    factors: tuple[tuple[str, Decimal], ...]
    why: str

    def rate(self) -> Decimal:
        """Multiply, exactly."""
        found = self.printed
        for _, factor in self.factors:
            found = EXACT.multiply(found, factor)
        return found


@dataclass(slots=True, kw_only=True)
class Mode:
    """How one request is priced; `notes` and `rules` collect what to say about it."""

    rate: Rate
    tiers: tuple[Tier, ...]
    tier: Tier | None
    batch: bool = False
    thinking: bool = False
    multimodal: bool = False
    peak: bool = False
    spoken: bool = False
    factors: tuple[tuple[str, Decimal], ...] = ()
    notes: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def find(self, unit: Unit, tier: Tier | None) -> Found | None:
        """Find the price of a unit in a tier, with every factor on it; ``None`` is unknown."""
        if tier is None or (self.needs_batch_factor and self.rate.batch is None):
            return None
        if unit.name == "output" and self.spoken and self.rate.free_beside_audio:
            return Found(_FREE, (), "free beside audio")
        printed, why = self._printed(unit.name, tier)
        own: tuple[tuple[str, Decimal], ...] = ()
        if printed is None and unit.split == "cache":
            printed, own = self._from_input(unit, tier)
        if printed is None:
            return None
        return Found(printed, (*own, *self._factors(unit)), why)

    def knows(self, unit: Unit) -> bool:
        """Whether the tier has a price of its own for a unit."""
        return self.tier is not None and self._printed(unit.name, self.tier)[0] is not None

    @property
    def needs_batch_factor(self) -> bool:
        """Whether this is a batch file priced by a list that is not one of batch prices."""
        return self.batch and self.rate.service != BATCH

    def _printed(self, name: str, tier: Tier) -> tuple[Decimal | None, str]:
        for switched, prices, why in (
            (self.peak, tier.peak, "peak price"),
            (self.thinking, tier.thinking, "thinking price"),
            (self.multimodal, tier.multimodal, "price for input of several kinds"),
        ):
            if switched:
                found = _price(prices, name)
                if found is not None:
                    return found, why
        return _price(tier.prices, name), ""

    def _from_input(
        self, unit: Unit, tier: Tier
    ) -> tuple[Decimal | None, tuple[tuple[str, Decimal], ...]]:
        """Take a cache price as a factor of the input price, where the vendor's rule says so."""
        factor = getattr(self.rate.cache, CACHE_FACTORS[unit.name]) if self.rate.cache else None
        if factor is None:
            return None, ()
        self.notes.append(
            f"no {unit.name} price is printed for this model: the vendor's general"
            f" {factor} x input is taken"
        )
        return self._printed("input", tier)[0], (("cache", factor),)

    def _factors(self, unit: Unit) -> Iterator[tuple[str, Decimal]]:
        if self.peak and self.rate.peak and self.rate.peak.factor is not None:
            yield "peak", self.rate.peak.factor
        batch = self.rate.batch if self.needs_batch_factor else None
        if batch is not None and not (batch.cache == "plain" and unit.split == "cache"):
            yield "batch", batch.factor
        yield from self.factors


def _price(prices: Prices, name: str) -> Decimal | None:
    found: Decimal | None = getattr(prices, name)
    return found
