"""One run of the linter: files, findings, base; for `lint`, `diff` and `lock` alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tokest.cli.linting.base import Base, read_base
from tokest.cli.linting.cache import FOLDER, Cache
from tokest.cli.linting.files import Finder
from tokest.cli.linting.project import budgets_source
from tokest.cli.linting.work import Task, cores, run
from tokest.errors import UnknownModelError
from tokest.linter.baseline import known
from tokest.linter.changed import changed, made_now
from tokest.linter.context import Context
from tokest.linter.engine import check_project
from tokest.linter.project import Project
from tokest.linter.rules import chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tokest.cli.linting.project import Setup
    from tokest.linter.changed import Changed
    from tokest.linter.engine import Result
    from tokest.linter.project import Summary
    from tokest.linter.rules import Entry
    from tokest.linter.source import Source
    from tokest.linter.values import Finding

PROJECT_WIDE = ("TK105", "TK106", "TK403", "TK602")
"""Rules over all prompts that need their counts without a base."""


@dataclass(slots=True)
class Session:
    """The files of a run and what was found in them."""

    setup: Setup
    task: Task
    entries: tuple[Entry, ...]
    finder: Finder
    files: dict[str, Path] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    base: Base | None = None
    config: tuple[Source, Path] | None = None

    @property
    def context(self) -> Context:
        """Give what checks over all prompts may ask."""
        task = self.task
        config = self.config[0] if self.config else None
        return Context(settings=task.settings, cards=task.cards, today=task.today, config=config)

    def project(self) -> Project:
        """Give all prompts with their base."""
        summaries = tuple(one for result in self.results.values() for one in result.summaries)
        if self.base is None:
            return Project(summaries, None, "")
        return Project(summaries, self.base.past, self.base.label, self.changed(summaries))

    def changed(self, summaries: Iterable[Summary]) -> Changed | None:
        """Say what a lock file was made with that is otherwise now; a revision is counted anew."""
        if self.base is None or self.base.made is None:
            return None
        now = made_now(summaries, self.context)
        return changed(self.base.made, now, self.base.label)

    def findings(self) -> list[Finding]:
        """Give all findings, what the base had already marked as known."""
        project = self.project()
        found = [one for result in self.results.values() for one in result.findings]
        found += check_project(project, self.entries, self.context)
        found = known(found, project)
        return sorted(found, key=lambda one: (one.path, one.row, one.column, one.code, one.message))


def start(  # noqa: PLR0913  # what the three commands differ in
    setup: Setup,
    names: Sequence[str],
    *,
    base: str | None = None,
    count: bool = False,
    cached: bool = True,
    force_exclude: bool = False,
) -> Session:
    """Find the files and check them."""
    settings = setup.settings
    entries = chosen(settings.select, settings.extend_select, settings.ignore)
    group = any(budget.total_max_tokens for budget in settings.budgets)
    asked = {entry.code for entry in entries} & set(PROJECT_WIDE)
    counted = count or base is not None or bool(asked - {"TK105"}) or (group and bool(asked))
    refuse_unknown(setup)
    today = datetime.now(UTC).date()
    task = Task(
        settings=settings,
        cards=setup.cards,
        codes=tuple(entry.code for entry in entries),
        count=counted or any(one.max_tokens for one in settings.budgets),
        today=today,
    )
    finder = Finder(setup.root, settings, force_exclude=force_exclude)
    files = dict(finder.find(names))
    if group:  # a hook names the changed files only; a group is always whole
        files |= dict(finder.group([path for one in settings.budgets for path in one.paths]))
    session = Session(setup, task, entries, finder, files)
    if "TK106" in asked and setup.file is not None:
        session.config = budgets_source(setup, finder.label(setup.file))
    cache = _cache(session, cached=cached)
    session.results = run(task, sorted(files.items()), cache, most_workers=cores())
    if cache is not None:
        cache.save()
    if base is not None:
        session.base = read_base(base, finder, task, session.results)
    return session


def _cache(session: Session, *, cached: bool) -> Cache | None:
    task = session.task
    if not cached:
        return None
    parts = (task.settings, task.cards, task.codes, task.count, task.today)
    return Cache(session.setup.root / FOLDER, parts)


def refuse_unknown(setup: Setup) -> None:
    """Refuse a model of the configuration that nothing is known of.

    Raises
    ------
    UnknownModelError
        with the nearest names.
    """
    settings = setup.settings
    named = [*settings.models, *settings.candidates]
    named += [model for one in settings.overrides for model in one.models]
    named += [one.model for one in settings.budgets if one.model]
    context = Context(settings=settings, cards=setup.cards)
    for model in dict.fromkeys(named):
        if not context.countable(model):
            known = (one.id for provider in context.card.providers for one in provider.models)
            raise UnknownModelError(model, known)


def from_stdin(setup: Setup, name: str, raw: bytes) -> Session:
    """Check a text that came in by standard input."""
    entries = chosen(setup.settings.select, setup.settings.extend_select, setup.settings.ignore)
    codes = tuple(entry.code for entry in entries)
    refuse_unknown(setup)
    today = datetime.now(UTC).date()
    task = Task(settings=setup.settings, cards=setup.cards, codes=codes, count=True, today=today)
    session = Session(setup, task, entries, Finder(setup.root, setup.settings))
    (session.results[name],) = task.check([(name, raw)])
    return session
