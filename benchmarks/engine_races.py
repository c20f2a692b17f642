"""Race engines in processes of their own, on one document and on many prompts."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from engine_worker import ENGINES, NOT_INSTALLED
from markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus import Document

HERE: Final = Path(__file__).parent
NODE: Final = ("gpt-tokenizer", "ai-tokenizer")
PROMPT: Final = 2_000
PROMPTS: Final = 10_000
YARDSTICK: Final = "tokenizers encode_batch_fast"
SECONDS: Final = 900

HOW: Final = f"""\
Each cell is a process of its own, pinned to one core or two, that loads the engine and counts all
texts, cold and then again. MB of UTF-8 per second by the clock, median of the rounds, and how many
times that of {YARDSTICK} in the same round; load time in seconds of processor time, and megabytes
that memory grew while loading and while counting. "tokest" is the public `estimate_many` with the
engine that it chooses; "tokest NAME" is that engine behind the protocol."""


@dataclass(slots=True)
class Results:
    """What the rounds of one engine on one set of texts gave, or why there is nothing."""

    rounds: list[dict[str, Any]] = field(default_factory=list)
    problem: str = ""


def document_and_prompts(documents: Sequence[Document], code: str) -> dict[str, list[str]]:
    """Make one document of all, and prompts of 2 KB of it and of code."""
    whole = "\n\n".join(document.text for document in documents)
    raw = f"{whole}\n\n{code}".encode()
    starts = range(0, min(len(raw), PROMPT * PROMPTS), PROMPT)
    prompts = [raw[start : start + PROMPT].decode(errors="ignore") for start in starts]
    return {"document": [whole], "prompts": prompts}


def race_engines(
    texts: dict[str, list[str]], encoding: str, rounds: int, peers: Path
) -> dict[tuple[str, int], dict[str, Results]]:
    """Run every engine on all texts with one core and with two, in turn."""
    found: dict[tuple[str, int], dict[str, Results]] = {}
    with TemporaryDirectory() as folder:
        for kind, some in texts.items():
            file = Path(folder) / f"{kind}.jsonl"
            file.write_text("".join(json.dumps(text) + "\n" for text in some), "utf-8")
            for cores in (1, 2):
                race = found[kind, cores] = {name: Results() for name in (*ENGINES, *NODE)}
                for _ in range(rounds):
                    for name, results in race.items():
                        if not results.problem:
                            _run(results, _command(name, encoding, cores, file, peers), cores)
                _check(race)
    return found


def races_table(
    found: dict[tuple[str, int], dict[str, Results]], texts: dict[str, list[str]]
) -> str:
    """Write the races as one table."""
    octets = {kind: sum(len(text.encode()) for text in some) for kind, some in texts.items()}
    cores = {1: "1 core", 2: "2 cores"}
    header = ["engine", "load s", "load MB", "count MB"]
    header += [f"{kind}, {cores[n]}{again}" for kind, n in found for again in ("", ", again")]
    rows = []
    for name in (*ENGINES, *NODE):
        races = [(octets[kind], race[name], race[YARDSTICK]) for (kind, _), race in found.items()]
        speeds = [
            _speed(size, results, yardstick, what)
            for size, results, yardstick in races
            for what in ("cold", "warm")
        ]
        rows.append([name, *_loads(results for _, results, _ in races), *speeds])
    return table(header, rows)


def _command(name: str, encoding: str, cores: int, file: Path, peers: Path) -> list[str]:
    if name in NODE:
        script = str(HERE / "engine_worker.mjs")
        return [shutil.which("node") or "", script, str(peers), name, encoding, str(file)]
    script = str(HERE / "engine_worker.py")
    return [sys.executable, script, name, encoding, str(cores), str(file)]


def _run(results: Results, command: list[str], cores: int) -> None:
    if not command[0]:
        results.problem = "no node"
        return
    pinned = ["taskset", "--cpu-list", f"0-{cores - 1}"] if shutil.which("taskset") else []
    try:
        done = subprocess.run(
            [*pinned, *command],
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env=os.environ | {"RAYON_NUM_THREADS": str(cores), "TOKENIZERS_PARALLELISM": "true"},
        )
    except subprocess.TimeoutExpired:
        results.problem = f"> {SECONDS} s"
        return
    if done.returncode:
        absent = done.returncode == NOT_INSTALLED
        results.problem = "not installed" if absent else "fails"
        return
    results.rounds.append(json.loads(done.stdout))


def _check(race: dict[str, Results]) -> None:
    """Drop the times of what does not count as tokest does."""
    right = race["tokest builtin"].rounds[0]["tokens"]
    for results in race.values():
        if results.rounds and results.rounds[0]["tokens"] != right:
            results.problem = f"differs: {results.rounds[0]['tokens']:,} for {right:,}"


def _speed(octets: int, results: Results, yardstick: Results, what: str) -> str:
    if results.problem:
        return results.problem
    walls = [one[what]["wall"] for one in results.rounds]
    ratios = [
        other[what]["wall"] / one[what]["wall"]
        for one, other in zip(results.rounds, yardstick.rounds, strict=True)
    ]
    return f"{octets / 1e6 / statistics.median(walls):.3g} ×{statistics.median(ratios):.3g}"


def _loads(results: Iterable[Results]) -> list[str]:
    rounds = [one for result in results if not result.problem for one in result.rounds]
    if not rounds:
        return ["–", "–", "–"]
    seconds = statistics.median(one["load"]["cpu"] for one in rounds)
    loaded = statistics.median(one["load"]["memory"] for one in rounds)
    counted = max(one["cold"]["memory"] + one["warm"]["memory"] for one in rounds)
    return [f"{seconds:.2f}", f"{loaded:.0f}", f"{counted:.0f}"]
