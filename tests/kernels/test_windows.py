from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import TEXT
from tokest.kernels import windows
from tokest.kernels.windows import PAD, Level, Tables, expected_units, find_words, fingerprints


def random_tables(encodings: int = 2, bits: int = 6) -> Tables:
    """Make small, full tables in which about every second look-up finds its key."""
    rng = np.random.default_rng(7)

    def level(kind: int) -> Level:
        prints = fingerprints(rng.integers(0, 4, 1 << bits, dtype=np.uint32) * np.uint32(kind))
        return Level(prints, rng.integers(0, 9_000, (encodings, 1 << bits), dtype=np.int16))

    letters = np.zeros(1 << 16, np.uint8)
    for first, last in ((65, 91), (97, 123), (0x300, 0x500), (0xAC00, 0xD7A4)):
        letters[first:last] = 1
    floor = rng.integers(0, 9_000, (encodings, 4), dtype=np.int32)
    return Tables(letters, level(1), (level(1), level(2), level(0)), floor)


TABLES = random_tables()


def codes(*texts: str) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    pad = "\0" * PAD
    return np.frombuffer((pad + "".join(t + pad for t in texts)).encode("utf-32-le"), np.uint32)


def total(text: str) -> list[int]:
    found: list[int] = expected_units(codes(text), TABLES).sum(axis=1, dtype=np.int64).tolist()
    return found


def slow_words(text: str) -> list[tuple[int, int]]:
    found, start = [], None
    for i, char in enumerate([*text, "\0"]):
        letter = ord(char) < 1 << 16 and TABLES.letters[ord(char)] == 1
        if letter and start is None:
            start = i
        if not letter and start is not None:
            found.append((start, i))
            start = None
    return [(a, b) for a, b in found if b - a <= windows.LONGEST_WORD]


@given(text=TEXT)
def test_words_equal_the_slow_reference(text: str) -> None:
    first, last = find_words(codes(text), TABLES.letters)
    assert list(zip((first - PAD).tolist(), (last - PAD).tolist(), strict=True)) == slow_words(text)


@pytest.mark.parametrize("chunk", [1, 2, 3, 33, 64])
@given(text=st.one_of(TEXT, st.text("ab c가", min_size=30, max_size=200)))
def test_cutting_into_chunks_changes_nothing(chunk: int, text: str) -> None:
    whole = total(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "CHUNK", chunk)
        assert total(text) == whole


@given(texts=st.lists(TEXT, min_size=1, max_size=5))
def test_texts_side_by_side_count_as_each_alone(texts: list[str]) -> None:
    together = expected_units(codes(*texts), TABLES).sum(axis=1, dtype=np.int64).tolist()
    alone = [total(text) for text in texts]
    assert together == [sum(column) for column in zip(*alone, strict=True)]


@given(text=TEXT)
def test_an_encoding_does_not_depend_on_the_others(text: str) -> None:
    def only(level: Level) -> Level:
        return Level(level.prints, level.values[1:])

    one = Tables(
        TABLES.letters,
        only(TABLES.words),
        tuple(map(only, TABLES.windows)),
        TABLES.floor[1:],
    )
    assert expected_units(codes(text), one).sum(axis=1, dtype=np.int64).tolist() == total(text)[1:]


def test_a_known_word_replaces_its_windows() -> None:
    word = windows.word_hashes(codes("cat")[1:], np.array([1]), np.array([4]))
    words = Level(np.zeros(64, np.uint16), np.full((1, 64), 3_000, np.int16))
    words.prints[word >> 26] = fingerprints(word)
    empty = Level(np.zeros(64, np.uint16), np.zeros((1, 64), np.int16))
    floor = np.array([[7, 7, 7, 7]], np.int32)
    tables = Tables(TABLES.letters, words, (empty, empty, empty), floor)
    assert expected_units(codes("cat"), tables).sum() == 3_000
    assert expected_units(codes("dog"), tables).sum() == 21
    assert expected_units(codes("cat."), tables).sum() == 3_007
