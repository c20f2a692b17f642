"""Processes side by side: all parts are counted once, and one that dies is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from rows_data import lines
from tokest.errors import InputError
from tokest.frames.job import make_job
from tokest.frames.pool import count_parts, processes_for
from tokest.frames.readers.parts import Part, Source
from tokest.frames.work import Order

if TYPE_CHECKING:
    from pathlib import Path

ORDER = Order(job=make_job(["qwen-max"]), column="text")


def parts(file: Path, many: int) -> list[list[Part]]:
    size = file.stat().st_size
    source = Source(path=str(file), format="jsonl", size=size)
    cuts = [size * i // many for i in range(many + 1)]
    return [[Part(source=source, start=a, stop=b, size=b - a)] for a, b in pairwise(cuts)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "a.jsonl"
    made.write_bytes(lines(["Hello World"] * 5_000))
    return made


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("many", [1, 7, 400])
def test_each_row_is_counted_once_however_the_file_is_cut(
    file: Path, processes: int, many: int
) -> None:
    found = [t for _, tallies in count_parts(parts(file, many), ORDER, processes) for t in tallies]
    assert sum(tally.rows for tally in found) == 5_000
    assert sum(tally.sums[0].tokens for tally in found) == 10_000


def test_a_process_that_dies_is_told_and_replaced(file: Path) -> None:
    me = str(os.getpid())
    running = count_parts(parts(file, 60), ORDER, 2)
    found = [next(running)[1][0]]
    children = subprocess.run(
        ["pgrep", "-P", me, "-f", "frames.pool"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    os.kill(int(children.stdout.split()[0]), signal.SIGKILL)
    found += [tallies[0] for _, tallies in running]
    lost = [tally for tally in found if tally.broken]
    assert len(lost) == 1
    assert "the process that counted it ended with -9" in lost[0].problems[0]
    assert sum(tally.rows for tally in found) > 4_500


def test_an_error_of_a_process_is_raised_here(file: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.jsonl").touch()
    order = Order(job=ORDER.job, column="text", write=str(tmp_path / "out"))
    with pytest.raises(InputError, match="is there already"):
        list(count_parts(parts(file, 1), order, 2))


def test_processes_end_with_what_is_left_of_a_scan(file: Path) -> None:
    running = count_parts(parts(file, 60), ORDER, 2)
    next(running)
    started = time.monotonic()
    running.close()  # type: ignore[attr-defined]  # a generator
    assert time.monotonic() - started < 30
    left = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "frames.pool"],  # noqa: S607
        capture_output=True,
        check=False,
    )
    assert left.stdout == b""


def test_small_data_needs_no_other_process() -> None:
    job = make_job(["qwen-max"], method="table")
    assert processes_for(replace(job, ahead=1000)) == 1
    assert processes_for(replace(job, ahead=10**9)) == os.cpu_count()
    assert processes_for(replace(job, ahead=10**9), 0) == 1


def test_an_engine_with_threads_of_its_own_needs_others_later() -> None:
    exact = make_job(["qwen-max"])
    assert processes_for(replace(exact, ahead=10**9)) == 1
    assert processes_for(replace(exact, ahead=10**10)) == os.cpu_count()
    requests = make_job(["qwen-max"], requests=True)
    assert processes_for(replace(requests, ahead=10**9)) == os.cpu_count()


def test_a_scan_does_not_run_the_script_of_the_caller_again(file: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "print('once')\n"
        "from tokest.frames import Options, scan\n"
        f"found = scan([{str(file)!r}], 'text', ['qwen-max'], options=Options(processes=2))\n"
        "print(found.rows)\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["once", "5000"]
