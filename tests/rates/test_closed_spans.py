"""Past prices stay: a rate whose end is over is never edited.

`tests/golden/rates/closed_spans.txt` lists every closed span of the card with a digest of its
figures. ``make golden`` adds a span that has been closed; a changed or missing one fails here
whatever is updated, unless its line is taken out of the list by hand.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cards import card, rate, tier
from tokest.rates.load import builtin_card
from tokest.rates.plain import plain_card

if TYPE_CHECKING:
    from tokest.rates.card import RateCard

LIST = Path(__file__).parents[1] / "golden" / "rates" / "closed_spans.txt"


def closed_spans(found: RateCard) -> dict[str, str]:
    """Name every closed span, and digest what it says."""
    spans = {}
    for provider in plain_card(found)["providers"]:
        for model in provider["models"]:
            for span in model["rates"]:
                if "end" in span:
                    words = (provider["id"], model["id"], span["region"], span["currency"])
                    service, start = span.get("service", "-"), span.get("start", "-")
                    name = " ".join((*words, service, start, span["end"]))
                    content = json.dumps(span, sort_keys=True).encode()
                    spans[name] = hashlib.sha256(content).hexdigest()[:16]
    return spans


def broken(known: dict[str, str], now: dict[str, str]) -> list[str]:
    """Give the known spans that are not as they were."""
    return [name for name, digest in known.items() if now.get(name) != digest]


def read_list() -> dict[str, str]:
    lines = LIST.read_text("utf-8").splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


def test_no_closed_span_of_the_card_has_changed() -> None:
    assert broken(read_list(), closed_spans(builtin_card())) == []


def test_every_closed_span_is_on_the_list(request: pytest.FixtureRequest) -> None:
    now, known = closed_spans(builtin_card()), read_list()
    if request.config.getoption("--update-golden"):
        head = [line for line in LIST.read_text("utf-8").splitlines() if line.startswith("#")]
        lines = [f"{name} {digest}" for name, digest in sorted({**now, **known}.items())]
        LIST.write_text("\n".join([*head, *lines]) + "\n", "utf-8")
    assert set(now) <= set(read_list())


OLD = rate(tier(input=2), end=date(2026, 2, 1))
NEW = rate(tier(input=1), start=date(2026, 2, 1))


@pytest.mark.parametrize(
    ("rates", "changed"),
    [
        ((OLD, NEW), 0),
        ((OLD, replace(NEW, tiers=(tier(input=3),))), 0),
        ((replace(OLD, tiers=(tier(input=3),)), NEW), 1),
        ((replace(OLD, end=date(2026, 1, 31)), NEW), 1),
        ((replace(OLD, note="so it was"), NEW), 1),
        ((NEW,), 1),
    ],
)
def test_a_change_of_the_past_is_seen(rates: tuple[object, ...], changed: int) -> None:
    known = closed_spans(card(OLD, NEW))
    assert len(broken(known, closed_spans(card(*rates)))) == changed  # type: ignore[arg-type]
