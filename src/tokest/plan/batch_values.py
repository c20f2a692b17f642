"""What an estimate of a batch file says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokest.render.shown import Shown

if TYPE_CHECKING:
    from decimal import Decimal

    from tokest.prompts.batch.ledger import LineProblem
    from tokest.render.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One request of a batch file, and what it costs; ``None`` where that is not known."""

    line: int
    id: str | None
    model: str | None
    input_tokens: int | None
    input_low: int
    input_high: int | None
    output_tokens: int
    cost: Decimal | None
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEstimate(Shown):
    """A batch file as a whole.

    Tokens and costs are of the `requests` that could be read; `invalid` lines could not, and the
    first of them are in `problems`. ``cost`` is ``None`` unless all requests have a price in one
    currency: `unpriced` have none. `uncounted` hold parts that nobody can count, which leaves
    ``input_tokens`` and ``cost`` unknown: at least ``input_low`` and ``cost_low``. `broken` are the
    limits of the provider that the file breaks.
    """

    lines: int
    bytes: int
    requests: int
    invalid: int
    models: tuple[str, ...]
    provider: str | None
    region: str | None
    method: str | None
    input_tokens: int | None
    input_low: int
    input_high: int | None
    output_tokens: int
    cost: Decimal | None
    cost_low: Decimal | None
    cost_high: Decimal | None
    currency: str | None
    unpriced: int
    uncounted: int
    top: tuple[BatchItem, ...]
    problems: tuple[LineProblem, ...]
    broken: tuple[str, ...]
    assumptions: tuple[str, ...]
    source: str | None

    @property
    def fine(self) -> bool:
        """Whether every line can be read and no limit is broken."""
        return not self.invalid and not self.broken

    def table(self) -> Table:
        """Lay out the sum and the most expensive requests."""
        from tokest.plan.batch_table import batch_table  # noqa: PLC0415  # to be looked at

        return batch_table(self)
