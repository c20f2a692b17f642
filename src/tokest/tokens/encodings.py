"""Encodings, tables and proxies, and the family each model belongs to (`data/encodings.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tokest.documents.kinds import URL, Choice, Count, Day, Flag, Many, Number, Record, Text
from tokest.documents.reading import read
from tokest.errors import UnknownEncodingError, UnknownModelError
from tokest.resources import data_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    import yaml

BOUNDARIES: Final = "-:@"
"""What may follow a family's name in the name of one of its models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A packed vocabulary file and what it was packed from."""

    file: str
    size: int
    sha256: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A public tokenizer whose vocabulary ships with tokest."""

    name: str
    vocabulary: Vocabulary
    normalize: str
    pattern: str
    whole_pieces: bool
    source: str
    checked: date
    models: tuple[str, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabled:
    """A tokenizer whose vocabulary does not ship, but whose window table does."""

    name: str
    reason: str
    source: str
    checked: date
    models: tuple[str, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A tokenizer that is not here: a ratio to one that is, and how far off that may be.

    In 90 % of documents the true count is `low` to `high` times the prediction.
    """

    name: str
    encoding: str
    ratio: Decimal
    low: Decimal
    high: Decimal
    reason: str
    basis: str
    source: str
    checked: date
    models: tuple[str, ...]
    assumed: tuple[str, ...]


Counter = Encoding | Tabled | Proxy
"""What counts the tokens of a family of models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All encodings, those with a table alone, and proxies."""

    version: int
    encodings: tuple[Encoding, ...]
    tables: tuple[Tabled, ...]
    proxies: tuple[Proxy, ...]

    @property
    def counters(self) -> tuple[Counter, ...]:
        """Everything that counts."""
        return (*self.encodings, *self.tables, *self.proxies)


@dataclass(frozen=True, slots=True)
class Family:
    """How a model counts its tokens, and the rule that says so."""

    counter: Counter
    rule: str
    assumed: bool


def find_counter(name: str) -> Encoding | Tabled:
    """Find an encoding by its name, with its vocabulary or with a table alone.

    Raises
    ------
    UnknownEncodingError
        with the nearest names.

    Examples
    --------
    >>> find_counter("deepseek_v3").reason
    'a public tokenizer whose vocabulary does not ship'
    """
    shipped = (counter for counter in catalog().counters if not isinstance(counter, Proxy))
    known = {counter.name: counter for counter in shipped}
    if name not in known:
        raise UnknownEncodingError(name, known)
    return known[name]


def find_encoding(name: str) -> Encoding:
    """Find an encoding whose vocabulary ships, by its name.

    Raises
    ------
    UnknownEncodingError
        with the nearest names.

    Examples
    --------
    >>> find_encoding("o200k_base").vocabulary.size
    199998
    """
    counter = find_counter(name)
    if not isinstance(counter, Encoding):
        raise UnknownEncodingError(name, (shipped.name for shipped in catalog().encodings))
    return counter


def find_family(model: str) -> Family:
    """Find how a model counts, by the longest family name that starts its own.

    A provider before a slash and OpenAI's ``ft:`` are not part of the name.

    Raises
    ------
    UnknownModelError
        with the nearest family names.

    Examples
    --------
    >>> find_family("dashscope/qwen-plus-2025-12-01").counter.name
    'qwen'
    >>> find_family("ft:gpt-4.1-mini:acme::x1").rule
    'gpt-4.1'
    """
    name = model.lower().removeprefix("ft:").rsplit("/", 1)[-1]
    families = _families()
    for end in range(len(name), 0, -1):
        if name[:end] in families and (end == len(name) or name[end] in BOUNDARIES):
            return families[name[:end]]
    raise UnknownModelError(model, families)


@cache
def catalog() -> Catalog:
    """Read the encodings that ship with tokest."""
    file = data_file("encodings.yaml")
    found: Catalog = read(file.read_text("utf-8"), "encodings.yaml", _CATALOG)
    return found


@cache
def _families() -> dict[str, Family]:
    return {
        rule: Family(counter, rule, rule in counter.assumed)
        for counter in catalog().counters
        for rule in (*counter.models, *counter.assumed)
    }


def _check(values: dict[str, Any], nodes: dict[str, yaml.Node]) -> Iterator[tuple[yaml.Node, str]]:
    seen: set[str] = set()
    names = {encoding.name for encoding in values["encodings"]}
    parts = ("encodings", "tables", "proxies")
    for part, counter in ((name, counter) for name in parts for counter in values[name]):
        for rule in (*counter.models, *counter.assumed):
            if rule in seen:
                yield nodes[part], f"model family {rule!r} stands in two places"
            seen.add(rule)
        if isinstance(counter, Proxy) and counter.encoding not in names:
            yield nodes["proxies"], f"{counter.name}: no encoding {counter.encoding!r}"


_NAMES: Final = Many(Text(pattern=r"[a-z0-9.-]+", example="a lower-case model name"))
_FACTOR: Final = Number(maximum=10)
_CATALOG: Final = Record(
    Catalog,
    {
        "version": Count(minimum=1, maximum=1),
        "encodings": Many(
            Record(
                Encoding,
                {
                    "name": Text(),
                    "vocabulary": Record(
                        Vocabulary,
                        {
                            "file": Text(),
                            "size": Count(minimum=1),
                            "sha256": Text(pattern="[0-9a-f]{64}", example="a SHA-256 in hex"),
                            "source": URL,
                            "licence": Text(),
                        },
                    ),
                    "normalize": Choice(("NFC", "none")),
                    "pattern": Text(),
                    "whole_pieces": Flag(),
                    "source": URL,
                    "checked": Day(),
                    "models": _NAMES,
                    "assumed": _NAMES,
                },
            )
        ),
        "tables": Many(
            Record(
                Tabled,
                {
                    "name": Text(),
                    "reason": Text(),
                    "source": URL,
                    "checked": Day(),
                    "models": _NAMES,
                    "assumed": _NAMES,
                },
            )
        ),
        "proxies": Many(
            Record(
                Proxy,
                {
                    "name": Text(),
                    "encoding": Text(),
                    "ratio": _FACTOR,
                    "low": _FACTOR,
                    "high": _FACTOR,
                    "reason": Text(),
                    "basis": Text(),
                    "source": URL,
                    "checked": Day(),
                    "models": _NAMES,
                    "assumed": _NAMES,
                },
            )
        ),
    },
    check=_check,
)
