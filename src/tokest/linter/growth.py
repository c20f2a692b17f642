"""What has changed between a base and now: tokens and money, most expensive first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One prompt for one model, then and now; ``None`` where it was not or is no more.

    What was counted by another tokenizer than now is not `comparable`, and has no cost.
    """

    prompt: str
    model: str
    before: int | None
    now: int | None
    method: str
    cost: Decimal | None
    currency: str | None
    requests: int | None
    comparable: bool = True

    @property
    def tokens(self) -> int | None:
        """Give the difference in tokens; ``None`` where both were not counted alike."""
        return (self.now or 0) - (self.before or 0) if self.comparable else None


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
            alike = past is None or project.comparable(summary, model)
            at = _At(summary.id, summary.path, model, count.method, alike)
            found.append(_change(at, before.get(model), count.tokens, context))
    for past in project.past or ():
        if past.id not in met:
            found += [
                _change(
                    _At(past.id, past.id.partition("#")[0], model, "-", comparable=True),
                    old,
                    None,
                    context,
                )
                for model, old in past.counts
            ]
    return sorted(found, key=_order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """All prompts for one model, then and now, and what the changes cost.

    `before` is ``None`` where a prompt of the base was counted otherwise, `cost` where something
    that has changed has no price. It is for a month where all of that has requests a month, and
    else for one request of each.
    """

    model: str
    before: int | None
    now: int
    cost: Decimal | None
    currency: str | None
    monthly: bool


def totals(project: Project, found: list[Change]) -> list[Total]:
    """Add up what there is for each model; models cost different money and are never added up."""
    models = dict.fromkeys(model for one in project.summaries for model, _ in one.counts)
    models |= dict.fromkeys(model for past in project.past or () for model, _ in past.counts)
    now = dict.fromkeys(models, 0)
    unlike = set()
    for summary in project.summaries:
        for model, count in summary.counts:
            now[model] += count.tokens
            if not project.comparable(summary, model):
                unlike.add(model)
    before = dict.fromkeys(models, 0)
    for past in project.past or ():
        for model, tokens in past.counts:
            before[model] += tokens
    return [
        _total(model, None if model in unlike else before[model], now[model], found)
        for model in models
    ]


def _total(model: str, before: int | None, now: int, found: list[Change]) -> Total:
    own = [one for one in found if one.model == model]
    costs = [one.cost for one in own if one.cost is not None]
    currencies = {one.currency for one in own if one.currency}
    spans = {one.requests is None for one in own}
    # One sum is of one currency, and of a month or of one request.
    known = len(costs) == len(own) and len(currencies) <= 1 and len(spans) <= 1
    return Total(
        model=model,
        before=before,
        now=now,
        cost=sum(costs, start=Decimal(0)) if known else None,
        currency=next(iter(currencies), None),
        monthly=all(one.requests for one in own),
    )


@dataclass(frozen=True, slots=True)
class _At:
    prompt: str
    path: str
    model: str
    method: str
    comparable: bool


def _change(at: _At, before: int | None, now: int | None, context: Context) -> Change:
    requests = context.requests(at.path)
    old = context.receipt(at.model, before or 0, at.path, 0)
    new = context.receipt(at.model, now or 0, at.path, 0)
    cost, currency = None, None
    if (
        at.comparable
        and old
        and new
        and old.per_request is not None
        and new.per_request is not None
    ):
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
        comparable=at.comparable,
    )


def _order(one: Change) -> tuple[int, Decimal | int, int, str]:
    return (0 if one.cost is not None else 1, -(one.cost or 0), -(one.tokens or 0), one.prompt)
