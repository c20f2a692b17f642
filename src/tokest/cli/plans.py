"""Read plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tokest.cli.reading import read_card, read_text
from tokest.plan.schema import read_plan

if TYPE_CHECKING:
    from tokest.plan.workload import Plan
    from tokest.rates.card import RateCard


def load_plan(name: str, rates: tuple[str, ...]) -> tuple[Plan, RateCard]:
    """Read a plan and the rate card that it is priced by; files it names stand beside it."""
    card = read_card(rates)
    folder = Path(name).parent
    return read_plan(read_text(name), name, card, lambda file: read_text(str(folder / file))), card
