from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from small import CONTENT, OTHER, RANKS, small, small_json
from tokest.errors import FileFormatError
from tokest.places import Places
from tokest.tokens.vocabularies.finding import find_vocabulary
from tokest.tokens.vocabularies.store import store, write_whole
from tokest.tokens.vocabulary import load_ranks


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.mark.parametrize(("content", "verified"), [(CONTENT, True), (OTHER, False)])
def test_what_is_stored_is_found_again(content: bytes, verified: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a case
    folder = tmp_path / "new" / "store"
    stored = store(small(), gzip.compress(content), "a.gz", folder)
    assert find_vocabulary(small(), Places(folders=(folder,))).vocabulary == stored
    assert stored.verified == verified
    assert names(folder) == {"small.tiktoken", "small.tiktoken.sha256"}
    assert Path(stored.file).read_bytes() == content


def test_another_form_takes_the_place_of_the_first(tmp_path: Path) -> None:
    store(small(), CONTENT, "a", tmp_path)
    stored = store(small(), small_json(), "a.json", tmp_path)
    assert names(tmp_path) == {"small.tokenizer.json", "small.tokenizer.json.sha256"}
    assert load_ranks(stored.file, stored.size) == RANKS


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"no ranks", "a:1: expected a token in base64"),
        (CONTENT + b"YWJjZA== 1\n*\n", "a:260: expected a token in base64"),
        (CONTENT[:-40], "a:254: expected a token in base64"),
        (b"YQ== 0\n", "255 of the 256 bytes are no tokens"),
    ],
)
def test_what_is_no_such_vocabulary_is_not_stored(
    content: bytes, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(FileFormatError, match=problem):
        store(small(), content, "a", tmp_path)
    assert names(tmp_path) == set()


def test_a_vocabulary_of_another_size_is_refused(tmp_path: Path) -> None:
    counter = small()
    larger = replace(counter, found=replace(counter.found, size=300))
    with pytest.raises(FileFormatError, match="holds 258 tokens where 300 are expected"):
        store(larger, CONTENT, "a", tmp_path)


def test_an_encoding_that_the_library_counts_wants_a_pipeline_of_its_size(tmp_path: Path) -> None:
    counter = small()
    direct = replace(counter, found=replace(counter.found, counted_by="tokenizers"))
    with pytest.raises(FileFormatError, match=r"a: is no tokenizer\.json"):
        store(direct, CONTENT, "a", tmp_path)
    store(direct, small_json(), "a", tmp_path)
    made = json.loads(small_json())
    made["model"]["vocab"]["xyz"] = 258
    with pytest.raises(FileFormatError, match="holds 259 tokens where 258 are expected"):
        store(direct, json.dumps(made).encode(), "a", tmp_path)


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "taken", b"a")
    assert names(tmp_path) == {"taken"}
