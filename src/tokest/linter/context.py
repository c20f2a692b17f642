"""What checks may ask beside the prompt: settings, prices, sizes of variables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from tokest.errors import AmbiguousModelError, RegionError, UnknownModelError
from tokest.linter.bodies import PER_MESSAGE, PER_REQUEST
from tokest.linter.globs import matches
from tokest.linter.rule import Ask, Count, total
from tokest.linter.settings import DEFAULT_MODEL, Budget, Override, Settings
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from datetime import date
    from decimal import Decimal

    from tokest.linter.rule import Hit
    from tokest.linter.source import Source
    from tokest.linter.values import Part, Prompt
    from tokest.rates.card import RateCard
    from tokest.rates.match import Match
    from tokest.rates.receipt import Receipt

NICKNAMES: Final = frozenset({"sonnet", "opus", "haiku", "inherit", "default", "auto", "best"})
"""What agent files may say instead of a model; they name none."""


@dataclass(slots=True)
class Context:
    """One run: its settings, the cards laid over the built-in one, the day, the budgets' file."""

    settings: Settings = field(default_factory=Settings)
    cards: tuple[tuple[str, str], ...] = ()
    today: date | None = None
    config: Source | None = None
    _countable: dict[str, bool] = field(default_factory=dict)
    _known: dict[str, Match | None] = field(default_factory=dict)
    _budgets: dict[str, tuple[Budget, ...]] = field(default_factory=dict)

    def models(self, prompt: Prompt) -> tuple[str, ...]:
        """Name the models that a prompt is counted for: its own, else those configured."""
        named = prompt.request.model if prompt.request else None
        if named and named.lower() not in NICKNAMES and self.countable(named):
            return (named,)
        return self.models_for(prompt.source.path)

    def budgeted(self, budget: Budget, prompt: Prompt) -> tuple[str, ...]:
        """Name the models that a budget is for: its own, else those of the prompt."""
        return (budget.model,) if budget.model else self.models(prompt)

    def named(self, prompt: Prompt) -> tuple[str, ...]:
        """Name the models of a prompt if anybody has said them; the default one is no claim."""
        models = self.models(prompt)
        return () if models == (DEFAULT_MODEL,) and not self._says_default(prompt) else models

    def _says_default(self, prompt: Prompt) -> bool:
        request = prompt.request
        said = [*self.settings.models, *(m for one in self.settings.overrides for m in one.models)]
        return DEFAULT_MODEL in said or bool(request and request.model == DEFAULT_MODEL)

    def models_for(self, path: str) -> tuple[str, ...]:
        """Name the models that are configured for a path."""
        for one in reversed(self.settings.overrides):
            if one.models and any(matches(path, pattern) for pattern in one.paths):
                return one.models
        return self.settings.models or (DEFAULT_MODEL,)

    def region(self, path: str) -> str | None:
        """Name the region whose prices hold for a path."""
        for one in reversed(self.settings.overrides):
            if one.region and any(matches(path, pattern) for pattern in one.paths):
                return one.region
        return self.settings.region

    def requests(self, path: str) -> int | None:
        """Give the requests a month of a path's prompts."""
        for one in _requesting(self.settings):
            if one.requests_per_month and any(matches(path, pattern) for pattern in one.paths):
                return one.requests_per_month
        return self.settings.requests_per_month

    def output(self, path: str) -> int:
        """Give the output tokens that a path's prompts are priced with."""
        for one in reversed(self.settings.overrides):
            if one.output_tokens is not None and any(matches(path, p) for p in one.paths):
                return one.output_tokens
        return self.settings.output_tokens

    def budgets(self, prompt: Prompt) -> tuple[Budget, ...]:
        """Give the budgets of a prompt; what its own front matter says goes before."""
        path = prompt.source.path
        if prompt.budget is not None:
            return (Budget(paths=(path,), name="front matter", max_tokens=prompt.budget),)
        if not self.settings.budgets:
            return ()
        if path not in self._budgets:
            self._budgets[path] = tuple(
                one
                for one in self.settings.budgets
                if any(matches(path, pattern.partition("#")[0]) for pattern in one.paths)
            )
        return self._budgets[path]

    def countable(self, model: str) -> bool:
        """Whether the tokenizer of a model is known, or what stands in for it."""
        if model not in self._countable:
            self._countable[model] = self._is_countable(model)
        return self._countable[model]

    def _is_countable(self, model: str) -> bool:
        from tokest.tokens.encodings import find_family  # noqa: PLC0415  # YAML on demand

        try:
            find_family(model)
        except UnknownModelError:
            found = self.find(model)
            return found is not None and found.model.encoding is not None
        return True

    @property
    def card(self) -> RateCard:
        """Give the rate card; it is read when first asked for."""
        return rate_card(self.cards)

    def find(self, model: str) -> Match | None:
        """Find a model on the card; ``None`` if it is not there or means several."""
        if model not in self._known:
            from tokest.rates.match import find_model  # noqa: PLC0415

            try:
                self._known[model] = find_model(self.card, model)
            except (UnknownModelError, AmbiguousModelError):
                self._known[model] = None
        return self._known[model]

    def receipt(
        self, model: str, tokens: int, path: str, output: int | None = None
    ) -> Receipt | None:
        """Price a request; ``None`` where the model is not on the card or not in the region."""
        match = self.find(model)
        if match is None:
            return None
        from tokest.rates.price import make_receipt  # noqa: PLC0415
        from tokest.rates.terms import Terms  # noqa: PLC0415
        from tokest.units import Usage  # noqa: PLC0415

        usage = Usage(
            input_tokens=tokens, output_tokens=self.output(path) if output is None else output
        )
        try:
            return make_receipt(usage, match, Terms(region=self.region(path), at=self.today))
        except RegionError:
            return None

    def monthly(self, model: str, tokens: int, path: str) -> str:
        """Say what tokens saved on each request come to in a month, if that is known."""
        requests = self.requests(path)
        receipt = self.receipt(model, tokens, path, 0) if requests else None
        if receipt is None or receipt.per_request is None or not requests:
            return ""
        return f", {money(receipt.per_request * requests, receipt.currency)} a month"

    def pays(self, saving: int, before: int) -> bool:
        """Whether a saving is worth a finding."""
        least = self.settings.min_saving_percent
        return saving >= self.settings.min_saving and saving * 100 >= least * before


def _requesting(settings: Settings) -> tuple[Budget | Override, ...]:
    return (*reversed(settings.overrides), *reversed(settings.budgets))


@cache
def rate_card(cards: tuple[tuple[str, str], ...]) -> RateCard:
    """Read the built-in card with others, as (name, text), laid over it."""
    from functools import reduce  # noqa: PLC0415

    from tokest.rates.load import builtin_card, overlay, parse_card  # noqa: PLC0415

    return reduce(overlay, (parse_card(text, name) for name, text in cards), builtin_card())


def money(value: Decimal, currency: str) -> str:
    """Write an amount.

    >>> from decimal import Decimal
    >>> money(Decimal("0.00261"), "USD")
    'USD 0.002610'
    """
    from tokest.render.plain import amount  # noqa: PLC0415

    return f"{currency} {amount(value)}"


def measured(
    prompt: Prompt, context: Context, model: str, *, part: str | None = None
) -> Generator[Hit | Ask, tuple[Count, ...], Count]:
    """Count a prompt, its static texts and what its variables are said to take."""
    if part is not None:
        counts = yield Ask(tuple(one.static for one in prompt.parts if one.key == part), model)
        return total(counts)
    samples, bounds = variable_sizes(prompt, context)
    if prompt.body is not None:
        counts = yield Ask((prompt.body(partial(_written, context.settings)),), model)
    else:
        counts = yield Ask((*prompt.texts, *samples), model)
    found = total(counts)
    if not bounds:
        return found
    return replace(
        found, tokens=found.tokens + bounds, low=found.low + bounds, high=found.high + bounds
    )


def _written(settings: Settings, part: Part) -> str:
    """Write a part with the samples of its variables, and without those that have none."""
    said = [settings.variable(one.name) for one in part.variables]
    samples = [one.sample or "" if one else "" for one in said]
    return "".join(word for pair in zip(part.pieces, [*samples, ""], strict=True) for word in pair)


def variable_sizes(prompt: Prompt, context: Context) -> tuple[tuple[str, ...], int]:
    """Give the samples and the bounds of a prompt's variables."""
    if not prompt.variables or not context.settings.variables:
        return (), 0
    samples, bounds = [], 0
    for one in prompt.variables:
        said = context.settings.variable(one.name)
        if said is not None and said.sample is not None:
            samples.append(said.sample)
        elif said is not None and said.max_tokens is not None:
            bounds += said.max_tokens
    return tuple(samples), bounds


def tight_budgets(
    prompt: Prompt, context: Context, share: float = 1.0
) -> Iterator[tuple[int, str]]:
    """Give the token budgets that a prompt's size does not keep it within, each with a model."""
    for budget in context.budgets(prompt):
        limit = budget.max_tokens
        if limit is not None and most(prompt, context) > share * limit:
            for model in context.budgeted(budget, prompt):
                yield limit, model


def cost_budgets(prompt: Prompt, context: Context) -> Iterator[tuple[Budget, str]]:
    """Give the cost budgets of a prompt, each with a model."""
    for budget in context.budgets(prompt):
        if budget.max_cost_per_request is not None or budget.max_cost_per_month is not None:
            for model in context.budgeted(budget, prompt):
                yield budget, model


def most(prompt: Prompt, context: Context) -> int:
    """Bound a prompt's tokens by its bytes, without a tokenizer."""
    if prompt.body is not None and not prompt.bounded:  # a schema or an image takes what it takes
        return MOST_TOKENS
    samples, bounds = variable_sizes(prompt, context)
    around = PER_REQUEST + PER_MESSAGE * len(prompt.parts) if prompt.body is not None else 0
    return around + prompt.size + bounds + sum(len(one.encode()) for one in samples)
