"""What counts the tokens of a family of models, as `data/encodings.yaml` lays it out."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

CountedBy = Literal["ranks", "tokenizers"]
"""Byte-level merges by rank, or the library `tokenizers` for what is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A vocabulary that is here, and where it comes from.

    `file` names a packed file that ships with tokest, or is an absolute path. One that is not
    `verified` was given by hand, and its content is none that is known.
    """

    file: str
    size: int
    sha256: str
    source: str
    licence: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class PackagePlace:
    """A file inside an installed package; both name it as it is written for pip and on disk."""

    package: str
    path: str


@dataclass(frozen=True, slots=True)
class HubPlace:
    """A file of a repository on the hub, at the revision that it is downloaded at."""

    hub: str
    revision: str
    path: str


@dataclass(frozen=True, slots=True)
class UrlPlace:
    """A rank file that tiktoken downloads and caches."""

    url: str


Place = PackagePlace | HubPlace | UrlPlace


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A content known to be a vocabulary: its SHA-256 and bytes once unpacked, and its places."""

    sha256: str
    bytes: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for on this machine, and what stands in until it is found.

    `assumed_because` says why models whose tokenizer is not known are taken to have this one.
    """

    size: int
    counted_by: CountedBy
    reason: str
    licence: str
    files: tuple[KnownFile, ...]
    table: str | None = None
    assumed_because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokenizer:
    """A public tokenizer, and the models that have it."""

    name: str
    normalize: str
    pattern: str
    whole_pieces: bool
    special: tuple[str, ...]
    source: str
    checked: date
    models: tuple[str, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding(Tokenizer):
    """A public tokenizer whose vocabulary is here."""

    vocabulary: Vocabulary
    counted_by: CountedBy = "ranks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable(Tokenizer):
    """A public tokenizer whose vocabulary does not ship, but may be found on this machine."""

    found: Sought

    @property
    def reason(self) -> str:
        """Say why a table stands in."""
        return self.found.reason

    def with_vocabulary(self, vocabulary: Vocabulary) -> Encoding:
        """Give the encoding that counts exactly with a vocabulary that was found."""
        same = {field.name: getattr(self, field.name) for field in fields(Tokenizer)}
        return Encoding(**same, vocabulary=vocabulary, counted_by=self.found.counted_by)


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


Counter = Encoding | Findable | Proxy
"""What counts the tokens of a family of models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All encodings that ship, those that are looked for, and proxies."""

    version: int
    encodings: tuple[Encoding, ...]
    findable: tuple[Findable, ...]
    proxies: tuple[Proxy, ...]

    @property
    def counters(self) -> tuple[Counter, ...]:
        """Everything that counts."""
        return (*self.encodings, *self.findable, *self.proxies)
