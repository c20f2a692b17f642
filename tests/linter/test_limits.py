from __future__ import annotations

from tokest.linter.limits import LEAST_WINDOW, cache_minimum, limits
from tokest.rates.load import builtin_card


def test_no_model_takes_less_than_what_is_never_looked_up() -> None:
    known = [
        size
        for provider in builtin_card().providers
        for model in provider.models
        if model.limits
        for size in (model.limits.context_window, model.limits.max_input)
        if size is not None
    ]
    assert min(known) >= LEAST_WINDOW


def test_a_minimum_is_of_the_models_that_its_page_names() -> None:
    named = (
        "claude-opus-4-6",
        "anthropic/claude-sonnet-4-5-20250929",
        "claude-opus-5",
        "gpt-5-mini",
    )
    names = (*named, "claude-opus-5-5", "claude-opus-4-7", "gpt-3.5-turbo", "mine")
    found = {name: one and one.tokens for name in names for one in [cache_minimum(name)]}
    assert list(found.values()) == [4096, 1024, 512, 1024, None, None, None, None]


def test_every_limit_has_its_page_and_its_day() -> None:
    said = [(one.source, one.checked) for one in limits().cache_minimums]
    said += [(one.source, one.checked) for one in limits().agent_files]
    assert all(source.startswith("https://") and day.year >= 2026 for source, day in said)
