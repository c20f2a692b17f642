from __future__ import annotations

from tokest.prompts.batch.limits import find_limits
from tokest.rates.load import builtin_card


def test_model_studio_says_what_it_takes() -> None:
    limits = find_limits("alibaba")
    assert limits is not None
    assert (limits.requests, limits.file_bytes, limits.line_bytes) == (
        50_000,
        500_000_000,
        6_000_000,
    )
    assert limits.one_model
    assert limits.one_thinking
    assert limits.most_input("qwen3.8-max") == 256_000
    assert limits.most_input("qwen-plus") is None


def test_limits_belong_to_providers_of_the_rate_card() -> None:
    known = [provider.id for provider in builtin_card().providers]
    assert all(find_limits(name) for name in ("alibaba", "openai", "anthropic", "google"))
    assert {"alibaba", "openai", "anthropic", "google"} <= set(known)
    assert find_limits("nobody") is None
    assert find_limits(None) is None
