"""The linter as a function."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tokest.cli.linting.project import find_setup, over
from tokest.cli.linting.session import start
from tokest.linter.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence


def lint(
    paths: Sequence[str] = (),
    *,
    config: str | None = None,
    models: Sequence[str] = (),
    base: str | None = None,
    cached: bool = False,
) -> Report:
    """Check prompts for size, money and waste, as ``tokest lint`` does.

    `paths` are files and folders, by default the folder you are in; `config` names a file, by
    default the nearest one counts; `models` are counted for instead of those of the configuration.
    With `base`, a revision or a lock file, what was there already is marked as known.

    Raises
    ------
    InputError, FileFormatError, UnknownModelError
        where the call, the configuration or the base is wrong. What is wrong with a prompt file
        is a finding.

    Examples
    --------
    >>> found = lint(["examples/prompts"])
    >>> found.files, [one.code for one in found.findings]
    (10, ['TK502'])
    """
    setup = find_setup(Path(), () if config is None else (config,))
    setup = replace(setup, settings=over(setup.settings, models=tuple(models)))
    session = start(setup, tuple(paths), base=base, cached=cached)
    project = session.project()
    return Report(
        findings=tuple(session.findings()),
        entries=session.entries,
        files=len(session.results),
        summaries=project.summaries,
        notes=project.changed.notes if project.changed else (),
    )
