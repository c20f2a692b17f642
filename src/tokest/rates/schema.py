"""The one declaration of the rate card's file format.

Every key, its type and what must hold between keys; `tokest.documents` does the reading.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tokest.documents.kinds import (
    SELF,
    URL,
    Choice,
    Count,
    Day,
    Many,
    Moment,
    Number,
    Record,
    Text,
    items,
)
from tokest.rates.card import (
    Batch,
    Hours,
    Limits,
    Model,
    Peak,
    Prices,
    Provider,
    Rate,
    RateCard,
    Region,
    Tier,
)
from tokest.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import yaml

    Values = dict[str, Any]
    Nodes = dict[str, yaml.Node]
    Problems = Iterator[tuple[yaml.Node, str]]

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_ID: Final = Text(pattern=r"[A-Za-z0-9][A-Za-z0-9._:/-]*", example="a name such as qwen-max")
_PRICES: Final = {unit.name: Number() for unit in UNITS if unit.own_price}
_LIMIT: Final = Count(minimum=1)


def _hours(text: str) -> Hours:
    start, end = ((int(part[:2]) * 60 + int(part[3:])) for part in text.split("-"))
    return Hours(start=start, end=end)


def _peak(hours: tuple[str, ...], **rest: Any) -> Peak:  # noqa: ANN401  # fields of Peak
    return Peak(hours=tuple(map(_hours, hours)), **rest)


def _tier(up_to: int | None = None, thinking: Prices | None = None, **prices: Any) -> Tier:  # noqa: ANN401
    return Tier(prices=Prices(**prices), thinking=thinking or Prices(), up_to=up_to)


def _check_tier(values: Values, nodes: Nodes) -> Problems:
    if not ({"input", "output"} & values.keys()):
        yield nodes[SELF], "a tier needs an input or an output price"


def _check_peak(values: Values, nodes: Nodes) -> Problems:
    try:
        ZoneInfo(values["timezone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield nodes["timezone"], f"unknown time zone {values['timezone']!r}"
    for text in values["hours"]:
        hours = _hours(text)
        if not hours.start < hours.end <= 24 * 60:
            yield nodes["hours"], f"{text!r} must start before it ends, within one day"


def _check_rate(values: Values, nodes: Nodes) -> Problems:
    bounds = [tier.up_to for tier in values["tiers"]]
    if None in bounds[:-1]:
        yield nodes["tiers"], "only the last tier may lack up_to"
    elif any(low >= high for low, high in pairwise(b for b in bounds if b is not None)):
        yield nodes["tiers"], "up_to must grow from tier to tier"
    start, end = values.get("start"), values.get("end")
    if start and end and start >= end:
        yield nodes["end"], f"the span ends on {end}, before it starts on {start}"
    if values["status"] == "secondary" and "via" not in values:
        yield nodes["status"], "a secondary figure must name the list it comes from (via)"


def _check_model(values: Values, nodes: Nodes) -> Problems:
    spans: dict[str, list[Rate]] = {}
    for rate in values["rates"]:
        spans.setdefault(rate.region, []).append(rate)
    for region, rates in spans.items():
        for older, newer in pairwise(rates):
            if not (older.end and newer.start and older.end <= newer.start):
                what = f"rates of region {region!r} overlap: sort them by start, oldest first"
                yield nodes["rates"], what


def _check_provider(values: Values, nodes: Nodes) -> Problems:
    regions = {region.id for region in values["regions"]}
    if values["default_region"] not in regions:
        what = f"{values['default_region']!r} is not one of {', '.join(sorted(regions))}"
        yield nodes["default_region"], what
    for model, node in zip(values["models"], items(nodes["models"]), strict=True):
        for region in {rate.region for rate in model.rates} - regions:
            yield node, f"region {region!r} is not one of {', '.join(sorted(regions))}"
    names = [(model.id, *model.aliases) for model in values["models"]]
    yield from _repeated(names, items(nodes["models"]), "two models")


def _check_card(values: Values, nodes: Nodes) -> Problems:
    names = [(provider.id, *provider.aliases) for provider in values["providers"]]
    yield from _repeated(names, items(nodes["providers"]), "two providers")


def _repeated(names: Iterable[tuple[str, ...]], nodes: list[yaml.Node], what: str) -> Problems:
    seen: set[str] = set()
    for spellings, node in zip(names, nodes, strict=True):
        for name in spellings:
            if name.lower() in seen:
                yield node, f"{name!r} names {what}"
            seen.add(name.lower())


_TIER: Final = Record(
    _tier,
    {},
    {"up_to": _LIMIT, **_PRICES, "thinking": Record(Prices, {}, _PRICES)},
    check=_check_tier,
)
_RATE: Final = Record(
    Rate,
    {
        "region": _ID,
        "currency": Text(pattern="[A-Z]{3}", example="a currency such as USD"),
        "status": Choice(("documented", "secondary")),
        "source": URL,
        "checked": Day(),
        "tiers": Many(_TIER, at_least=1),
    },
    {
        "via": Text(),
        "start": Day(),
        "end": Day(),
        "batch": Record(
            Batch,
            {"factor": Number(maximum=10), "cache": Choice(("none", "factor", "plain"))},
        ),
        "peak": Record(
            _peak,
            {
                "factor": Number(maximum=100),
                "timezone": Text(),
                "hours": Many(
                    Text(pattern=r"[0-2]\d:[0-5]\d-[0-2]\d:[0-5]\d", example="01:00-04:00"),
                    at_least=1,
                ),
                "days": Many(Choice(DAYS), at_least=1),
                "source": URL,
            },
            {"start": Moment(), "note": Text()},
            check=_check_peak,
        ),
        "note": Text(),
    },
    check=_check_rate,
)
_MODEL: Final = Record(
    Model,
    {
        "id": _ID,
        "lifecycle": Choice(("current", "deprecated")),
        "rates": Many(_RATE, at_least=1),
    },
    {
        "aliases": Many(_ID),
        "encoding": Text(),
        "thinking": Choice(("opt_in", "opt_out", "always")),
        "limits": Record(
            Limits,
            {"source": URL, "checked": Day()},
            {
                "context_window": _LIMIT,
                "max_input": _LIMIT,
                "max_input_thinking": _LIMIT,
                "max_output": _LIMIT,
                "max_output_thinking": _LIMIT,
            },
        ),
    },
    check=_check_model,
)
CARD: Final = Record(
    RateCard,
    {
        "version": Count(minimum=1, maximum=1),
        "providers": Many(
            Record(
                Provider,
                {
                    "id": _ID,
                    "name": Text(),
                    "default_region": _ID,
                    "regions": Many(Record(Region, {"id": _ID, "name": Text()}), at_least=1),
                    "models": Many(_MODEL),
                },
                {"aliases": Many(_ID)},
                check=_check_provider,
            )
        ),
    },
    check=_check_card,
)
