"""Time `tokest lint` on a folder of prompt files: without a cache, with one, and for one file.

    python benchmarks/lint_speed.py --corpus documents.jsonl.xz
    python benchmarks/lint_speed.py --corpus documents.jsonl.xz --lang en --rounds 5

The files are made of the documents of a corpus, put together to pieces of some 5 KB. Times are
those of whole processes with what they start, the best of the rounds; on a machine with other work
only the processor's say much.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus import describe, read_documents
from tokest.cli.linting.cache import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CONFIG: Final = """\
models = ["gpt-5.5"]
method = "table"

[[budgets]]
paths = ["prompts/**"]
max-tokens = 2000
"""
ADVERSARIAL: Final = "adversarial"
"""The kind of a corpus that is made to be hard, and stands in no folder of prompts."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took with those it started; the memory is that of the largest."""

    wall: float
    cpu: float
    memory: int


def pieces(texts: Sequence[str], size: int) -> Iterator[str]:
    """Put texts together to pieces of `size` bytes, without an end; each pass in its own order."""
    for seed in count():
        shuffled = list(texts)
        random.Random(seed).shuffle(shuffled)  # noqa: S311  # no secret
        piece = ""
        for text in shuffled:
            piece += text + "\n\n"
            while len(piece.encode()) >= size:
                cut = len(piece.encode()[:size].decode(errors="ignore"))
                yield piece[:cut] + "\n"
                piece = piece[cut:]


def make_folder(folder: Path, texts: Sequence[str], files: int, size: int) -> int:
    """Write a project of prompt files, a hundred a folder; say how many bytes they have."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokest.toml").write_text(CONFIG)
    written = 0
    for number, piece in enumerate(islice(pieces(texts, size), files)):
        inner = folder / "prompts" / f"{number // 100:03}"
        inner.mkdir(parents=True, exist_ok=True)
        name = f"{number:05}{'.txt' if number % 3 == 0 else '.md'}"
        written += (inner / name).write_bytes(piece.encode())
    return written


def spend(folder: Path, *arguments: str) -> Spent:
    """Run the linter in a process of its own."""
    command = [sys.executable, "-m", "tokest", "lint", "--exit-zero", *arguments]
    begun = time.perf_counter()
    # Compiled modules are kept, as they are of what pip installs.
    kept = {key: one for key, one in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(folder / FOLDER.replace("cache", "modules"))
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, env=kept)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    wall = time.perf_counter() - begun
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10)


def best(runs: Sequence[Spent]) -> Spent:
    """Take the least of each."""
    return Spent(
        min(run.wall for run in runs), min(run.cpu for run in runs), min(run.memory for run in runs)
    )


def main() -> None:
    """Make the folder, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--lang", nargs="+", help="take only documents in these languages")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--size", type=int, default=5_000, help="bytes of a file")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="make the files here and leave them")
    args = parser.parse_args()
    documents = read_documents(args.corpus)
    print(describe(args.corpus, documents))
    texts = [
        one.text
        for one in documents
        if one.kind != ADVERSARIAL and (not args.lang or one.lang in args.lang)
    ]
    with tempfile.TemporaryDirectory() if args.keep is None else nullcontext(args.keep) as name:
        folder = Path(name)
        written = make_folder(folder, texts, args.files, args.size)
        print(f"{args.files:,} files, {written / 1e6:,.1f} MB, {os.cpu_count()} cores\n")
        print(f"{'run':24} {'wall s':>8} {'cpu s':>8} {'MB':>6}")
        _run(folder, args.rounds)


def _run(folder: Path, rounds: int) -> None:
    one = next(folder.glob("prompts/*/*.md")).relative_to(folder)

    def cold() -> Spent:
        shutil.rmtree(folder / FOLDER, ignore_errors=True)
        return spend(folder)

    runs: dict[str, Callable[[], Spent]] = {
        "all, without a cache": cold,
        "all, with a cache": lambda: spend(folder),
        "one file": lambda: spend(folder, "--no-cache", str(one)),
    }
    for label, run in runs.items():
        found = best([run() for _ in range(rounds)])
        memory = found.memory / 1e6
        print(f"{label:24} {found.wall:8.2f} {found.cpu:8.2f} {memory:6.0f}", flush=True)


if __name__ == "__main__":
    main()
