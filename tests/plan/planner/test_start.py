from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plans import between, workload
from tokest.errors import TokestError
from tokest.plan.planner.start import start_of
from tokest.plan.workload import Caching, Fixed, Prompt, Sample, Size, Skewed
from tokest.rates.load import builtin_card

CARD = builtin_card()


def size(number: int, most: int | None = None) -> Size:
    return Size(shape=Fixed(Decimal(number)), most=most)


def test_sizes_are_means_within_their_limits() -> None:
    chat = workload(
        input=Size(shape=Sample((100, 300), "log.csv")),
        output=Size(shape=Skewed(Decimal(700), Decimal(900)), most=600),
        batch_share=between("0.2", "0.4"),
    )
    found = start_of(chat, 10, CARD)
    assert (found.input, found.output, found.batch, found.thinking) == (200, 600, 30, 0)


def test_a_prompt_is_counted_for_the_first_model() -> None:
    chat = workload(input=Size(shape=Prompt("Hello World", "a.md")))
    assert start_of(chat, 10, CARD).input == 2
    with pytest.raises(TokestError):
        start_of(workload(input=Size(shape=Prompt("{", "a.json"))), 10, CARD)


def test_thinking_counts_with_its_share() -> None:
    chat = workload(thinking_share=Fixed(Decimal("0.5")), thinking_tokens=size(800))
    assert start_of(chat, 10, CARD).thinking == 400


def test_a_share_of_the_cache_is_taken_and_a_prefix_is_said_to_be_left_out() -> None:
    chat = workload(cache=Caching(share=Fixed(Decimal("0.4"))))
    shared = start_of(chat, 10, CARD)
    assert (shared.cached, len(shared.notes)) == (40, 1)
    prefixed = start_of(replace(chat, cache=Caching(prefix_tokens=1_100)), 10, CARD)
    assert prefixed.cached == 0
    assert prefixed.notes[1].startswith("what its cache finds is not among them")


def test_no_slider_is_beyond_its_end() -> None:
    assert start_of(workload(input=size(9_000_000)), 10**9, CARD).requests == 10**8
    assert start_of(workload(input=size(9_000_000)), 10, CARD).input == 2_000_000
