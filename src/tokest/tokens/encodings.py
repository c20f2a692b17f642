"""Encodings and proxies by name, and the family each model belongs to (`data/encodings.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tokest.arguments import word
from tokest.documents.reading import read
from tokest.errors import UnknownEncodingError, UnknownModelError
from tokest.families import family_names, plain_name
from tokest.resources import data_file
from tokest.tokens.counters import Catalog as Catalog
from tokest.tokens.counters import Counter as Counter
from tokest.tokens.counters import Encoding as Encoding
from tokest.tokens.counters import Findable as Findable
from tokest.tokens.counters import Proxy as Proxy
from tokest.tokens.schema import CATALOG


@dataclass(frozen=True, slots=True)
class Family:
    """How a model counts its tokens, and the rule that says so."""

    counter: Counter
    rule: str
    assumed: bool


def find_counter(name: str) -> Encoding | Findable:
    """Find an encoding by its name, whether its vocabulary ships or is looked for.

    Raises
    ------
    UnknownEncodingError
        with the nearest names.

    Examples
    --------
    >>> find_counter("deepseek_v3").reason
    'a public tokenizer whose vocabulary does not ship'
    """
    known: dict[str, Encoding | Findable] = {one.name: one for one in catalog().encodings}
    known |= {one.name: one for one in catalog().findable}
    if word("encoding", name) not in known:
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
    families = _families()
    for name in family_names(plain_name(model)):
        if name in families:
            return families[name]
    raise UnknownModelError(model, families)


@cache
def catalog() -> Catalog:
    """Read the encodings that tokest knows."""
    file = data_file("encodings.yaml")
    found: Catalog = read(file.read_text("utf-8"), "encodings.yaml", CATALOG)
    return found


@cache
def _families() -> dict[str, Family]:
    return {
        rule: Family(counter, rule, rule in counter.assumed)
        for counter in catalog().counters
        for rule in (*counter.models, *counter.assumed)
    }
