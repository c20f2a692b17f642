"""Count a column of a whole data set: all of it, or a sample."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.errors import InputError
from tokest.frames.checkpoint import Checkpoint, key
from tokest.frames.choosing import choose, open_all, with_column
from tokest.frames.files import cannot_read, find_sources, reader
from tokest.frames.options import Options, Progress
from tokest.frames.pool import Pool, count_parts, processes_for
from tokest.frames.population import Population
from tokest.frames.readers.parts import Part
from tokest.frames.results import FileTotal, LongRow, Scan, target_totals
from tokest.frames.sampled import sampled_scan
from tokest.frames.sampling import parse_wanted, sample
from tokest.frames.tally import empty_tally
from tokest.frames.work import Order
from tokest.frames.writing import check_copies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tokest.frames.job import Job
    from tokest.frames.readers.parts import Source
    from tokest.frames.tally import Tally

PART: Final = 1 << 25
"""Bytes of a part at most: about a second's work, and what a killed scan counts again."""

SHARES: Final = 32
"""Parts at least, of files that are not small: so that no process is idle at the end."""

SAMPLED: Final = 1 << 26
"""Bytes that a sample is taken to have, for the choice of an engine and of processes."""

MOST_FILES: Final = 10_000
"""Files with a total of their own; those after them are added up as one."""

TOGETHER: Final = 1 << 20
"""Bytes of small parts that a process is given at a time."""


@dataclass(slots=True)
class _State:
    """What is found so far."""

    total: Tally
    whole: int
    files: dict[str, Tally] = field(default_factory=dict)
    done: int = 0

    def add(self, part: Part, found: Tally) -> None:
        self.total.add(found)
        self.done += part.size
        path = part.source.path
        if path not in self.files and len(self.files) >= MOST_FILES:
            path = "(other files)"
        own = self.files.setdefault(path, empty_tally(len(found.sums)))
        own.add(found)
        own.longest.clear()
        own.problems.clear()
        for sums in own.sums:
            sums.buckets.clear()


def scan(
    paths: Sequence[str], column: str | None, job: Job, options: Options | None = None
) -> Scan:
    """Count a column of files, folders, globs and URLs.

    Without a name, the column is the one that alone is called as columns of prompts are, and lines
    that are requests are taken whole; see `tokest.frames.choosing`. What cannot be read or counted
    is told in the result, and the rest is counted. Ctrl-C ends the scan, and its result says that
    it is not complete. Memory does not grow with the data.

    Raises
    ------
    InputError
        for paths that name nothing, a column that no file has or that cannot be told, options that
        do not go together, and a checkpoint or copy that cannot be written.
    """
    options = options or Options()
    if options.sample and (options.checkpoint or options.write):
        raise InputError("sample", "goes with no checkpoint and no copy")
    sources = find_sources(paths, options.input_format)
    opened = open_all(sources)
    chosen = choose(opened, column, requests=job.requests)
    kept, problems = with_column(opened, chosen.column)
    if options.write:
        check_copies(options.write, kept, goes_on=options.checkpoint is not None)
    ahead = sum(source.size for source in kept)
    if options.sample:
        ahead = min(ahead, SAMPLED)
    job = replace(job, ahead=ahead, requests=chosen.requests)
    order = Order(job=job, column=chosen.column, write=options.write, sample=bool(options.sample))
    found = (_sampled if options.sample else _full)(kept, order, options, problems)
    return replace(found, notes=chosen.notes)


def _full(sources: Sequence[Source], order: Order, options: Options, problems: list[str]) -> Scan:
    state = _State(empty_tally(len(order.job.targets)), order.job.ahead)
    state.total.problems += problems
    state.total.broken += len(problems)
    checkpoint = None
    if options.checkpoint:
        checkpoint = Checkpoint(options.checkpoint, order)
    complete = True
    try:
        parts = _parts(sources, order, state, checkpoint)
        processes = processes_for(order.job, options.processes)
        for group, tallies in count_parts(_groups(parts), order, processes):
            if checkpoint:
                checkpoint.add(group, tallies)
            for part, found in zip(group, tallies, strict=True):
                state.add(part, found)
            _tell(options, state)
    except KeyboardInterrupt:
        complete = False
    finally:
        if checkpoint:
            checkpoint.close()
    return _result(state, order, complete=complete)


def _parts(
    sources: Sequence[Source], order: Order, state: _State, checkpoint: Checkpoint | None
) -> Iterator[Part]:
    """Yield the parts that are still to be counted."""
    most = max(TOGETHER, min(PART, order.job.ahead // SHARES))
    for source in sources:
        try:
            parts = _parts_of(source, order, most)
        except (OSError, ValueError) as error:  # it has changed since its head was read
            state.total.problems.append(cannot_read(source, error))
            state.total.broken += 1
            continue
        for part in parts:
            found = checkpoint.done.get(key(part)) if checkpoint else None
            if found is None:
                yield part
            else:
                state.add(part, found)


def _parts_of(source: Source, order: Order, most: int) -> list[Part]:
    """Cut a file; one that is copied stays whole."""
    if order.write:
        return [Part(source=source, start=0, stop=None, size=source.size)]
    return reader(source.format).parts(source, order.column, most)


def _groups(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Put small parts together."""
    group: list[Part] = []
    for part in parts:
        group.append(part)
        if sum(one.size for one in group) >= TOGETHER or len(group) >= 64:  # noqa: PLR2004
            yield group
            group = []
    if group:
        yield group


def _tell(options: Options, state: _State) -> None:
    if options.tell:
        tokens = state.total.sums[0].tokens
        rows = state.total.rows
        options.tell(Progress(done=state.done, whole=state.whole, rows=rows, tokens=tokens))


def _result(state: _State, order: Order, *, complete: bool) -> Scan:
    total = state.total
    return Scan(
        column=order.column or None,
        rows=total.rows,
        nulls=total.nulls,
        empty=total.empty,
        wrong=total.wrong,
        broken=total.broken,
        size=total.size,
        targets=target_totals(total, order.job),
        files=tuple(
            FileTotal(
                path=path,
                rows=own.rows,
                size=own.size,
                wrong=own.wrong,
                tokens=tuple(sums.tokens for sums in own.sums),
            )
            for path, own in sorted(state.files.items())
        ),
        longest=long_rows(total),
        problems=tuple(total.problems),
        complete=complete,
    )


def long_rows(total: Tally) -> tuple[LongRow, ...]:
    """Give the longest rows, longest first."""
    return tuple(
        LongRow(path=path, place=place, tokens=tokens) for tokens, path, place in total.longest
    )


def _sampled(
    sources: Sequence[Source], order: Order, options: Options, problems: list[str]
) -> Scan:
    wanted = parse_wanted(options.sample or "auto")
    population = Population(sources, order.column)
    processes = processes_for(order.job, options.processes)
    rng = np.random.default_rng(options.seed)
    exact = empty_tally(len(order.job.targets))
    with Pool(order, processes) as pool:
        count = partial(_count, order=order, pool=pool)
        for found in count(population.whole):
            exact.add(found)
        answer = sample(population, wanted, count, rng)
    exact.problems += [*problems, *population.problems]
    exact.broken += len(problems) + len(population.problems)
    return sampled_scan(exact, answer, order, len(population))


def _count(parts: Sequence[Part], order: Order, pool: Pool) -> list[Tally]:
    """Count parts in their order."""
    places = {key(part): number for number, part in enumerate(parts)}
    found: list[Tally] = [empty_tally(len(order.job.targets)) for _ in parts]
    for group, tallies in pool.count(_groups(parts)):
        for part, tally in zip(group, tallies, strict=True):
            found[places[key(part)]] = tally
    return found
