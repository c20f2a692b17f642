"""A long block that several prompts share, and not at their beginning.

## Why is this bad?
Providers cache the beginning of a prompt, across prompts too. Put first, the block is read from the
cache in all of them. Off unless selected: it counts every paragraph.

## Example
`1,640 tokens (exact) shared with b.md, and not at the beginning: put them first in all of them`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.limits import cache_minimum
from tokest.linter.project import Note
from tokest.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.project import Block, Project, Summary

RULE = Rule(
    level="info", scope="project", default=False, sources=("data/lint.yaml: cache_minimums",)
)


def check(project: Project, context: Context) -> Iterator[Note]:
    """Report runs of shared paragraphs that a cache would take."""
    owners: dict[str, list[str]] = {}
    for summary in project.summaries:
        for digest in dict.fromkeys(block.digest for block in summary.blocks):
            owners.setdefault(digest, []).append(summary.id)
    for summary in project.summaries:
        minimum = cache_minimum(context.models_for(summary.path)[0])
        for run in _runs(summary, owners):
            tokens = sum(block.tokens for block in run)
            if minimum is None or tokens < minimum.tokens or run[0].before == 0:
                continue
            others = sorted(set(owners[run[0].digest]) - {summary.id})
            names = ", ".join(others[:3])
            method = f" ({summary.counts[0][1].method})" if summary.counts else ""
            shared = f"{tokens:,} tokens{method} shared with {names}"
            message = f"{shared}, and not at the beginning: put them first in all of them"
            yield Note(message=message, summary=summary, row=run[0].row)


def _runs(summary: Summary, owners: dict[str, list[str]]) -> Iterator[list[Block]]:
    run: list[Block] = []
    for block in summary.blocks:
        if len(owners[block.digest]) > 1:
            run.append(block)
        elif run:
            yield run
            run = []
    if run:
        yield run
