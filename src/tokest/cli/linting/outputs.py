"""Write the reports of a run."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokest.cli.linting.writing import replace_file
from tokest.cli.output import emit, wants_colours
from tokest.errors import InputError
from tokest.linter.globs import fits
from tokest.linter.report import Check, Report, formats, render
from tokest.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.cli.linting.session import Session
    from tokest.linter.project import Project
    from tokest.linter.settings import Settings
    from tokest.linter.values import Finding

FOR_PEOPLE = ("full", "concise", "grouped")


def write_all(session: Session, findings: list[Finding], given: dict[str, Any], fixed: int) -> None:
    """Write each report that was asked for; a path of ``-`` is standard output."""
    project = session.project()
    empty = () if session.results else ("no prompt file was found",)
    report = Report(
        findings=tuple(findings),
        entries=session.entries,
        files=len(session.results),
        summaries=project.summaries,
        checks=tuple(_checks(session.task.settings, project, findings)),
        fixed=fixed,
        notes=(*empty, *(project.changed.notes if project.changed else ())),
        show_fixes=given["show_fixes"],
    )
    wanted = [_output(one) for one in given["outputs"]]
    if given["silent"]:
        wanted = [(name, path) for name, path in wanted if path != "-"]
    elif given["statistics"]:
        emit(statistics(findings))
    elif not any(path == "-" for _, path in wanted):
        wanted.append((given["format_name"], "-"))
    report = replace(report, quiet=given["quiet"])
    for name, path in wanted:
        painted = replace(report, colours=path == "-" and wants_colours(given["color"]))
        text = render(_from_here(painted, session, name), name)
        if path == "-":
            emit(text)
        else:
            try:
                replace_file(Path(path), text.encode("utf-8", "backslashreplace"))
            except OSError as error:
                raise InputError(path, f"cannot be written: {error.strerror}") from None


def _output(text: str) -> tuple[str, str]:
    name, colon, path = text.partition(":")
    if not colon or not path:
        raise InputError("--output", f"expected FORMAT:PATH, got {text!r}")
    if name not in formats():
        close = nearest(name, formats(), most=1) or formats()
        raise InputError("--output", f"no format {name!r} (nearest: {', '.join(close)})")
    return name, path


def _from_here(report: Report, session: Session, name: str) -> Report:
    """Give paths as people need them, from the folder they are in."""
    root = session.setup.root.absolute()
    if name not in FOR_PEOPLE or root == Path().absolute():
        return report
    moved = tuple(
        replace(one, path=os.path.relpath(root / one.path).replace(os.sep, "/"))
        for one in report.findings
    )
    return replace(report, findings=moved)


def _checks(settings: Settings, project: Project, findings: list[Finding]) -> Iterator[Check]:
    failed = {one.prompt for one in findings if one.code == "TK101"}
    for budget in settings.budgets:
        for one in project.summaries:
            if budget.max_tokens and one.counts and fits(one.path, budget.paths):
                yield Check(
                    prompt=one.id,
                    path=one.path,
                    budget=budget.label,
                    tokens=one.counts[0][1].tokens,
                    limit=budget.max_tokens,
                    failed=one.id in failed,
                )


def statistics(findings: list[Finding]) -> str:
    """Count the findings and the tokens that they would save, rule by rule."""
    rows: dict[tuple[str, str], list[int]] = {}
    for one in findings:
        row = rows.setdefault((one.code, one.name), [0, 0])
        row[0] += 1
        row[1] += one.saving or 0
    lines = [
        f"{number:>6}  {code}  {name}" + (f" ({saving:,} tokens)" if saving else "")
        for (code, name), (number, saving) in sorted(rows.items(), key=lambda row: -row[1][0])
    ]
    return "".join(line + "\n" for line in lines) or "nothing found\n"
