"""Documents to measure on: JSON Lines, plain or as .xz."""

from __future__ import annotations

import hashlib
import json
import lzma
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

UNKNOWN = "-"
"""Kind or language of a document that does not say."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text and what is known of it."""

    text: str
    source: str
    kind: str
    lang: str


def read_documents(paths: Sequence[Path], limit: int | None = None) -> list[Document]:
    """Read all documents that are not empty, or `limit` of them, evenly spaced."""
    found = [document for path in paths for document in _read(path) if document.text]
    if limit is None or limit >= len(found):
        return found
    return [found[i * len(found) // limit] for i in range(limit)]


def describe(paths: Sequence[Path], documents: Sequence[Document]) -> str:
    """Say in one line what was read, and which bytes it came from."""
    megabytes = sum(len(document.text.encode()) for document in documents) / 1e6
    sums = ", ".join(
        f"{path.name} (SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}…)"
        for path in paths
    )
    return f"{len(documents):,} documents, {megabytes:.1f} MB, of {sums}"


def _read(path: Path) -> Iterator[Document]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            kind, lang = raw.get("kind") or UNKNOWN, raw.get("lang") or UNKNOWN
            yield Document(raw["text"], raw["source"], kind, lang)
