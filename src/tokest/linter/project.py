"""All prompts of a run together, and what they were at the base they are held against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokest.linter.changed import Changed
    from tokest.linter.rule import Count
    from tokest.linter.source import Source
    from tokest.linter.values import Fix, Level, Span


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a prompt: its hash, its tokens, where it stands and what is before it."""

    digest: str
    tokens: int
    row: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What is kept of a prompt once its file is closed."""

    id: str
    path: str
    digest: str
    row: int = 1
    column: int = 1
    kind: str = "text"
    counts: tuple[tuple[str, Count], ...] = ()
    eager: int | None = None
    variables: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    ignored: tuple[str, ...] = ()

    def count(self, model: str) -> Count | None:
        """Give the count for a model."""
        return dict(self.counts).get(model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a prompt was at the base: its counts, and how often each rule found something."""

    id: str
    digest: str
    counts: tuple[tuple[str, int], ...] = ()
    findings: tuple[tuple[str, int], ...] = ()


class Project:
    """The prompts of a run and their base."""

    def __init__(
        self,
        summaries: tuple[Summary, ...],
        past: tuple[Past, ...] | None,
        label: str = "the base",
        changed: Changed | None = None,
    ) -> None:
        self.summaries = summaries
        self.past = past
        self.label = label
        self.changed = changed

    @cached_property
    def _by_id(self) -> dict[str, Past]:
        return {one.id: one for one in self.past or ()}

    @cached_property
    def _gone(self) -> dict[str, Past]:
        """Map the contents of prompts that are no longer where they were."""
        here = {one.id for one in self.summaries}
        return {one.digest: one for one in self.past or () if one.id not in here}

    def before(self, summary: Summary) -> Past | None:
        """Find what a prompt was: under its name, or under another with the same content."""
        return self._by_id.get(summary.id) or self._gone.get(summary.digest)

    def comparable(self, summary: Summary, model: str) -> bool:
        """Whether the base counted a prompt's tokens for a model as they are counted now."""
        return self.changed is None or not self.changed.counts(summary, model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a check over all prompts yields; `config` is its place, if that is in no prompt."""

    message: str
    summary: Summary
    row: int | None = None
    level: Level | None = None
    saving: int | None = None
    fix: Fix | None = None
    config: tuple[Source, Span] | None = None
