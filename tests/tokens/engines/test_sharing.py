from __future__ import annotations

import multiprocessing
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages import SENTENCES
from tokest.tokens.encodings import find_encoding
from tokest.tokens.engines import builtin, sharing
from tokest.tokens.engines.builtin import BuiltinEngine
from tokest.tokens.engines.choice import engine, scheme
from tokest.tokens.engines.sharing import processes, shared_counts

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = list(SENTENCES.values()) * 5
PROGRAM = """
import multiprocessing
from tokest.tokens.engines.sharing import processes

if __name__ == "__main__":
    with multiprocessing.get_context("{method}").Pool(1) as pool:
        print(pool.map(processes, [10**9]))
"""
KNOWN = scheme(find_encoding("qwen"))


def test_what_is_shared_counts_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = engine("builtin", KNOWN)
    expected = [ours.count(text) for text in TEXTS]
    assert shared_counts(KNOWN, TEXTS, ours.count_batch, 3) == expected
    monkeypatch.setattr(sharing, "SHARE", 1_000)
    monkeypatch.setattr(builtin, "SHARED", 2_000)
    monkeypatch.setattr(builtin, "ROUND", 5_000)
    assert BuiltinEngine(KNOWN).count_batch(TEXTS) == expected


def test_another_process_answers() -> None:
    expected = engine("builtin", KNOWN).count_batch(TEXTS)
    assert sharing._ask(KNOWN, TEXTS) == expected  # noqa: SLF001  # what cannot be seen otherwise


def test_a_share_that_no_one_counts_is_counted_here(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = engine("builtin", KNOWN)
    monkeypatch.setattr(sharing, "PROGRAM", "raise SystemExit(1)")
    assert shared_counts(KNOWN, TEXTS, ours.count_batch, 2) == ours.count_batch(TEXTS)
    monkeypatch.setattr(sharing, "PROGRAM", "print('hello')")
    assert shared_counts(KNOWN, TEXTS, ours.count_batch, 2) == ours.count_batch(TEXTS)


@given(texts=st.lists(st.text(max_size=9), max_size=30), parts=st.integers(1, 5))
def test_parts_are_the_texts_in_their_order(texts: list[str], parts: int) -> None:
    found = sharing._parts(texts, parts)  # noqa: SLF001  # what cannot be seen otherwise
    assert [text for part in found for text in part] == texts
    assert 1 <= len(found) <= parts


def test_little_text_is_not_shared() -> None:
    assert processes(sharing.SHARE - 1) == 1
    assert processes(100 * sharing.SHARE) <= min(sharing.MOST, multiprocessing.cpu_count())


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_a_process_of_a_pool_shares_nothing(method: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(method=method), "utf-8")
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[1]"
