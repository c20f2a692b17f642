"""Options of the commands that forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

MOST_SEED: Final = 2**63 - 1


def seed() -> Decorator:
    """Seed the draws."""
    return click.option(
        "--seed",
        type=click.IntRange(0, MOST_SEED),
        default=0,
        show_default=True,
        help="Seed of the draws: the same seed gives the same numbers.",
    )


def draws() -> Decorator:
    """Say how many draws there are."""
    return click.option(
        "--draws",
        type=click.IntRange(100, 1_000_000),
        default=10_000,
        show_default=True,
        help="How often the uncertain inputs are drawn.",
    )


def at() -> Decorator:
    """Fix the day of the prices."""
    return click.option(
        "--at", metavar="DAY", help="Day the prices are taken of.  [default: each day its own]"
    )
