"""Run rules over documents: checks ask for counts, and all questions are answered together."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tokest.linter.measure import Meter
from tokest.linter.rule import Ask, Hit
from tokest.linter.summaries import summarize
from tokest.linter.suppress import Ignores, ignored_by_path
from tokest.linter.values import Finding, Span

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from tokest.linter.context import Context
    from tokest.linter.project import Note, Project, Summary
    from tokest.linter.rule import Count, Scope
    from tokest.linter.rules import Entry
    from tokest.linter.source import Source
    from tokest.linter.values import Document, Part, Prompt

LONGEST_LINE: Final = 400
"""Characters of a line that are shown around a finding."""


@dataclass(slots=True)
class Result:
    """What is kept of a file: its findings and what its prompts are."""

    path: str
    findings: list[Finding] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)


@dataclass(slots=True)
class _Job:
    document: int
    entry: Entry | None
    prompt: Prompt | None
    check: Generator[Hit | Ask | Summary, tuple[Count, ...], None]


class _Rota:
    """The rules of a run by what they are about, so that others are not even started."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._found: dict[tuple[Scope, frozenset[str]], list[Entry]] = {}

    def about(self, scope: Scope, there: frozenset[str]) -> list[Entry]:
        """Give the rules of a scope that something of what is there concerns."""
        key = scope, there
        if key not in self._found:
            rules = (one for one in self.entries if one.rule.scope == scope)
            self._found[key] = [one for one in rules if one.rule.when in there]
        return self._found[key]


def lint(
    documents: Sequence[Document], entries: Sequence[Entry], context: Context, *, count: bool
) -> list[Result]:
    """Check documents; with `count`, their prompts are measured whether a rule asks or not."""
    results = [Result(document.source.path) for document in documents]
    hits: list[list[tuple[_Job, Hit]]] = [[] for _ in documents]
    rota = _Rota(entries)
    jobs = [job for i, one in enumerate(documents) for job in _jobs(i, one, rota, context)]
    shared = any(entry.code == "TK403" for entry in entries)
    if count or shared:
        jobs += [
            _Job(i, None, prompt, summarize(prompt, context, blocks=shared))
            for i, one in enumerate(documents)
            for prompt in one.prompts
        ]
    _run(jobs, hits, results, Meter(context))
    unused = [entry for entry in entries if entry.rule.scope == "ignores"]
    for document, found, result in zip(documents, hits, results, strict=True):
        _finish(document, found, result, (context, unused))
    return results


def _jobs(index: int, document: Document, rota: _Rota, context: Context) -> Iterator[_Job]:
    path, settings = document.source.path, context.settings
    for entry, prompt, asked in _started(document, rota, context):
        if not settings.per_file_ignores or not ignored_by_path(entry.code, path, settings):
            yield _Job(index, entry, prompt, entry.check(asked, context))


def _started(
    document: Document, rota: _Rota, context: Context
) -> Iterator[tuple[Entry, Prompt | None, Document | Prompt | Part]]:
    """Give each rule with what it is to look at."""
    for entry in rota.about("document", _has(batch=document.batch, problems=document.problems)):
        yield entry, None, document
    for prompt in document.prompts:
        for entry in rota.about("prompt", _there(prompt, context)):
            yield entry, prompt, prompt
        model = context.models(prompt)[0]
        for part in prompt.parts:
            part.model = model
            for entry in rota.about("part", part.traits):
                yield entry, prompt, part


def _there(prompt: Prompt, context: Context) -> frozenset[str]:
    return _has(
        budget=context.budgets(prompt),
        declared=prompt.declared,
        request=prompt.request,
        tools=prompt.tools,
        variables=prompt.variables,
    )


def _has(**things: object) -> frozenset[str]:
    return frozenset(["always", *(name for name, thing in things.items() if thing)])


def _run(
    jobs: list[_Job], hits: list[list[tuple[_Job, Hit]]], results: list[Result], meter: Meter
) -> None:
    """Advance every check to its next question, answer all questions at once, and again."""
    waiting: list[tuple[_Job, tuple[Count, ...] | None]] = [(job, None) for job in jobs]
    while waiting:
        asked: list[tuple[_Job, Ask]] = []
        for job, answer in waiting:
            question = _advance(job, answer, hits[job.document], results[job.document])
            if question is not None:
                asked.append((job, question))
        answers = meter.answer(ask for _, ask in asked) if asked else []
        waiting = [(job, counts) for (job, _), counts in zip(asked, answers, strict=True)]


def _advance(
    job: _Job, answer: tuple[Count, ...] | None, hits: list[tuple[_Job, Hit]], result: Result
) -> Ask | None:
    try:
        said = next(job.check) if answer is None else job.check.send(answer)
        while not isinstance(said, Ask):
            if isinstance(said, Hit):
                hits.append((job, said))
            else:
                result.summaries.append(said)
            said = next(job.check)
    except StopIteration:
        return None
    return said


def _finish(
    document: Document,
    hits: list[tuple[_Job, Hit]],
    result: Result,
    rest: tuple[Context, list[Entry]],
) -> None:
    """Place the findings of a file, drop those it ignores, and report ignores of nothing."""
    context, unused = rest
    ignores = Ignores(document)
    source = document.source
    if ignores.ignores:
        result.summaries = [
            replace(one, ignored=ignores.codes(one.row)) for one in result.summaries
        ]
    secrets = sorted((hit.span for _, hit in hits if hit.secret), key=lambda span: span.start)
    for job, hit in hits:
        if job.entry is None:
            continue
        start = _start(job.prompt)
        span = start if hit.span == Span(0, 0) and job.prompt else hit.span
        finding = _finding(source, job.entry, replace(hit, span=span), job.prompt, secrets)
        if not ignores.holds(finding, source.place(start.start)[0]):
            result.findings.append(finding)
    for entry in unused:
        if ignores.ignores and not ignored_by_path(entry.code, source.path, context.settings):
            for hit in entry.check(ignores, context):
                result.findings.append(_finding(source, entry, hit, None, secrets))
    result.findings.sort(key=lambda one: (one.row, one.column, one.code, one.message))


def _start(prompt: Prompt | None) -> Span:
    if prompt is None or not prompt.key:
        return Span(0, 0)
    if prompt.request and prompt.request.span.end:
        return prompt.request.span
    if prompt.parts:
        return prompt.parts[0].span(0, 0)
    return prompt.tools[0].span if prompt.tools else Span(0, 0)


def _finding(
    source: Source,
    entry: Entry,
    hit: Hit,
    prompt: Prompt | None,
    secrets: Sequence[Span] = (),
) -> Finding:
    row, column = source.place(hit.span.start)
    end_row, end_column = source.place(max(hit.span.start, hit.span.end))
    return Finding(
        code=entry.code,
        name=entry.name,
        level=hit.level or entry.rule.level,
        message=hit.message,
        path=source.path,
        row=row,
        column=column,
        end_row=end_row,
        end_column=end_column,
        prompt=prompt.id if prompt else source.path,
        line=_line(source, row, secrets),
        saving=hit.saving,
        fix=hit.fix,
    )


def _line(source: Source, row: int, secrets: Sequence[Span]) -> str:
    """Give a line as far as it is shown, with stars over what is secret in it.

    The secrets are in the order of the file, so few are looked at for each line.
    """
    start = source.starts[row - 1]
    line = source.line(row)[:LONGEST_LINE]
    at = max(bisect_right(secrets, start, key=lambda span: span.start) - 1, 0)
    while at < len(secrets) and secrets[at].start < start + len(line):
        first, last = max(secrets[at].start - start, 0), min(secrets[at].end - start, len(line))
        if first < last:
            line = line[:first] + "*" * (last - first) + line[last:]
        at += 1
    return line


def check_project(project: Project, entries: Sequence[Entry], context: Context) -> list[Finding]:
    """Run the rules that see all prompts together."""
    return [
        _noted(note, entry)
        for entry in entries
        if entry.rule.scope == "project"
        for note in entry.check(project, context)
        if not ignored_by_path(entry.code, note.summary.path, context.settings)
        and not any(entry.code.startswith(code) for code in note.summary.ignored)
    ]


def _noted(note: Note, entry: Entry) -> Finding:
    if note.config is not None:
        source, span = note.config
        hit = Hit(message=note.message, span=span, level=note.level, fix=note.fix)
        return _finding(source, entry, hit, None)
    row = note.row or note.summary.row
    column = note.summary.column if note.row is None else 1
    return Finding(
        code=entry.code,
        name=entry.name,
        level=note.level or entry.rule.level,
        message=note.message,
        path=note.summary.path,
        row=row,
        column=column,
        end_row=row,
        end_column=column,
        prompt=note.summary.id,
        saving=note.saving,
    )
