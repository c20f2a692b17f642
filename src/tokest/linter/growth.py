"""What has changed between a base and now: tokens and money, most expensive first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from tokest.linter.context import Context
    from tokest.linter.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One prompt for one model, then and now; ``None`` where it was not or is no more."""

    prompt: str
    model: str
    before: int | None
    now: int | None
    method: str
    cost: Decimal | None
    currency: str | None
    requests: int | None

    @property
    def tokens(self) -> int:
        """Give the difference in tokens."""
        return (self.now or 0) - (self.before or 0)


def changes(project: Project, context: Context) -> list[Change]:
    """List the prompts that have changed, with what the difference costs in a month."""
    found = []
    met: set[str] = set()
    for summary in project.summaries:
        past = project.before(summary)
        if past is not None:
            met.add(past.id)
            if past.digest == summary.digest:
                continue
        before = dict(past.counts) if past else {}
        for model, count in summary.counts:
            at = _At(summary.id, summary.path, model, count.method)
            found.append(_change(at, before.get(model), count.tokens, context))
    for past in project.past or ():
        if past.id not in met:
            found += [
                _change(_At(past.id, past.id.partition("#")[0], model, "-"), old, None, context)
                for model, old in past.counts
            ]
    return sorted(found, key=_order)


@dataclass(frozen=True, slots=True)
class _At:
    prompt: str
    path: str
    model: str
    method: str


def _change(at: _At, before: int | None, now: int | None, context: Context) -> Change:
    requests = context.requests(at.path)
    old = context.receipt(at.model, before or 0, at.path, 0)
    new = context.receipt(at.model, now or 0, at.path, 0)
    cost, currency = None, None
    if old and new and old.per_request is not None and new.per_request is not None:
        cost = (new.per_request - old.per_request) * (requests or 1)
        currency = new.currency
    return Change(
        prompt=at.prompt,
        model=at.model,
        before=before,
        now=now,
        method=at.method,
        cost=cost,
        currency=currency,
        requests=requests,
    )


def _order(one: Change) -> tuple[int, Decimal | int, int, str]:
    return (0 if one.cost is not None else 1, -(one.cost or 0), -one.tokens, one.prompt)
