"""What a comparison says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokest.render.shown import Shown

if TYPE_CHECKING:
    from decimal import Decimal

    from tokest.plan.exchange import Exchange
    from tokest.rates.receipt import Receipt
    from tokest.render.charts import Chart
    from tokest.render.table import Table
    from tokest.tokens.values import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One prompt on one model; costs are for all requests, at the ends of the estimate."""

    prompt: str
    estimate: Estimate
    receipt: Receipt | None
    cost_low: Decimal | None
    cost_high: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One model: all prompts together, each sent `requests` times.

    ``cost`` is what all requests cost, ``cost_low`` and ``cost_high`` what they cost at the ends
    of the token estimates; ``None`` when a part has no price. ``fits`` is false when a limit of
    the model is exceeded and ``None`` when none is known; ``problems`` say why a model does not
    fit or has no price. Receipts stay in the model's own currency.
    """

    model: str
    provider: str
    region: str | None
    currency: str | None
    method: str
    encoding: str | None
    input_tokens: int | None
    input_low: int
    input_high: int | None
    output_tokens: int
    cost: Decimal | None
    cost_low: Decimal | None
    cost_high: Decimal | None
    fits: bool | None
    problems: tuple[str, ...]
    items: tuple[Item, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Shown):
    """Models side by side, cheapest first in each currency.

    Models that fit and have a price come first, then those that do not fit, then those without a
    price. Amounts of different currencies are never compared or added; `exchanges` are the dated
    rates that turned currencies into others.
    """

    rows: tuple[Row, ...]
    requests: int
    output_tokens: int
    exchanges: tuple[Exchange, ...]

    def table(self) -> Table:
        """Lay out one line a model."""
        from tokest.plan.comparison_tables import models_table  # noqa: PLC0415  # to be looked at

        return models_table(self)

    def plot(self) -> dict[str, Chart]:
        """Draw the cost of each model with its range, one chart for each currency."""
        from tokest.plan.charts import comparison_charts  # noqa: PLC0415  # to be looked at

        return comparison_charts(self)
