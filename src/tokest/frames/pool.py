"""Processes that count parts side by side.

They are plain Python programs, as in `tokest.tokens.engines.sharing`: no script of the caller runs
again, and no lock or thread is copied. Ctrl-C does not reach them; they end with what they are
asked, or when their standard input does.
"""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from itertools import islice
from multiprocessing import cpu_count, spawn
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

from tokest.errors import TokestError
from tokest.frames.tally import empty_tally
from tokest.frames.work import Order, count_group
from tokest.tokens.engines.choice import has_threads
from tokest.tokens.targets import table_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tokest.frames.job import Job
    from tokest.frames.readers.parts import Part
    from tokest.frames.tally import Tally

PROGRAM: Final = "from tokest.frames.pool import work; work()"
AHEAD: Final = 2
"""Orders a process that wait, so that none is idle."""

ALLOCATOR: Final = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 28),
    "MALLOC_TOP_PAD_": str(1 << 24),
}
"""What keeps glibc from giving back and asking again for memory of arrays that come and go: a third
of a second of each ten. Others ignore it."""

ALONE: Final = 1 << 24
"""Bytes that one process counts sooner than others have started: half a second's work."""

THREADED: Final = 1 << 31
"""The same where an engine has threads on all cores. A second process took 5.3 s of processor time
more for 276 MB on 2026-11-24, and gains no more than what reading leaves idle."""

_SIZE: Final = struct.Struct("<q")


def processes_for(job: Job, wanted: int | None = None) -> int:
    """Say how many processes should do a job: one a core, but none extra for little text.

    Engines with threads of their own use all cores from one process.

    >>> from tokest.frames.job import make_job
    >>> processes_for(make_job(["qwen-max"])), processes_for(make_job(["qwen-max"]), 3)
    (1, 3)
    """
    if wanted is not None:
        return max(1, wanted)
    exact = any(table_name(target, job.method) is None for target in job.targets)
    threads = exact and job.method != "rule" and not job.requests and has_threads(job.ahead)
    return cpu_count() if job.ahead > (THREADED if threads else ALONE) else 1


def count_parts(
    groups: Iterable[Sequence[Part]], order: Order, processes: int
) -> Iterator[tuple[Sequence[Part], list[Tally]]]:
    """Count groups of parts, and yield each as it is done."""
    with Pool(order, processes) as pool:
        yield from pool.count(groups)


class Pool:
    """Processes that live until it is left; one alone is this one."""

    def __init__(self, order: Order, processes: int) -> None:
        self._order = order
        self._workers = [_Worker(order) for _ in range(processes if processes > 1 else 0)]
        self._threads = ThreadPoolExecutor(processes)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def count(
        self, groups: Iterable[Sequence[Part]]
    ) -> Iterator[tuple[Sequence[Part], list[Tally]]]:
        """Count groups of parts, and yield each as it is done."""
        if not self._workers:
            for group in groups:
                yield group, count_group(group, self._order)
            return
        most = AHEAD * len(self._workers)
        yield from _in_turn(iter(groups), lambda one: self._threads.submit(self._ask, one), most)

    def _ask(self, group: Sequence[Part]) -> tuple[Sequence[Part], list[Tally]]:
        worker = self._idle.get()
        try:
            return group, worker.count(group)
        finally:
            self._idle.put(worker)


def _in_turn(
    groups: Iterator[Sequence[Part]], submit: Callable[[Sequence[Part]], Future[Any]], most: int
) -> Iterator[tuple[Sequence[Part], list[Tally]]]:
    """Keep some groups waiting, and yield those that are done."""
    waiting = {submit(group) for group in islice(groups, most)}
    while waiting:
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for one in done:
            yield one.result()
            waiting |= {submit(group) for group in islice(groups, 1)}


class _Worker:
    """Another process, asked through its standard streams; started anew if it has died."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._stopped = False
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        program = [spawn.get_executable(), "-c", PROGRAM]
        process = subprocess.Popen(  # noqa: S603  # this Python, and the program above
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env=ALLOCATOR | os.environ,
        )
        assert process.stdin is not None  # noqa: S101  # there are pipes
        _send(process.stdin, self._order)
        return process

    def count(self, group: Sequence[Part]) -> list[Tally]:
        """Have a group counted; parts that kill the process are told as broken."""
        process = self._process
        try:
            _send(process.stdin, group)
            found = _receive(process.stdout)
        except (OSError, EOFError, struct.error):
            process.kill()
            status = process.wait()
            if not self._stopped:
                self.close()
                self._process = self._start()
            return [self._lost(part, status) for part in group]
        if isinstance(found, TokestError):
            raise found
        counted: list[Tally] = found
        return counted

    def _lost(self, part: Part, status: int) -> Tally:
        found = empty_tally(len(self._order.job.targets))
        end = "its end" if part.stop is None else part.stop
        where = f"{part.source.path}, {part.start} to {end}"
        found.problems.append(f"{where}: the process that counted it ended with {status}")
        found.broken = 1
        return found

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._stopped = True
        self._process.kill()

    def close(self) -> None:
        """Close the streams to a process that has ended."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
        self._process.wait()


def _send(file: Any, message: object) -> None:  # noqa: ANN401
    raw = pickle.dumps(message)
    file.write(_SIZE.pack(len(raw)) + raw)
    file.flush()


def _receive(file: Any) -> Any:  # noqa: ANN401
    head = file.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    return pickle.loads(file.read(_SIZE.unpack(head)[0]))  # noqa: S301  # written by `_send`


class _Without:
    """Hides a package from those that load it wherever it is installed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, name: str, *_: object) -> None:
        """Find nothing by this name, and leave others to be found elsewhere."""
        if name == self._name:
            raise ModuleNotFoundError(name=name)


def work() -> None:
    """Count what standard input asks for; what the other processes run."""
    # pyarrow loads pandas for a number: a third of a second and 60 MB, for nothing.
    sys.meta_path.insert(0, _Without("pandas"))
    asked: BinaryIO = sys.stdin.buffer
    with open(1, "wb", closefd=False) as answer:  # no path
        order = _receive(asked)
        while True:
            try:
                group = _receive(asked)
            except EOFError:
                return
            try:
                _send(answer, count_group(group, order))
            except TokestError as error:
                _send(answer, error)
