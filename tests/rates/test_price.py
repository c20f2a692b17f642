from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import DAY, URL, card, rate, tier
from strategies import TOKENS, usages
from tokest.errors import InputError, RegionError
from tokest.rates.card import Discount
from tokest.rates.load import builtin_card, parse_card
from tokest.rates.price import price
from tokest.units import Usage

MODELS = [
    f"{provider.id}/{model.id}"
    for provider in builtin_card().providers
    for model in provider.models
]
NO_CACHE = Usage(input_tokens=1_000, output_tokens=500)


def total(usage: Usage, model: str, **terms: object) -> str:
    found = price(usage, model, **terms)  # type: ignore[arg-type]
    return f"{found.total} {found.currency}" if found.total is not None else found.status


# Computed by hand from https://help.aliyun.com/zh/model-studio/model-pricing (2026-10-09), yuan per
# million tokens: qwen-plus up to 128,000 input tokens 0.8 in, 2 out, 8 out when thinking, cache
# hit 0.16; up to 256,000 2.4 in, 20 out, 24 thinking; up to 1,000,000 4.8 in, 48 out, 64 thinking.
QWEN_PLUS = [
    (128_000, 1_000, {}, "0.1044"),  # 128000 x 0.8 + 1000 x 2
    (128_001, 1_000, {}, "0.3272024"),  # 128001 x 2.4 + 1000 x 20
    (256_000, 1_000, {}, "0.6344"),
    (256_001, 1_000, {}, "1.2768048"),  # 256001 x 4.8 + 1000 x 48
    (1_000_000, 1, {}, "4.800048"),
    (1_000, 1_000, {"thinking": True}, "0.0088"),
    (1_000, 1_000, {"thinking": True, "batch": True}, "0.0044"),
    (1_000, 1_000, {"batch": True, "requests": 10_000}, "14"),
]


@pytest.mark.parametrize(("tokens", "output", "terms", "expected"), QWEN_PLUS)
def test_qwen_plus_on_the_mainland(
    tokens: int, output: int, terms: dict[str, object], expected: str
) -> None:
    usage = Usage(input_tokens=tokens, output_tokens=output)
    found = price(usage, "qwen-plus", region="cn", **terms)  # type: ignore[arg-type]
    assert (found.total, found.currency) == (Decimal(expected), "CNY")


@pytest.mark.parametrize(
    ("model", "region", "usage", "expected"),
    [
        # qwen-turbo 0.05 / 0.2, qwen-max 1.6 / 6.4 (Singapore list of 2026-10-26)
        ("qwen-turbo", "intl", NO_CACHE, "0.00015 USD"),
        ("qwen-max", "intl", NO_CACHE, "0.0048 USD"),
        # qwen3-max 2.5 / 10 to 32K, 4 / 16 to 128K, 7 / 28 to 256K
        ("qwen3-max", "cn", Usage(input_tokens=32_000, output_tokens=100), "0.081 CNY"),
        ("qwen3-max", "cn", Usage(input_tokens=32_001, output_tokens=100), "0.129604 CNY"),
        # gpt-5.5 5 / 30 to 272K, then 10 / 45; cached input 0.5, then 1
        ("gpt-5.5", None, Usage(input_tokens=272_000, output_tokens=10), "1.3603 USD"),
        ("gpt-5.5", None, Usage(input_tokens=272_001, output_tokens=10), "2.72046 USD"),
        (
            "gpt-5.5",
            None,
            Usage(input_tokens=1_000, cache_read_tokens=400, output_tokens=10),
            "0.0035 USD",
        ),
        # claude-opus-5-5 4 / 20, cache read 0.2, cache write 5
        (
            "claude-opus-5-5",
            None,
            Usage(
                input_tokens=10_000,
                cache_read_tokens=6_000,
                cache_write_tokens=3_000,
                output_tokens=1_000,
                reasoning_tokens=900,
            ),
            "0.0402 USD",
        ),
    ],
)
def test_receipts_computed_by_hand(
    model: str, region: str | None, usage: Usage, expected: str
) -> None:
    found = price(usage, model, region=region)
    amount, currency = expected.split()
    assert (found.total, found.currency) == (Decimal(amount), currency)


def test_a_receipt_lists_quantity_rate_and_amount() -> None:
    found = price(Usage(input_tokens=2_000, output_tokens=300), "qwen-max", region="cn")
    assert [(line.unit, line.quantity, line.rate, line.amount) for line in found.lines] == [
        ("input", 2_000, Decimal("2.4"), Decimal("0.0048")),
        ("output", 300, Decimal("9.6"), Decimal("0.00288")),
    ]


@pytest.mark.parametrize(
    ("tokens", "tier"),
    [
        (32_000, "up to 32,000 input tokens"),
        (32_001, "up to 128,000 input tokens"),
        (256_001, "above the last tier"),
    ],
)
def test_the_tier_is_named(tokens: int, tier: str) -> None:
    assert price(Usage(input_tokens=tokens), "qwen3-max", region="cn").tier == tier


def test_a_request_above_the_last_tier_has_no_price() -> None:
    found = price(Usage(input_tokens=256_001, output_tokens=1), "qwen3-max", region="cn")
    assert (found.status, found.total) == ("unpriced", None)
    assert found.problems == ("no price above 256,000 input tokens",)


def test_cached_input_without_a_price_makes_a_receipt_partial() -> None:
    found = price(Usage(input_tokens=100, cache_read_tokens=50), "qwen-coder-plus", region="cn")
    assert (found.status, found.per_request, found.total) == ("partial", None, None)
    assert found.problems == ("no price for cache_read on record",)


def test_a_model_without_a_batch_price_has_no_batch_receipt() -> None:
    found = price(NO_CACHE, "kimi-k3", batch=True)
    assert (found.status, found.total) == ("unpriced", None)
    assert found.problems == ("no batch price on record",)


def test_a_batch_file_knows_no_cache_on_model_studio() -> None:
    usage = Usage(input_tokens=1_000, cache_read_tokens=1_000, output_tokens=0)
    found = price(usage, "qwen-plus", region="cn", batch=True)
    assert found.total == Decimal("0.0004")
    assert "no cache in a batch file: cached tokens cost as plain input" in found.rules


def test_a_batch_file_halves_the_cache_price_where_the_vendor_says_so() -> None:
    usage = Usage(input_tokens=1_000, cache_read_tokens=1_000)
    assert price(usage, "gpt-5.5", batch=True).total == Decimal("0.00025")


def test_a_batch_file_keeps_the_cache_price_where_the_vendor_says_so() -> None:
    usage = Usage(input_tokens=1_000, cache_read_tokens=400)
    # 600 x 0.3 / 2 + 400 x 0.03
    assert price(usage, "gemini-2.5-flash", batch=True).total == Decimal("0.000102")


def test_reasoning_is_output_and_switches_the_thinking_price_on() -> None:
    usage = Usage(input_tokens=0, output_tokens=1_000, reasoning_tokens=600)
    assert price(usage, "qwen-plus", region="cn").total == Decimal("0.008")


def test_a_model_that_always_thinks_cannot_be_told_not_to() -> None:
    found = price(NO_CACHE, "qwq-plus", region="cn", thinking=False)
    assert "qwq-plus always thinks" in found.assumptions


def test_thinking_on_a_model_not_known_to_think_is_an_assumption() -> None:
    found = price(NO_CACHE, "kimi-k3", thinking=True)
    assert "the card does not say whether kimi-k3 thinks" in found.assumptions


@pytest.mark.parametrize(
    ("moment", "factor"),
    [
        (datetime(2026, 11, 23, 1, 0, tzinfo=UTC), 2),
        (datetime(2026, 11, 23, 0, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 23, 3, 59, tzinfo=UTC), 2),
        (datetime(2026, 11, 23, 4, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 22, 2, 0, tzinfo=UTC), 1),  # a Sunday
        (datetime(2026, 8, 14, 2, 0, tzinfo=UTC), 1),  # before peak prices began
        (datetime(2026, 11, 23, 15, 0, tzinfo=timezone(timedelta(hours=8))), 2),
    ],
)
def test_peak_hours_double_the_price(moment: datetime, factor: int) -> None:
    usage = Usage(input_tokens=1_000_000)
    assert price(usage, "deepseek-flash", at=moment).total == Decimal("0.15") * factor


def test_without_an_hour_the_price_is_off_peak_and_says_so() -> None:
    found = price(NO_CACHE, "deepseek-flash", at=date(2026, 11, 23))
    assert any(note.startswith("off-peak price; in peak hours x 2") for note in found.assumptions)


DAYS_OF_2026 = st.datetimes(
    datetime(2026, 1, 2),  # noqa: DTZ001  # the strategy adds the zone
    datetime(2026, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(
    model=st.sampled_from(("deepseek-flash", "deepseek-v4-pro-0813", "qwen-plus")),
    moment=DAYS_OF_2026,
    hours=st.integers(-23, 23),
)
def test_the_time_zone_of_an_instant_changes_nothing(
    model: str, moment: datetime, hours: int
) -> None:
    shifted = moment.astimezone(timezone(timedelta(hours=hours)))
    assert total(NO_CACHE, model, at=moment) == total(NO_CACHE, model, at=shifted)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(InputError, match="at: a time needs its time zone"):
        price(NO_CACHE, "qwen-max", at=datetime(2026, 1, 1))  # noqa: DTZ001  # what is tested


def test_the_default_region_is_named() -> None:
    found = price(NO_CACHE, "qwen-max")
    assert found.region == "intl"
    assert "region intl, the default of alibaba" in found.assumptions


def test_a_model_of_one_region_is_priced_there() -> None:
    found = price(NO_CACHE, "qwen-long")
    assert found.region == "cn"
    assert "region cn, the only one that offers the model" in found.assumptions


def test_a_region_that_does_not_offer_the_model_is_refused() -> None:
    with pytest.raises(RegionError, match=r"qwen-long.*'intl' \(offered in: cn\)"):
        price(NO_CACHE, "qwen-long", region="intl")


def test_a_provider_with_one_price_list_serves_every_region() -> None:
    found = price(NO_CACHE, "gpt-5", region="cn")
    assert found.region == "global"
    assert "openai has one price list for all regions" in found.assumptions


def test_a_region_that_no_provider_has_is_refused_by_those_with_one_list_too() -> None:
    with pytest.raises(InputError, match="region: 'mars' is not one of cn, eu, global, intl"):
        price(NO_CACHE, "gpt-5.5", region="mars")


@pytest.mark.parametrize(
    ("usage", "arguments", "message"),
    [
        ({"input_tokens": 5}, {}, "usage: must be a Usage, got dict"),
        (NO_CACHE, {"model": 5}, "model: must be a str, got int"),
        (NO_CACHE, {"batch": "no"}, "batch: must be True, False or None, got 'no'"),
        (NO_CACHE, {"at": "2026-01-01"}, "at: must be a date or a datetime, got '2026-01-01'"),
        (NO_CACHE, {"currency": 5}, "currency: must be a str, got int"),
    ],
)
def test_arguments_of_another_type_are_refused(
    usage: Any, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        price(usage, **{"model": "qwen-max", **arguments})


def test_an_unlisted_snapshot_is_priced_as_its_model_and_says_so() -> None:
    found = price(NO_CACHE, "gpt-4.1-mini-2025-04-14")
    assert found.matched == "snapshot"
    assert any("priced as gpt-4.1-mini" in note for note in found.assumptions)


def test_a_request_that_does_not_fit_says_so() -> None:
    found = price(Usage(input_tokens=40_000, output_tokens=10), "qwen-max")
    assert found.fits is False
    assert found.problems == (
        "40,000 input tokens > max input 30,720",
        "40,010 input and output tokens > context window 32,768",
    )


HISTORY = parse_card(
    """
version: 1
providers:
  - id: acme
    name: Acme
    default_region: global
    regions: [{id: global, name: Worldwide}]
    models:
      - id: m1
        lifecycle: current
        rates:
          - {region: global, currency: EUR, status: documented, source: https://a.example,
             checked: 2026-01-01, end: 2026-06-01, tiers: [{input: 2, output: 4}]}
          - {region: global, currency: EUR, status: documented, source: https://a.example,
             checked: 2026-06-01, start: 2026-06-01, end: 2026-09-01,
             tiers: [{input: 1, output: 4}]}
          - {region: global, currency: EUR, status: documented, source: https://a.example,
             checked: 2026-09-01, start: 2026-10-01, tiers: [{input: 3, output: 4}]}
""",
    "history.yaml",
)


@pytest.mark.parametrize(
    ("day", "rate"),
    [(date(2026, 5, 31), 2), (date(2026, 6, 1), 1), (date(2026, 10, 1), 3), (None, 3)],
)
def test_the_day_chooses_the_span(day: date | None, rate: int) -> None:
    assert price(Usage(), "m1", at=day, card=HISTORY).lines[0].rate == rate


def test_a_day_in_no_span_has_no_rate() -> None:
    with pytest.raises(RegionError, match="on 2026-09-15"):
        price(Usage(), "m1", at=date(2026, 9, 15), card=HISTORY)


def test_the_currency_asked_for_is_that_of_the_price() -> None:
    two = card(rate(tier(input=7), currency="CNY"), rate(tier(input=1), currency="USD"))
    million = Usage(input_tokens=1_000_000)
    assert total(million, "m1", card=two, currency="USD") == "1 USD"
    assert total(million, "m1", card=two, currency="CNY") == "7 CNY"


@pytest.mark.parametrize("requests", [0, -1, 10**13, 1.5, True])
def test_absurd_numbers_of_requests_are_refused(requests: object) -> None:
    with pytest.raises(InputError, match="requests"):
        price(NO_CACHE, "qwen-max", requests=requests)  # type: ignore[arg-type]


@given(model=st.sampled_from(MODELS))
def test_no_usage_costs_nothing(model: str) -> None:
    assert price(Usage(), model).total == 0


@given(model=st.sampled_from(MODELS), usage=usages(), batch=st.booleans(), thinking=st.booleans())
def test_the_lines_sum_to_the_receipt(
    model: str,
    usage: Usage,
    batch: bool,  # noqa: FBT001  # drawn
    thinking: bool,  # noqa: FBT001  # drawn
) -> None:
    found = price(usage, model, batch=batch, thinking=thinking, requests=7)
    amounts = [line.amount for line in found.lines if line.amount is not None]
    whole = sum(amounts) if len(amounts) == len(found.lines) else None
    assert found.per_request == whole
    assert found.total == (None if whole is None else whole * 7)


@given(model=st.sampled_from(MODELS), usage=usages())
def test_the_lines_hold_every_token_once(model: str, usage: Usage) -> None:
    lines = price(usage, model).lines
    billed = sum(line.quantity for line in lines)
    assert billed == usage.input_tokens + usage.output_tokens


@given(tokens=TOKENS, times=st.integers(1, 50))
def test_a_flat_rate_is_linear(tokens: int, times: int) -> None:
    once = price(Usage(output_tokens=tokens), "qwen-max").total
    assert price(Usage(output_tokens=tokens * times), "qwen-max").total == once * times  # type: ignore[operator]


@given(model=st.sampled_from(MODELS), usage=usages())
def test_a_cost_is_never_negative(model: str, usage: Usage) -> None:
    found = price(usage, model).total
    assert found is None or found >= 0


def test_factors_that_cannot_be_multiplied_exactly_are_refused() -> None:
    factor = Decimal("0.123456789012345")
    many = replace(
        builtin_card(),
        discounts=tuple(
            Discount(models="qwen-max", factor=factor, source=f"offer {number}")
            for number in range(40)
        ),
    )
    with pytest.raises(InputError, match="qwen-max: its factors have more digits"):
        price(NO_CACHE, "qwen-max", card=many)
    few = replace(many, discounts=many.discounts[:5])
    listed = price(NO_CACHE, "qwen-max").total
    assert listed is not None
    with localcontext(prec=200):
        assert price(NO_CACHE, "qwen-max", card=few).total == listed * factor**5


def test_a_receipt_says_whose_price_it_is_and_from_where() -> None:
    plain = card(rate(tier(input=2), status="secondary", via="a list"))
    found = price(Usage(input_tokens=500_000), "m1", card=plain, requests=3)
    assert (found.model, found.provider, found.region, found.currency) == (
        "m1",
        "acme",
        "global",
        "EUR",
    )
    assert (found.status, found.tier) == ("priced", "all input")
    assert (found.per_request, found.total) == (Decimal(1), Decimal(3))
    assert (found.figure, found.source, found.via, found.checked) == (
        "secondary",
        URL,
        "a list",
        DAY,
    )


VARIANTS = card(rate(tier(variant="720p", output_images=1), tier(variant="1080p", output_images=2)))
PLAIN = card(rate(tier(100, input=1), tier(200, input=2)))


def test_a_variant_chooses_its_price_and_is_named() -> None:
    found = price(Usage(output_images=3, variant="1080p"), "m1", card=VARIANTS)
    assert (found.total, found.tier) == (Decimal(6), "all input, variant 1080p")
    assert price(Usage(input_tokens=1, variant="1080p"), "m1", card=PLAIN).status == "priced"


@pytest.mark.parametrize(
    ("variant", "problem"),
    [
        (None, "say which variant: 720p, 1080p"),
        ("4k", "no price for variant '4k': 720p, 1080p"),
    ],
)
def test_without_a_known_variant_those_there_are_get_named(
    variant: str | None, problem: str
) -> None:
    found = price(Usage(output_images=1, variant=variant), "m1", card=VARIANTS)
    assert (found.tier, found.problems) == ("no variant chosen", (problem,))


@pytest.mark.parametrize(
    ("tokens", "named"),
    [
        (100, "up to 100 input tokens"),
        (101, "up to 200 input tokens"),
        (201, "above the last tier"),
    ],
)
def test_each_tier_has_its_words(tokens: int, named: str) -> None:
    assert price(Usage(input_tokens=tokens), "m1", card=PLAIN).tier == named


def test_the_last_tier_is_named_by_the_bound_below_it() -> None:
    found = price(Usage(input_tokens=11), "m1", card=card(rate(tier(10, input=1), tier(input=2))))
    assert found.tier == "above 10 input tokens"


@pytest.mark.parametrize(
    ("offered", "problem"),
    [(False, "no batch files for this model"), (None, "no batch price on record")],
)
def test_no_batch_file_is_told_from_no_known_price(offered: bool | None, problem: str) -> None:  # noqa: FBT001  # as on the card
    live = card(rate(tier(input=1), batch_offered=offered))
    assert price(Usage(input_tokens=1), "m1", card=live, batch=True).problems == (problem,)


@pytest.mark.parametrize(
    ("region", "day", "total"),
    [
        (None, date(2026, 11, 5), 50),
        ("global", date(2026, 11, 5), 50),
        ("eu", date(2026, 11, 5), 100),
        (None, date(2026, 12, 5), 100),
    ],
)
def test_a_discount_holds_in_its_region_on_its_days(
    region: str | None, day: date, total: int
) -> None:
    cut = Discount(
        models="m1", region=region, factor=Decimal("0.5"), start=date(2026, 11, 1),
        end=date(2026, 12, 1), source=URL,
    )  # fmt: skip
    bare = replace(card(rate(tier(input=100))), discounts=(cut,))
    assert price(Usage(input_tokens=1_000_000), "m1", card=bare, at=day).total == total


def test_too_many_requests_are_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"^requests: must be between 1 and"):
        price(NO_CACHE, "qwen-max", requests=0)
