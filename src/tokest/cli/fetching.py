"""Fetch a vocabulary from where it is published into the user's own store."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tokest.cli.download import UnreachableError, download
from tokest.errors import InputError
from tokest.tokens.counters import HubPlace, UrlPlace
from tokest.tokens.vocabularies.finding import remedy
from tokest.tokens.vocabularies.store import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tokest.cli.download import Show
    from tokest.tokens.counters import Findable, KnownFile, Place, Vocabulary


def fetch(counter: Findable, folder: Path, endpoint: str, show: Show) -> Vocabulary:
    """Download the first file of an encoding that can be had, and put it into a store.

    Raises
    ------
    InputError
        when no place has it, with the first reason.
    """
    failures: list[InputError] = []
    for file, url in _addresses(counter, endpoint):
        try:
            content = _verified(file, url, folder, show)
        except InputError as error:
            failures.append(error)
            if isinstance(error, UnreachableError):
                break
            continue
        found = store(counter, content, url, folder)
        _part(file, folder).unlink()
        return found
    if not failures:
        raise InputError(counter.name, f"is not for download; {remedy(counter)}")
    more = f" (and {len(failures) - 1} more places)" if len(failures) > 1 else ""
    raise InputError(counter.name, f"cannot be fetched: {failures[0]}{more}")


def _addresses(counter: Findable, endpoint: str) -> Iterator[tuple[KnownFile, str]]:
    for file in counter.found.files:
        for place in file.places:
            url = _address(place, endpoint)
            if url:
                yield file, url


def _address(place: Place, endpoint: str) -> str | None:
    if isinstance(place, HubPlace):
        return f"{endpoint}/{place.hub}/resolve/{place.revision}/{place.path}"
    return place.url if isinstance(place, UrlPlace) else None


def _verified(file: KnownFile, url: str, folder: Path, show: Show) -> bytes:
    part = _part(file, folder)
    content = download(url, part, file.bytes, show)
    digest = hashlib.sha256(content).hexdigest()
    if digest != file.sha256:
        part.unlink()
        raise InputError(url, f"has SHA-256 {digest}, not {file.sha256}; nothing was kept")
    return content


def _part(file: KnownFile, folder: Path) -> Path:
    return folder / f"{file.sha256}.part"
