"""What numbers are made with, then and now: a difference is said once, and blamed on no prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokest._version import __version__
from tokest.linter.lock import Made
from tokest.linter.makers import prices, templates, tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokest.linter.context import Context
    from tokest.linter.project import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What differs from a lock file: models counted otherwise, the templates, the prices."""

    models: frozenset[str] = frozenset()
    templates: bool = False
    prices: bool = False
    notes: tuple[str, ...] = ()

    def counts(self, summary: Summary, model: str) -> bool:
        """Whether a prompt's tokens for a model are no longer what they were counted as."""
        return model in self.models or (self.templates and summary.kind == "request")


def made_now(summaries: Iterable[Summary], context: Context) -> Made:
    """Say what the numbers of this run are made with."""
    summaries = list(summaries)
    models = sorted({model for one in summaries for model, _ in one.counts})
    requests = any(one.kind == "request" for one in summaries)
    return Made(
        tokest=__version__,
        prices=prices(context),
        templates=templates() if requests else "",
        tokenizers={model: tokenizer(model, context) for model in models},
    )


def changed(old: Made, now: Made, name: str) -> Changed:
    """Compare two runs.

    >>> old, now = (Made(tokest="1", tokenizers={"m": one}) for one in ("exact:a", "exact:b"))
    >>> changed(old, now, "tokest.lock").notes[0]
    'tokest.lock (of tokest 1) has m counted by exact:a, now it is exact:b'
    """
    file = f"{name} (of tokest {old.tokest})"
    both = [model for model in now.tokenizers if model in old.tokenizers]
    models = [one for one in both if old.tokenizers[one] != now.tokenizers[one]]
    notes = [
        f"{file} has {one} counted by {old.tokenizers[one]}, now it is {now.tokenizers[one]}"
        for one in models
    ]
    forms = bool(old.templates and now.templates) and old.templates != now.templates
    if forms:
        notes.append(f"{file} has requests counted with other chat templates")
    if models or forms:
        what = "growth that comes from that is held against no prompt"
        notes.append(f"{what}; renew the file in a change of its own: tokest lock")
    priced = bool(old.prices) and old.prices != now.prices
    if priced:
        notes.append(
            f"{file} has prices of {old.prices.partition('@')[0]}, these are of "
            f"{now.prices.partition('@')[0]}; costs then and now are both at those of now"
        )
    return Changed(models=frozenset(models), templates=forms, prices=priced, notes=tuple(notes))
