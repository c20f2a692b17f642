"""The one declaration of the rate card's file format.

Every key, its type and what must hold between keys; `tokest.documents` does the reading.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from tokest.documents.kinds import (
    URL,
    Choice,
    Count,
    Day,
    Flag,
    Many,
    Number,
    Record,
    Text,
    items,
)
from tokest.rates.card import (
    NO_PRICES,
    Batch,
    Cache,
    Discount,
    ExchangeRate,
    FreeQuota,
    Limits,
    Model,
    Promotion,
    Provider,
    Rate,
    RateCard,
    Region,
    Tier,
)
from tokest.rates.kinds import KINDS
from tokest.rates.schema_tiers import PEAK, TIER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import yaml

    Values = dict[str, Any]
    Nodes = dict[str, yaml.Node]
    Problems = Iterator[tuple[yaml.Node, str]]

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]*")
"""What a model, a provider or a region may be called."""

_ID: Final = Text(pattern=NAME.pattern, example="a name such as qwen-max")
_CURRENCY: Final = Text(pattern="[A-Z]{3}", example="a currency such as USD")
_WORD: Final = Text(pattern="[a-z][a-z0-9_]*", example="a word such as flex")
_LIMIT: Final = Count(minimum=1)
_FACTOR: Final = Number(maximum=10)


def _check_span(values: Values, nodes: Nodes) -> Problems:
    start, end = values.get("start"), values.get("end")
    if start and end and start >= end:
        yield nodes["end"], f"the span ends on {end}, before it starts on {start}"


def _check_rate(values: Values, nodes: Nodes) -> Problems:
    yield from _check_span(values, nodes)
    yield from _check_bounds(values["tiers"], nodes["tiers"])
    if values["status"] == "secondary" and "via" not in values:
        yield nodes["status"], "a secondary figure must name the list it comes from (via)"
    if values["status"] != "contract" and not re.fullmatch(URL.pattern or "", values["source"]):
        yield nodes["source"], f"{values['source']!r} does not look like {URL.example}"
    if "batch" in values and values.get("batch_offered") is False:
        yield nodes["batch_offered"], "there is a batch price, so batch files are offered"
    own_peak = any(tier.peak != NO_PRICES for tier in values["tiers"])
    if own_peak and "peak" not in values:
        yield nodes["tiers"], "peak prices need the hours they hold in (peak)"
    if "peak" in values and own_peak == (values["peak"].factor is not None):
        yield nodes["peak"], "give a factor, or a peak price in the tiers"


def _check_bounds(tiers: tuple[Tier, ...], node: yaml.Node) -> Problems:
    for variant in dict.fromkeys(tier.variant for tier in tiers):
        bounds = [tier.up_to for tier in tiers if tier.variant == variant]
        of = f" of variant {variant}" if variant else ""
        if None in bounds[:-1]:
            yield node, f"only the last tier{of} may lack up_to"
        elif any(low >= high for low, high in pairwise(b for b in bounds if b is not None)):
            yield node, f"up_to must grow from tier to tier{of}"


def _check_model(values: Values, nodes: Nodes) -> Problems:
    spans: dict[tuple[str, str, str | None], list[Rate]] = {}
    for rate in values["rates"]:
        spans.setdefault(rate.price_list, []).append(rate)
    for price_list, rates in spans.items():
        for older, newer in pairwise(rates):
            if not (older.end and newer.start and older.end <= newer.start):
                name = " ".join(filter(None, price_list))
                what = f"rates of {name} overlap: sort them by start, oldest first"
                yield nodes["rates"], what


def _check_provider(values: Values, nodes: Nodes) -> Problems:
    regions = {region.id for region in values.get("regions", ())}
    if regions and values.get("default_region", "") not in {"", *regions}:
        what = f"{values['default_region']!r} is not one of {', '.join(sorted(regions))}"
        yield nodes["default_region"], what
    for model, node in zip(values["models"], items(nodes["models"]), strict=True):
        for region in sorted({rate.region for rate in model.rates} - regions if regions else ()):
            yield node, f"region {region!r} is not one of {', '.join(sorted(regions))}"
    names = [(model.id, *model.aliases) for model in values["models"]]
    yield from _repeated(names, items(nodes["models"]), "two models")


def _check_card(values: Values, nodes: Nodes) -> Problems:
    if "providers" in values:
        names = [(provider.id, *provider.aliases) for provider in values["providers"]]
        yield from _repeated(names, items(nodes["providers"]), "two providers")


def _repeated(names: Iterable[tuple[str, ...]], nodes: list[yaml.Node], what: str) -> Problems:
    seen: set[str] = set()
    for spellings, node in zip(names, nodes, strict=True):
        for name in spellings:
            if name.lower() in seen:
                yield node, f"{name!r} names {what}"
            seen.add(name.lower())


def _provider(
    models: tuple[Model, ...],
    regions: tuple[Region, ...] = (),
    **rest: Any,  # noqa: ANN401
) -> Provider:
    """Take the regions from the rates where a file laid over another does not name them."""
    met = dict.fromkeys(rate.region for model in models for rate in model.rates)
    regions = regions or tuple(Region(id=region, name=region) for region in met)
    rest.setdefault("default_region", "")
    return Provider(**{"name": rest["id"], **rest}, models=models, regions=regions)


_SPAN: Final = {"start": Day(), "end": Day()}
_RATE: Final = Record(
    Rate,
    {
        "region": _ID,
        "currency": _CURRENCY,
        "status": Choice(("documented", "secondary", "contract")),
        "source": Text(),
        "checked": Day(),
        "tiers": Many(TIER, at_least=1),
    },
    {
        "service": _WORD,
        "via": Text(),
        **_SPAN,
        "marginal": Flag(),
        "batch": Record(Batch, {"factor": _FACTOR, "cache": Choice(("none", "factor", "plain"))}),
        "batch_offered": Flag(),
        "cache": Record(
            Cache,
            {},
            {
                **dict.fromkeys(("read", "read_explicit", "write", "write_1h"), _FACTOR),
                "min_tokens": _LIMIT,
                "ttl_seconds": _LIMIT,
            },
        ),
        "peak": PEAK,
        "promotion": Record(
            Promotion, {"factor": _FACTOR}, {**_SPAN, "note": Text()}, check=_check_span
        ),
        "free_beside_audio": Flag(),
        "minimum": Number(),
        "free_quota": Record(
            FreeQuota,
            {
                "unit": Choice(("tokens", "images", "seconds", "characters", "calls")),
                "days": _LIMIT,
                "source": URL,
            },
            {"amount": _LIMIT, "note": Text()},
        ),
        "note": Text(),
        "disputed": Text(),
    },
    check=_check_rate,
)
_MODEL: Final = Record(
    Model,
    {"id": _ID, "rates": Many(_RATE, at_least=1)},
    {
        "kind": Choice(tuple(kind.id for kind in KINDS)),
        "lifecycle": Choice(("current", "deprecated")),
        "hosted": Flag(),
        "aliases": Many(_ID),
        "encoding": Text(),
        "thinking": Choice(("opt_in", "opt_out", "always")),
        "limits": Record(
            Limits,
            {"source": URL, "checked": Day()},
            dict.fromkeys(
                (
                    "context_window",
                    "max_input",
                    "max_input_thinking",
                    "max_output",
                    "max_output_thinking",
                    "max_reasoning",
                    "requests_per_minute",
                    "tokens_per_minute",
                ),
                _LIMIT,
            ),
        ),
    },
    check=_check_model,
)
_PROVIDER: Final = Record(
    _provider,
    {"id": _ID, "models": Many(_MODEL)},
    {
        "name": Text(),
        "aliases": Many(_ID),
        "default_region": _ID,
        "regions": Many(
            Record(Region, {"id": _ID, "name": Text()}, {"currency": _CURRENCY}), at_least=1
        ),
        "binary_bounds": Flag(),
    },
    check=_check_provider,
)
_DISCOUNT: Final = Record(
    Discount,
    {"models": Text(), "factor": _FACTOR, "source": Text()},
    {"region": _ID, **_SPAN, "note": Text()},
    check=_check_span,
)
_EXCHANGE: Final = Record(
    ExchangeRate,
    {"base": _CURRENCY, "quote": _CURRENCY, "rate": Number(), "day": Day()},
    {"source": Text()},
)
CARD: Final = Record(
    RateCard,
    {"version": Count(minimum=1, maximum=1)},
    {"providers": Many(_PROVIDER), "discounts": Many(_DISCOUNT), "exchange": Many(_EXCHANGE)},
    check=_check_card,
)
