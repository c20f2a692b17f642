"""The built-in card in a form that loads fast: its plain data as JSON, with the hash of its YAML.

The YAML is what counts. The JSON is read only if it was made from exactly these bytes, so an
edited YAML is never ignored, only slower to load until ``make rates`` has run.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from tokest.rates.card import (
    MODES,
    Batch,
    Cache,
    FreeQuota,
    Limits,
    Model,
    Peak,
    Prices,
    Promotion,
    Provider,
    Rate,
    RateCard,
    Region,
    Tier,
)
from tokest.rates.plain import plain_card, read_hours

if TYPE_CHECKING:
    from collections.abc import Callable

    Plain = dict[str, Any]

_decimal = lru_cache(maxsize=4096)(Decimal)
_day = lru_cache(maxsize=1024)(date.fromisoformat)


def compile_card(card: RateCard, yaml_bytes: bytes) -> str:
    """Write a card as JSON, one model a line, with the hash of the file it was read from."""
    plain = plain_card(card)
    providers = plain.pop("providers")
    head = json.dumps({"sha256": _hash(yaml_bytes), **plain}, ensure_ascii=False)
    blocks = []
    for provider in providers:
        models = ",\n".join(_compact(model) for model in provider.pop("models"))
        blocks.append(f'{_compact(provider)[:-1]},"models":[\n{models}]}}')
    return f'{head[:-1]}, "providers": [\n' + ",\n".join(blocks) + "]}\n"


def read_compiled(text: str, yaml_bytes: bytes) -> RateCard | None:
    """Read what `compile_card` wrote, if it was made from this YAML."""
    if f'"sha256": "{_hash(yaml_bytes)}"' not in text[:120]:
        return None
    plain = json.loads(text)
    providers = tuple(map(_provider, plain["providers"]))
    return RateCard(version=plain["version"], providers=providers)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _compact(value: Plain) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _provider(plain: Plain) -> Provider:
    plain["models"] = tuple(map(_model, plain["models"]))
    plain["regions"] = tuple(Region(**region) for region in plain["regions"])
    plain["aliases"] = tuple(plain.get("aliases", ()))
    return Provider(**plain)


def _model(plain: Plain) -> Model:
    plain["rates"] = tuple(map(_rate, plain["rates"]))
    plain["aliases"] = tuple(plain.get("aliases", ()))
    if "limits" in plain:
        limits = plain["limits"]
        limits["checked"] = _day(limits["checked"])
        plain["limits"] = Limits(**limits)
    return Model(**plain)


def _rate(plain: Plain) -> Rate:
    for name in plain.keys() & _PARTS.keys():
        plain[name] = _PARTS[name](plain[name])
    plain["tiers"] = tuple(map(_tier, plain["tiers"]))
    return Rate(**plain)


def _tier(plain: Plain) -> Tier:
    known: Plain = {name: plain.pop(name) for name in ("variant", "up_to") if name in plain}
    for name in MODES:
        if name in plain:
            known[name] = _prices(plain.pop(name))
    return Tier(prices=_prices(plain), **known)


def _prices(plain: Plain) -> Prices:
    return Prices(**{name: _decimal(text) for name, text in plain.items()})


def _peak(plain: Plain) -> Peak:
    plain["hours"] = tuple(map(read_hours, plain["hours"]))
    plain["days"] = tuple(plain["days"])
    if "start" in plain:
        plain["start"] = datetime.fromisoformat(plain["start"])
    if "factor" in plain:
        plain["factor"] = _decimal(plain["factor"])
    return Peak(**plain)


def _promotion(plain: Plain) -> Promotion:
    for name in plain.keys() & {"start", "end"}:
        plain[name] = _day(plain[name])
    plain["factor"] = _decimal(plain["factor"])
    return Promotion(**plain)


def _cache(plain: Plain) -> Cache:
    for name, value in plain.items():
        plain[name] = _decimal(value) if isinstance(value, str) else value
    return Cache(**plain)


def _batch(plain: Plain) -> Batch:
    return Batch(factor=_decimal(plain["factor"]), cache=plain["cache"])


def _free_quota(plain: Plain) -> FreeQuota:
    return FreeQuota(**plain)


_PARTS: Final[dict[str, Callable[[Any], object]]] = {
    "checked": _day,
    "start": _day,
    "end": _day,
    "batch": _batch,
    "cache": _cache,
    "peak": _peak,
    "promotion": _promotion,
    "free_quota": _free_quota,
    "minimum": _decimal,
}
"""How the parts of a rate are read that are not texts or truth values."""
