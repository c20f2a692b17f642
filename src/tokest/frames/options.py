"""How requests are sent, how a scan is done, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from tokest.rates.card import RateCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How each request is sent: what changes its price beside its input tokens."""

    output_tokens: int = 0
    region: str | None = None
    batch: bool = False
    thinking: bool | None = None
    at: date | datetime | None = None
    card: RateCard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a scan is: bytes of files, and rows and tokens of the first target so far."""

    done: int
    whole: int
    rows: int
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a scan is done.

    `sample` is ``auto``, a number of rows or a precision such as ``±1%``; `seed` draws it.
    `checkpoint` names a file that keeps what is done, `write` a folder for copies with the result
    columns. `processes` is one a core by default. `tell` hears of progress.
    """

    input_format: str | None = None
    sample: str | None = None
    seed: int = 0
    processes: int | None = None
    checkpoint: str | None = None
    write: str | None = None
    tell: Callable[[Progress], None] | None = None
