from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import usages
from tokest.errors import InputError, RegionError
from tokest.rates.arrays import COLUMN, price_many, price_table, probe_usage, to_columns
from tokest.rates.load import builtin_card, parse_card
from tokest.rates.match import find_model
from tokest.rates.price import make_receipt, price
from tokest.rates.terms import Terms
from tokest.units import FIELDS, Usage

if TYPE_CHECKING:
    from tokest.rates.card import RateCard

MODELS = tuple(
    f"{provider.id}/{model.id}"
    for provider in builtin_card().providers
    for model in provider.models
)
AT = (date(2026, 11, 23), datetime(2026, 11, 23, 2, tzinfo=UTC))

OWN = parse_card(
    """
version: 1
providers:
  - id: acme
    name: Acme
    default_region: global
    regions: [{id: global, name: Worldwide}]
    models:
      - id: cliff
        thinking: opt_in
        rates:
          - {region: global, currency: EUR, status: documented, source: https://a.example,
             checked: 2026-01-01, minimum: 0.01, batch: {factor: 0.5, cache: none},
             cache: {read: 0.2, write: 1.25}, free_beside_audio: true,
             peak: {factor: 2, timezone: UTC, hours: ["01:00-04:00"], days: [mon],
                    source: "https://a.example"},
             tiers: [{up_to: 1000, input: 2, output: 4, thinking: {output: 9}},
                     {up_to: 50000, input: 3, input_image: 5, output: 6, output_audio: 7}]}
      - id: bands
        rates:
          - {region: global, currency: EUR, status: documented, source: https://a.example,
             checked: 2026-01-01, marginal: true, promotion: {factor: 0.7},
             batch: {factor: 0.5, cache: plain},
             tiers: [{up_to: 1000, input: 2, output: 4, cache_read: 1},
                     {up_to: 40000, input: 1, output: 3, input_image: 4, cache_read: 0.5}]}
""",
    "own.yaml",
)


EVERY = """
version: 1
providers:
  - id: acme
    name: Acme
    default_region: global
    regions: [{id: global, name: Worldwide}]
    models:
      - id: m
        thinking: opt_in
        rates:
          - {region: global, currency: EUR, status: documented, source: https://a.example,
             checked: 2026-01-01, free_beside_audio: true,
             tiers: [{input: 2, output: 4, output_audio: 11, input_audio: 2.5,
                      thinking: {output: 9}, multimodal: {output: 5}}]}
"""


@st.composite
def any_usage(draw: st.DrawFn) -> Usage:
    """Draw tokens of several kinds, some of them cached, and other units."""
    image, audio = (draw(st.sampled_from((0, 7, 900, 20_000))) for _ in range(2))
    plain = draw(usages())
    fields = {name: getattr(plain, name) for name in FIELDS if getattr(plain, name)}
    fields["input_tokens"] = max(fields.get("input_tokens", 0), image + audio)
    spoken = draw(st.sampled_from((0, 40)))
    fields["output_tokens"] = max(fields.get("output_tokens", 0), spoken)
    return Usage(
        **fields | {"input_image_tokens": image, "input_audio_tokens": audio},
        output_audio_tokens=spoken,
        output_images=draw(st.integers(0, 3)),
        characters=draw(st.integers(0, 500)),
    )


def check(card: RateCard, model: str, rows: list[Usage], terms: Terms) -> None:
    match = find_model(card, model)
    try:
        receipts = [make_receipt(usage, match, terms).total for usage in rows]
    except RegionError:
        return
    counts = {
        name: np.array([getattr(usage, name) for usage in rows], np.float64) for name in FIELDS
    }
    found = price_many(counts, [model], terms, card=card)[0]
    assert [bool(np.isnan(cost)) for cost in found] == [total is None for total in receipts]
    for cost, total in zip(found, receipts, strict=True):
        if total is not None:
            assert float(cost) == pytest.approx(float(total), rel=1e-12, abs=1e-300)


TERMS = st.builds(
    Terms,
    batch=st.booleans(),
    thinking=st.sampled_from((None, True, False)),
    at=st.sampled_from(AT),
    reasoned=st.sampled_from((None, True, False)),
)


@given(model=st.sampled_from(MODELS), rows=st.lists(usages(), min_size=1, max_size=5), terms=TERMS)
def test_arrays_cost_what_receipts_say(model: str, rows: list[Usage], terms: Terms) -> None:
    check(builtin_card(), model, rows, terms)


@given(
    model=st.sampled_from(MODELS), rows=st.lists(any_usage(), min_size=1, max_size=5), terms=TERMS
)
def test_arrays_of_every_unit_cost_what_receipts_say(
    model: str, rows: list[Usage], terms: Terms
) -> None:
    check(builtin_card(), model, rows, terms)


@given(
    model=st.sampled_from(("cliff", "bands")),
    rows=st.lists(any_usage() | usages(), min_size=1, max_size=5),
    terms=TERMS,
)
def test_arrays_know_every_rule(model: str, rows: list[Usage], terms: Terms) -> None:
    check(OWN, model, rows, terms)


SMALL = [
    Usage(),
    Usage(input_tokens=1),
    Usage(input_tokens=900, input_image_tokens=7, output_tokens=500),
    Usage(input_tokens=2_000, input_image_tokens=900, cache_read_tokens=600, output_tokens=5_000),
    Usage(input_tokens=30_000, input_document_tokens=9_000, output_tokens=30, reasoning_tokens=5),
    Usage(input_tokens=3_000, cache_write_tokens=999, output_tokens=70, output_audio_tokens=9),
]


@pytest.mark.parametrize("model", ["cliff", "bands"])
@given(terms=TERMS)
def test_arrays_know_every_rule_within_the_tiers(model: str, terms: Terms) -> None:
    check(OWN, model, SMALL, terms)


def test_rows_of_every_kind_side_by_side_cost_what_receipts_say() -> None:
    own = parse_card(EVERY, "every.yaml")
    rows = [
        Usage(input_tokens=9, output_tokens=9),
        Usage(input_tokens=9, input_image_tokens=1, output_tokens=9),
        Usage(input_tokens=9, input_video_tokens=1, output_tokens=9),
        Usage(input_tokens=9, input_audio_tokens=1, output_tokens=9),
        Usage(input_tokens=9, output_tokens=9, output_audio_tokens=1),
        Usage(input_tokens=9, output_tokens=9, reasoning_tokens=1),
        Usage(input_tokens=9, input_image_tokens=1, output_tokens=9, output_audio_tokens=1),
    ]
    check(own, "m", rows, Terms())
    many = {name: np.array([getattr(one, name) for one in rows * 2_000]) for name in FIELDS}
    (costs,) = price_many(many, ["m"], Terms(), card=own)
    assert len({float(cost) for cost in costs}) == 5
    assert (costs.reshape(2_000, -1) == costs[: len(rows)]).all()


def test_a_model_found_twice_has_its_own_prices_each_time() -> None:
    counts = {"input_tokens": np.array([1000.0])}
    models = ["openai/gpt-5.5", "gpt-5.5", "qwen-max", "openai/gpt-5.5"]
    found = price_many(counts, models, Terms(region="cn"))[:, 0]
    assert [float(cost) for cost in found] == [
        float(price(Usage(input_tokens=1000), model, region="cn").total or 0) for model in models
    ]


@pytest.mark.parametrize(("peak", "cost"), [(None, 2), (False, 2), (True, 4)])
def test_peak_hours_may_be_asked_for(peak: bool | None, cost: float) -> None:  # noqa: FBT001  # what is asked
    table, cached = price_table(find_model(OWN, "cliff"), Terms(), probe_usage(), peak=peak)
    assert cached
    assert table.prices[0, COLUMN["input_tokens"]] == cost / 1e6
    assert table.bounds.tolist() == [1000, 50_000]
    assert table.minimum == 0.01


def test_a_probe_uses_as_little_as_it_can() -> None:
    assert probe_usage() == Usage()
    assert probe_usage(1) == Usage(input_tokens=1, input_image_tokens=1)
    assert probe_usage(spoken=1) == Usage(output_tokens=1, output_audio_tokens=1)
    assert probe_usage(reasoned=1) == Usage(output_tokens=1, reasoning_tokens=1)


def test_no_rows_cost_nothing() -> None:
    assert price_many({"input_tokens": np.zeros(0)}, ["qwen-max"], Terms()).shape == (1, 0)


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"tokens": np.ones(1)}, f"no unit 'tokens' (there are: {', '.join(FIELDS)})"),
        ({}, f"give at least one unit (there are: {', '.join(FIELDS)})"),
        ({"input_tokens": -np.ones(1)}, "must be 0 or more, and finite"),
        ({"input_tokens": np.array([np.nan])}, "must be 0 or more, and finite"),
        ({"input_tokens": np.array([1, np.inf])}, "must be 0 or more, and finite"),
    ],
)
def test_what_cannot_be_counts_is_refused(counts: dict[str, np.ndarray], message: str) -> None:
    with pytest.raises(InputError) as error:
        to_columns(counts)
    assert (error.value.where, error.value.what) == ("counts", message)
