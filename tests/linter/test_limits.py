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


def test_the_longest_beginning_of_a_name_decides() -> None:
    found = {
        name: cache_minimum(name) for name in ("claude-opus-4-6", "anthropic/claude-x", "mine")
    }
    assert {name: one and one.tokens for name, one in found.items()} == {
        "claude-opus-4-6": 4096, "anthropic/claude-x": 1024, "mine": None,
    }  # fmt: skip


def test_every_limit_has_its_page_and_its_day() -> None:
    said = [(one.source, one.checked) for one in limits().cache_minimums]
    said += [(one.source, one.checked) for one in limits().batch_limits]
    said += [(one.source, one.checked) for one in limits().agent_files]
    assert all(source.startswith("https://") and day.year >= 2026 for source, day in said)
