"""What a rule rests on, written out: pages as they are, limits of data files one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.limits import limits

if TYPE_CHECKING:
    from tokest.linter.rule import Rule


def sources(rule: Rule) -> list[str]:
    """List what a rule rests on, each with its page and the day it was read.

    >>> from tokest.linter.rules import load
    >>> sources(load("TK601").rule)[0]
    'SKILL.md, body: 5,000 tokens, https://agentskills.io/specification (2026-10-17)'
    """
    found = []
    for one in rule.sources:
        found += _written_out(one)
    return found


def _written_out(source: str) -> list[str]:
    if source == "data/lint.yaml: cache_minimums":
        return [
            f"{', '.join(one.models)}: {one.tokens:,} tokens, {one.source} ({one.checked})"
            for one in limits().cache_minimums
        ]
    if source == "data/lint.yaml: agent_files":
        return [
            f"{one.file}, {one.part}: {one.most:,} {one.unit}, {one.source} ({one.checked})"
            for one in limits().agent_files
        ]
    if source == "data/batch_limits.yaml":
        return _batch_limits()
    return [source]


def _batch_limits() -> list[str]:
    from tokest.prompts.batch.limits import all_limits  # noqa: PLC0415  # for one rule

    found = []
    for one in all_limits():
        sizes = [f"{one.requests:,} requests"] if one.requests else []
        sizes += [f"{one.file_bytes:,} bytes"] if one.file_bytes else []
        found.append(f"{one.provider}: {', '.join(sizes)}, {one.source} ({one.checked})")
    return found
