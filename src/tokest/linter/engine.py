"""Run rules over documents: checks ask for counts, and all questions are answered together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tokest.linter.measure import Meter
from tokest.linter.rule import Ask, Hit
from tokest.linter.summaries import summarize
from tokest.linter.suppress import Ignores, ignored_by_path
from tokest.linter.values import Finding, Span

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from tokest.linter.context import Context
    from tokest.linter.project import Note, Project, Summary
    from tokest.linter.rule import Count
    from tokest.linter.rules import Entry
    from tokest.linter.source import Source
    from tokest.linter.values import Document, Prompt

LONGEST_LINE = 400


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


def lint(
    documents: Sequence[Document], entries: Sequence[Entry], context: Context, *, count: bool
) -> list[Result]:
    """Check documents; with `count`, their prompts are measured whether a rule asks or not."""
    results = [Result(document.source.path) for document in documents]
    hits: list[list[tuple[_Job, Hit]]] = [[] for _ in documents]
    jobs = [job for i, one in enumerate(documents) for job in _jobs(i, one, entries, context)]
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


def _jobs(index: int, document: Document, entries: Sequence[Entry], context: Context) -> list[_Job]:
    path = document.source.path
    for prompt in document.prompts:
        model = context.models(prompt)[0]
        for part in prompt.parts:
            part.model = model
    wanted = [one for one in entries if not ignored_by_path(one.code, path, context.settings)]
    jobs = [
        _Job(index, entry, None, entry.check(document, context))
        for entry in wanted
        if entry.rule.scope == "document" and (entry.rule.when == "always" or document.batch)
    ]
    for prompt in document.prompts:
        there = _there(prompt, context)
        for entry in wanted:
            scope = entry.rule.scope
            if scope == "prompt" and entry.rule.when in there:
                jobs.append(_Job(index, entry, prompt, entry.check(prompt, context)))
            elif scope == "part" and entry.rule.when in there:
                jobs += [
                    _Job(index, entry, prompt, entry.check(part, context)) for part in prompt.parts
                ]
    return jobs


def _there(prompt: Prompt, context: Context) -> set[str]:
    """Say what a prompt has, so that rules about other things are not even started."""
    has = {
        "always": True,
        "budget": bool(context.budgets(prompt)),
        "declared": bool(prompt.declared),
        "request": prompt.request is not None,
        "tools": bool(prompt.tools),
        "unicode": not all(part.text.isascii() for part in prompt.parts),
        "variables": bool(prompt.variables),
    }
    return {name for name, is_there in has.items() if is_there}


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
    result.summaries = [replace(one, ignored=ignores.codes(one.row)) for one in result.summaries]
    for job, hit in hits:
        if job.entry is None:
            continue
        start = _start(job.prompt)
        span = start if hit.span == Span(0, 0) and job.prompt else hit.span
        finding = _finding(source, job.entry, replace(hit, span=span), job.prompt)
        if not ignores.holds(finding, source.place(start.start)[0]):
            result.findings.append(finding)
    for entry in unused:
        if ignores.ignores and not ignored_by_path(entry.code, source.path, context.settings):
            for hit in entry.check(ignores, context):
                result.findings.append(_finding(source, entry, hit, None))
    result.findings.sort(key=lambda one: (one.row, one.column, one.code, one.message))


def _start(prompt: Prompt | None) -> Span:
    if prompt is None or not prompt.key:
        return Span(0, 0)
    if prompt.request and prompt.request.span.end:
        return prompt.request.span
    if prompt.parts:
        return prompt.parts[0].span(0, 0)
    return prompt.tools[0].span if prompt.tools else Span(0, 0)


def _finding(source: Source, entry: Entry, hit: Hit, prompt: Prompt | None) -> Finding:
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
        line=source.line(row)[:LONGEST_LINE],
        saving=hit.saving,
        fix=hit.fix,
    )


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
