"""Large work shared with other processes, which pays where an engine runs on one core.

The others are plain Python programs, not `multiprocessing`'s: those would run a caller's script
again, or copy its threads and locks. Whatever goes wrong with them, their share is counted here.
"""

from __future__ import annotations

import pickle
import subprocess
from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, pairwise
from multiprocessing import cpu_count, current_process, parent_process, spawn
from typing import TYPE_CHECKING, Final

from tokest.tokens.engines.builtin import BuiltinEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tokest.tokens.engines.protocol import Scheme

SHARE: Final = 1 << 22
"""Characters that a process counts at least: a second, where it takes half of one to start."""

MOST: Final = 4
"""Processes at most: each has the ranks and its cache, some 150 MB."""

PROGRAM: Final = "from tokest.tokens.engines.sharing import work; work()"


def processes(characters: int) -> int:
    """Say how many processes should count so much text: one in a process that is not the first.

    >>> processes(1_000)
    1
    """
    if parent_process() is not None or current_process().daemon:
        return 1
    return max(1, min(MOST, cpu_count(), characters // SHARE))


def shared_counts(
    scheme: Scheme,
    texts: Sequence[str],
    count_batch: Callable[[Sequence[str]], list[int]],
    parts: int,
) -> list[int]:
    """Count texts here and in ``parts - 1`` other processes.

    >>> shared_counts(None, ["a", "bc"], lambda texts: [len(text) for text in texts], 1)
    [1, 2]
    """
    first, *others = _parts(texts, parts)
    if not others:
        return count_batch(first)
    with ThreadPoolExecutor(len(others)) as pool:
        asked = [pool.submit(_ask, scheme, part) for part in others]
        counts = count_batch(first)
        for part, answer in zip(others, asked, strict=True):
            counts += answer.result() or count_batch(part)
    return counts


def work() -> None:
    """Count what standard input asks for; what the other processes run."""
    with open(0, "rb") as asked, open(1, "wb") as answer:  # no paths
        scheme, texts = pickle.load(asked)  # noqa: S301  # written by `_ask`
        pickle.dump(BuiltinEngine(scheme).count_batch(texts), answer)


def _ask(scheme: Scheme, texts: Sequence[str]) -> list[int] | None:
    program = [spawn.get_executable(), "-c", PROGRAM]
    try:
        done = subprocess.run(  # noqa: S603  # this Python, and the program above
            program, input=pickle.dumps((scheme, texts)), capture_output=True, check=True
        )
        counts: list[int] = pickle.loads(done.stdout)  # noqa: S301  # written by `work`
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError):
        return None
    return counts


def _parts(texts: Sequence[str], parts: int) -> list[Sequence[str]]:
    """Cut a list of texts into parts of about the same number of characters."""
    ends = list(accumulate(map(len, texts)))
    cuts = [bisect_left(ends, ends[-1] * i / parts) + 1 for i in range(1, parts)] if ends else []
    found = [texts[start:end] for start, end in pairwise([0, *cuts, len(texts)]) if start < end]
    return found or [texts]
