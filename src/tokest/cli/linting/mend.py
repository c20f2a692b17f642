"""Apply fixes to files, until nothing is left to fix."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from tokest.cli.linting.work import read_raw
from tokest.cli.linting.writing import replace_file
from tokest.linter.fixes import applicable, apply
from tokest.linter.source import decode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tokest.cli.linting.work import Task
    from tokest.linter.engine import Result
    from tokest.linter.source import Source
    from tokest.linter.values import Finding

MOST_ROUNDS = 10
"""A fix may make room for another; ten rounds are more than was ever seen."""


def mend(task: Task, path: str, raw: bytes, *, unsafe: bool) -> tuple[bytes, int, Result]:
    """Give a file's content with its fixes applied, how many, and what is still found."""
    fixed = 0
    (result,) = task.check([(path, raw)])
    for _ in range(MOST_ROUNDS):
        source = decode(path, raw)
        fixes = [one.fix for one in applicable(result.findings, unsafe=unsafe) if one.fix]
        if isinstance(source, str) or not fixes:
            break
        text, number = apply(source.text, fixes)
        if text == source.text:
            break
        raw = source.encode(text)
        fixed += number
        (result,) = task.check([(path, raw)])
    return raw, fixed, result


def mend_files(
    task: Task,
    results: dict[str, Result],
    files: dict[str, Path],
    *,
    unsafe: bool,
    only_show: bool,
) -> tuple[int, list[str]]:
    """Fix files in place, or only show the difference; `results` gets what is left."""
    total, shown = 0, []
    for path, result in results.items():
        if not applicable(result.findings, unsafe=unsafe):
            continue
        raw = read_raw(files[path])
        if isinstance(raw, str):
            continue
        new, fixed, left = mend(task, path, raw, unsafe=unsafe)
        if new == raw:
            continue
        total += fixed
        if only_show:
            shown.append(difference(path, raw, new))
        else:
            replace_file(files[path], new)
            results[path] = left
    return total, shown


def mend_config(
    findings: Iterable[Finding], source: Source, file: Path, *, only_show: bool
) -> tuple[int, list[str]]:
    """Fix what is found in the configuration itself, in place, or only show the difference."""
    own = applicable((one for one in findings if one.path == source.path), unsafe=False)
    text, fixed = apply(source.text, [one.fix for one in own if one.fix])
    if not fixed:
        return 0, []
    old, new = source.encode(source.text), source.encode(text)
    if only_show:
        return fixed, [difference(source.path, old, new)]
    replace_file(file, new)
    return fixed, []


def difference(path: str, old: bytes, new: bytes) -> str:
    """Show what a fix changes, as a unified diff."""
    before, after = (_lines(path, raw) for raw in (old, new))
    made = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in made)


def _lines(path: str, raw: bytes) -> list[str]:
    source = decode(path, raw)
    return [] if isinstance(source, str) else source.text.splitlines(keepends=True)
