"""What is billed: the fields of `Usage` are the units, and rates are priced by them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Context, Inexact
from typing import Final

from tokest.arguments import whole_number
from tokest.errors import InputError

PER: Final = 1_000_000
"""Tokens that one price stands for."""

EXACT: Final = Context(prec=400, traps=[Inexact])
"""For sums of money: wide enough for every product of prices and counts, and never rounding."""

MOST_TOKENS: Final = 10**12
"""More tokens than this in one request are a mistake in the call."""


def _unit(noun: str, per: int) -> int:
    found: int = field(default=0, metadata={"unit": (noun, per, None, None, True, False)})
    return found


def _tokens(
    inside: str | None = None,
    split: str | None = None,
    *,
    own_price: bool = True,
    stands_in: bool = False,
) -> int:
    unit = ("token", PER, inside, split, own_price, stands_in)
    found: int = field(default=0, metadata={"unit": unit})
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one request uses; counts are inclusive, so cached input is inside `input_tokens`.

    Seconds are whole: round up. `characters` are those that `tokest.rates.characters` counts.
    `variant` names what a price is split by beside its amount: a resolution, with sound or not.

    Raises
    ------
    InputError
        when a count is no whole number, negative, absurd, or larger than the whole it is in.

    Examples
    --------
    >>> Usage(input_tokens=1_000, output_tokens=500, cache_read_tokens=400).leaf("input_tokens")
    600
    >>> Usage(input_tokens=10, cache_read_tokens=11)
    Traceback (most recent call last):
    tokest.errors.InputError: input_tokens: 10 is less than the 11 tokens inside it
    """

    input_tokens: int = _tokens()
    input_image_tokens: int = _tokens("input_tokens", "kind", stands_in=True)
    input_video_tokens: int = _tokens("input_tokens", "kind", stands_in=True)
    input_document_tokens: int = _tokens("input_tokens", "kind", stands_in=True)
    input_audio_tokens: int = _tokens("input_tokens", "kind")
    cache_read_tokens: int = _tokens("input_tokens", "cache")
    cache_read_explicit_tokens: int = _tokens("input_tokens", "cache")
    cache_write_tokens: int = _tokens("input_tokens", "cache")
    cache_write_1h_tokens: int = _tokens("input_tokens", "cache")
    output_tokens: int = _tokens()
    output_audio_tokens: int = _tokens("output_tokens", "kind")
    output_image_tokens: int = _tokens("output_tokens", "kind")
    reasoning_tokens: int = _tokens("output_tokens", "reasoning", own_price=False)
    cache_storage_token_hours: int = _unit("token-hour", PER)
    input_images: int = _unit("image", 1)
    output_images: int = _unit("image", 1)
    input_audio_seconds: int = _unit("second", 1)
    output_audio_seconds: int = _unit("second", 1)
    input_video_seconds: int = _unit("second", 1)
    output_video_seconds: int = _unit("second", 1)
    characters: int = _unit("character", 10_000)
    pages: int = _unit("page", 1)
    calls: int = _unit("call", 1_000)
    tasks: int = _unit("task", 1)
    variant: str | None = None

    def __post_init__(self) -> None:
        for name in FIELDS:
            value = getattr(self, name)
            if type(value) is not int:  # such as numpy's
                object.__setattr__(self, name, whole_number(name, value, most=MOST_TOKENS))
            elif value:
                whole_number(name, value, most=MOST_TOKENS)
        for (whole, _), parts in PARTS.items():
            inner: int = sum([getattr(self, part) for part in parts])
            if inner > getattr(self, whole):
                what = f"{getattr(self, whole)} is less than the {inner} tokens inside it"
                raise InputError(whole, what)

    def leaf(self, name: str) -> int:
        """Give a unit's own count: without what is counted inside it and may have its own price.

        >>> usage = Usage(input_tokens=100, input_image_tokens=80, cache_read_tokens=30)
        >>> [usage.leaf(f"{part}_tokens") for part in ("input", "input_image", "cache_read")]
        [0, 70, 30]
        """
        return self.leaves().get(name, 0)

    def leaves(self) -> dict[str, int]:
        """Split the counts so that none is inside another; zeros are left out.

        A cached token may be text or an image, and usage does not say: text is taken first.
        """
        found = {name: value for name in FIELDS if (value := getattr(self, name))}
        for whole, parts in PRICED_PARTS.items():
            rest: int = found.get(whole, 0) - sum([found.get(part, 0) for part in parts])
            for part in parts:
                if rest < 0 and part in found:
                    taken = min(found[part], -rest)
                    found[part] -= taken
                    rest += taken
            if whole in found:
                found[whole] = rest
        for name in UNPRICED:
            found.pop(name, None)
        return found


@dataclass(frozen=True, slots=True)
class Unit:
    """One billable unit, a field of `Usage`; its price is for `per` of its `noun`.

    `name` is its key in the rate card, `inside` the field whose count includes it. A unit without
    a price of its own (`own_price` false) is billed as a part of that field; one that `stands_in`
    is so billed, too, by a rate that does not price it. Units of one `split` of a field exclude
    each other (text is no image); those of different splits overlap (a cached image).
    """

    name: str
    field: str
    noun: str
    per: int
    inside: str | None
    split: str | None
    own_price: bool
    stands_in: bool


UNITS: Final = tuple(
    Unit(found.name.removesuffix("_tokens"), found.name, *found.metadata["unit"])
    for found in fields(Usage)
    if "unit" in found.metadata
)

FIELDS: Final = tuple(unit.field for unit in UNITS)
"""The fields of `Usage` that are counts."""

PARTS: Final = {
    (whole, split): tuple(
        unit.field for unit in UNITS if (unit.inside, unit.split) == (whole, split)
    )
    for whole, split in dict.fromkeys((unit.inside, unit.split) for unit in UNITS)
    if whole is not None
}
"""The fields inside a field, by how they split it."""

PRICED_PARTS: Final = {
    whole: tuple(unit.field for unit in UNITS if unit.inside == whole and unit.own_price)
    for whole in dict.fromkeys(unit.inside for unit in UNITS)
    if whole is not None
}
"""The fields inside a field that have prices, in the order in which overlap is taken off them."""

UNPRICED: Final = tuple(unit.field for unit in UNITS if not unit.own_price)
"""The fields that are billed as parts of others only."""
