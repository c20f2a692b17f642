"""Time engines on texts, round by round in turn, and sum up the rounds."""

from __future__ import annotations

import gc
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from resource import RUSAGE_CHILDREN, getrusage
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engines import Count, Engine

AGAIN: Final = ", again"
"""Ends the name of a second pass over the same texts."""

YARDSTICK: Final = "tiktoken"


@dataclass(slots=True)
class Times:
    """Seconds of each round, by the clock and by the processor, or why there are none."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    problem: str = ""

    def add(self, seconds: tuple[float, float]) -> None:
        """Note a round."""
        self.wall.append(seconds[0])
        self.cpu.append(seconds[1])


def race(engines: Sequence[Engine], texts: Sequence[str], rounds: int) -> dict[str, Times]:
    """Check every engine's counts, then time them; each round starts with another engine."""
    found: dict[str, Times] = {}
    expected = _expected(engines, texts)
    running = []
    for engine in engines:
        times = found[engine.name] = Times(problem=_check(engine, texts, expected))
        if not times.problem:
            running.append(engine)
            if engine.remembers:
                found[engine.name + AGAIN] = Times()
    for number in range(rounds):
        first = number % max(len(running), 1)
        for engine in running[first:] + running[:first]:
            count = engine.start()
            found[engine.name].add(_time(count, texts))
            if engine.remembers:
                found[engine.name + AGAIN].add(_time(count, texts))
    return found


def ratio(times: Times, yardstick: Times | None) -> float | None:
    """Say how many times as fast as the yardstick an engine is, the median over the rounds."""
    if yardstick is None or not times.cpu or not yardstick.cpu:
        return None
    pairs = zip(times.cpu, yardstick.cpu, strict=True)
    return statistics.median(other / max(own, 1e-9) for own, other in pairs)


def time_programs(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Times]:
    """Time fresh processes, in turn."""
    found = {name: Times() for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            wall, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            wall, after = time.perf_counter() - wall, getrusage(RUSAGE_CHILDREN)
            user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
            found[name].add((wall, user + system))
    return found


def _expected(engines: Sequence[Engine], texts: Sequence[str]) -> list[int]:
    count = next(engine for engine in engines if engine.name == "tokest exact").start()
    return [count(text) for text in texts]


def _check(engine: Engine, texts: Sequence[str], expected: Sequence[int]) -> str:
    """Run an engine once; a panic of a Rust engine is no Exception but must not end the run."""
    try:
        counts = list(map(engine.start(), texts))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  # pyo3's PanicException is one
        return f"fails: {type(error).__name__}"
    if not engine.exact:
        return "" if all(count >= 0 for count in counts) else "negative"
    wrong = [(own, right) for own, right in zip(counts, expected, strict=True) if own != right]
    return f"differs: {wrong[0][0]:,} for {wrong[0][1]:,}" if wrong else ""


def _time(count: Count, texts: Sequence[str]) -> tuple[float, float]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for text in texts:
        count(text)
    return time.perf_counter() - wall, time.process_time() - cpu
