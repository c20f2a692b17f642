"""What a run has found, as the formats render it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

from tokest.linter import reports
from tokest.render.plain import visible
from tokest.render.shown import Shown
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from tokest.linter.project import Summary
    from tokest.linter.rules import Entry
    from tokest.linter.values import Finding
    from tokest.render.table import Cell

LINE: Final = 200
"""Characters of a line that a table shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One budget of one prompt, and whether it holds."""

    prompt: str
    path: str
    budget: str
    tokens: int
    limit: int
    failed: bool


COLUMNS: Final = (
    Column("place"),
    Column("rule"),
    Column("level"),
    Column("what"),
    Column("saves", "count", bar=""),
    Column("line"),
)


@dataclass(frozen=True, kw_only=True)
class Report(Shown):
    """The findings of a run, worst first within the file, and what was looked at."""

    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...]
    files: int
    summaries: tuple[Summary, ...] = ()
    checks: tuple[Check, ...] = ()
    fixed: int = 0
    notes: tuple[str, ...] = ()
    show_fixes: bool = False
    colours: bool = False
    quiet: bool = False

    @cached_property
    def prints(self) -> dict[int, str]:
        """Give each finding a fingerprint that outlives moves within its file.

        Of several alike in one prompt, each has its number.
        """
        seen: dict[tuple[str, str, str], int] = {}
        made = {}
        for one in self.findings:
            key = (one.path, one.code, one.prompt)
            seen[key] = seen.get(key, 0) + 1
            text = "\0".join((*key, str(seen[key])))
            made[id(one)] = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return made

    @property
    def by_file(self) -> dict[str, list[Finding]]:
        """Group the findings by file, in their order."""
        found: dict[str, list[Finding]] = {}
        for one in self.findings:
            found.setdefault(one.path, []).append(one)
        return found

    def closing(self) -> list[str]:
        """Give the lines for people that follow the findings: notes, and one about all."""
        if self.quiet:
            return []
        return [*(f"note: {visible(note)}" for note in self.notes), self.summary()]

    def table(self) -> Table:
        """Lay out one line a finding."""
        return Table(
            columns=COLUMNS,
            rows=tuple(map(_row, self.findings)),
            title="tokest lint",
            notes=(*self.notes, self.summary()),
        )

    def summary(self) -> str:
        """Say in one line what there is."""
        new = [one for one in self.findings if not one.known]
        counts = [
            f"{number} {level}{'s' if number > 1 and level != 'info' else ''}"
            for level in ("error", "warning", "info")
            if (number := sum(one.level == level for one in new))
        ]
        known = len(self.findings) - len(new)
        parts = [", ".join(counts) or ("nothing new" if known else "nothing found")]
        if known:
            parts.append(f"{known} known from the base")
        if self.fixed:
            parts.append(f"{self.fixed} fixed")
        fixable = sum(one.fix is not None for one in self.findings)
        if fixable:
            parts.append(f"{fixable} with a fix (--fix, --unsafe-fixes)")
        return f"{'; '.join(parts)} ({self.files:,} files)"


def formats() -> tuple[str, ...]:
    """List the formats there are.

    >>> "sarif" in formats()
    True
    """
    found = (module.name.removesuffix("_") for module in iter_modules(reports.__path__))
    return tuple(sorted(name.replace("_", "-") for name in found))


def render(report: Report, name: str) -> str:
    """Render a report in the format of this name."""
    module = name.replace("-", "_")
    text: str = import_module(f"{reports.__name__}.{module}").render(report)
    return text


def _row(one: Finding) -> tuple[Cell, ...]:
    level = f"{one.level} (known)" if one.known else one.level
    place = f"{one.path}:{one.row}:{one.column}"
    return place, one.code, level, one.message, one.saving, one.line.strip()[:LINE]
