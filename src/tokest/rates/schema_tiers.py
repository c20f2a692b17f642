"""The part of the rate card's format that holds prices: tiers and peak hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tokest.documents.kinds import SELF, URL, Choice, Count, Many, Moment, Number, Record, Text
from tokest.rates.card import DAYS, MODES, Peak, Prices, Tier
from tokest.rates.plain import read_hours
from tokest.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

    Values = dict[str, Any]
    Nodes = dict[str, yaml.Node]
    Problems = Iterator[tuple[yaml.Node, str]]

_PRICES: Final = {unit.name: Number() for unit in UNITS if unit.own_price}


def _peak(hours: tuple[str, ...], **rest: Any) -> Peak:  # noqa: ANN401  # fields of Peak
    return Peak(hours=tuple(map(read_hours, hours)), **rest)


def _tier(**values: Any) -> Tier:  # noqa: ANN401  # fields of Tier and of its prices
    prices = {name: values.pop(name) for name in tuple(values) if name in _PRICES}
    return Tier(prices=Prices(**prices), **values)


def _check_tier(values: Values, nodes: Nodes) -> Problems:
    if not any(name in _PRICES or name in MODES for name in values):
        yield nodes[SELF], "a tier needs a price"


def _check_peak(values: Values, nodes: Nodes) -> Problems:
    try:
        ZoneInfo(values["timezone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield nodes["timezone"], f"unknown time zone {values['timezone']!r}"
    for text in values["hours"]:
        hours = read_hours(text)
        if not hours.start < hours.end <= 24 * 60:
            yield nodes["hours"], f"{text!r} must start before it ends, within one day"


TIER: Final = Record(
    _tier,
    {},
    {
        "variant": Text(pattern=r"[a-z0-9][a-z0-9_-]*", example="a word such as 720p"),
        "up_to": Count(minimum=1),
        **_PRICES,
        **{mode: Record(Prices, {}, _PRICES) for mode in MODES},
    },
    check=_check_tier,
)
PEAK: Final = Record(
    _peak,
    {
        "timezone": Text(),
        "hours": Many(
            Text(pattern=r"[0-2]\d:[0-5]\d-[0-2]\d:[0-5]\d", example="01:00-04:00"),
            at_least=1,
        ),
        "days": Many(Choice(DAYS), at_least=1),
        "source": URL,
    },
    {"factor": Number(maximum=100), "start": Moment(), "note": Text()},
    check=_check_peak,
)
