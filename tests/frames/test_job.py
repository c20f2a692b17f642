from __future__ import annotations

import pytest

from tokest.errors import InputError, RegionError, UnknownModelError
from tokest.frames.job import column_names, make_job
from tokest.frames.options import Sending


def test_columns_are_named_after_their_models_and_currency() -> None:
    job = make_job(["gpt-5.5"], encodings=["qwen3.5"], sending=Sending())
    assert column_names(job) == (
        ("gpt_5_5_tokens", "gpt_5_5_low", "gpt_5_5_high", "gpt_5_5_cost_usd"),
        ("qwen3_5_tokens", "qwen3_5_low", "qwen3_5_high"),
    )


def test_two_targets_never_share_a_column() -> None:
    with pytest.raises(InputError, match="qwen_max_tokens"):
        make_job(["qwen-max", "qwen-max"])


def test_something_must_be_asked_for() -> None:
    with pytest.raises(InputError, match="at least one"):
        make_job()
    with pytest.raises(InputError, match="not a single str"):
        make_job("qwen-max")


def test_unknown_models_and_regions_are_told() -> None:
    with pytest.raises(UnknownModelError, match="qwen-max"):
        make_job(["qwen-mex"])
    with pytest.raises(RegionError):
        make_job(["qwen-max"], sending=Sending(region="mars"))
