"""What rows of Alibaba's bills are about: amount types, usage units, regions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tokest.usage.record import OTHER

UNITS_OF_USAGE: Final = {
    "token": ("token", 1),
    "tokens": ("token", 1),
    "张": ("image", 1),
    "image": ("image", 1),
    "秒": ("second", 1),
    "second": ("second", 1),
    "分钟": ("second", 60),
    "小时": ("second", 3600),
    "字符": ("character", 1),
    "character": ("character", 1),
    "次": ("call", 1),
    "call": ("call", 1),
    "页": ("page", 1),
    "page": ("page", 1),
}
"""What a usage unit counts, and how much one is."""

_SCALES: Final = {
    "thousand": 1_000, "million": 1_000_000, "1,000": 1_000, "百万": 1_000_000, "百": 100,
    "千": 1_000, "万": 10_000, "1k": 1_000, "k": 1_000, "": 1,
}  # fmt: skip
"""What a usage unit may begin with, in the order in which it is looked for."""

_TIER: Final = re.compile(r"context_(\d+)([km]?)-\d*[km]?_", re.ASCII | re.IGNORECASE)
_VARIANT: Final = re.compile(r"(?<![a-z0-9])(\d{3,4}p)(?![a-z0-9])", re.ASCII)
_WORDS: Final = re.compile(r"[a-z0-9]+", re.ASCII)

_CODE: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_CURRENCIES: Final = {
    "元": "CNY",
    "人民币": "CNY",
    "RMB": "CNY",
    "美元": "USD",
    "¥": "CNY",
    "$": "USD",
}

_SPLITS: Final = ("audio", "image", "video")

_LENGTHS: Final = {
    ("image", "output"): "output_images",
    ("image", "input"): "input_images",
    ("second", "video"): "output_video_seconds",
    ("second", "input_video"): "input_video_seconds",
    ("second", "audio"): "output_audio_seconds",
    ("second", "input_audio"): "input_audio_seconds",
    ("character", ""): "characters",
    ("call", ""): "calls",
    ("page", ""): "pages",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a row is about; its quantity is in ``factor`` of the noun, its price for ``per``."""

    unit: str
    noun: str
    factor: Decimal
    per: int
    batch: bool
    thinking: bool
    tier: int
    variant: str
    currency: str | None


def item_of(kind: str, code: str, unit: str, list_unit: str) -> Item:
    """Say what an amount type, a billing item and a usage unit mean.

    >>> kind = "context_256k-1m_thinking_output_token_batch"
    >>> found = item_of(kind, "", "千tokens", "元/千tokens")
    >>> found.unit, found.factor, found.per, found.batch, found.thinking, found.tier
    ('output', Decimal('1000'), 1000, True, True, 256)
    >>> item_of("", "video_duration", "秒", "").unit
    'output_video_seconds'
    """
    noun, factor = measure(unit)
    variant = _VARIANT.search(f"{kind}_{code}".lower().replace("_", " "))
    tier = _TIER.match(kind)
    words = frozenset(_WORDS.findall(_TIER.sub("", kind).lower()))
    if noun is None:  # a unit that is there and not known may be of any size
        noun = "token" if not unit.strip() and words & {"token", "tokens"} else OTHER
    price_noun, per = measure(list_unit.rpartition("/")[2])
    return Item(
        unit=_unit(noun, words, frozenset(_WORDS.findall(code.lower()))),
        noun=noun,
        factor=Decimal(factor),
        per=per if price_noun is not None else factor,
        batch="batch" in words,
        thinking="thinking" in words,
        tier=_thousands(tier) if tier else 0,
        variant=variant[1] if variant else "",
        currency=_currency_of_price(list_unit),
    )


def measure(text: str) -> tuple[str | None, int]:
    """Read a usage unit: what it counts, and how many of them one is.

    >>> measure("千tokens"), measure("万字符"), measure("张"), measure("?")
    (('token', 1000), ('character', 10000), ('image', 1), (None, 1))
    """
    word = text.strip().lower()
    for scale, times in _SCALES.items():
        if word.startswith(scale):
            rest = word.removeprefix(scale).strip()
            for name in (rest, rest.removesuffix("s")):
                if name in UNITS_OF_USAGE:
                    noun, size = UNITS_OF_USAGE[name]
                    return noun, size * times
    return None, 1


def currency_of(text: str) -> str | None:
    """Give the code of a currency as a bill names it; nothing is unknown.

    >>> currency_of("人民币"), currency_of("usd"), currency_of("")
    ('CNY', 'USD', None)
    """
    name = text.strip().upper()
    return _CURRENCIES.get(name, name) or None


def _currency_of_price(list_unit: str) -> str | None:
    """Read the currency of a price such as ``元/千tokens`` or ``USD/1K tokens``."""
    found = currency_of(list_unit.partition("/")[0])
    return found if found is not None and _CODE.fullmatch(found) else None


def region_of(region: str, commodity: str) -> str:
    """Give the region of a row: its own, or that of the commodity's site.

    >>> region_of("", "sfm_inference_public_cn"), region_of("ap-southeast-1", "")
    ('cn', 'ap-southeast-1')
    """
    if region.strip():
        return region.strip()
    site = commodity.rpartition("_")[2]
    return site if site in ("cn", "intl") else ""


def _thousands(tier: re.Match[str]) -> int:
    return int(tier[1]) * (1_000 if tier[2].lower() == "m" else 1)


def _unit(noun: str, words: frozenset[str], code: frozenset[str]) -> str:
    if noun == "token":
        return _tokens(words)
    every = words | code
    if noun == "image":
        return _LENGTHS["image", "input" if "input" in every else "output"]
    if noun == "second":
        heard = bool(every & {"asr", "audio", "speech", "voice", "recognition"})
        side = "input_" if "input" in every or every & {"asr", "recognition"} else ""
        return _LENGTHS["second", f"{side}{'audio' if heard else 'video'}"]
    return _LENGTHS.get((noun, ""), OTHER)


def _tokens(words: frozenset[str]) -> str:
    side = "output" if "output" in words else "input"
    if "cache" in words:
        if "creation" in words:
            return "cache_write_1h" if "1h" in words else "cache_write"
        return "cache_read_explicit" if "read" in words else "cache_read"
    if not words & {"input", "output"}:
        return OTHER
    split = next((part for part in _SPLITS if part in words), "")
    return f"{side}_{split}" if split else side
