from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cards import card, rate, tier
from tokest.errors import InputError, RegionError
from tokest.rates.card import DAYS, Hours, Peak
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.terms import Terms, check_region, choose_rate, in_peak, thinks
from tokest.units import Usage

QWEN_PLUS = find_model(builtin_card(), "qwen-plus")


def test_the_region_asked_for_is_taken_without_a_note() -> None:
    notes: list[str] = []
    assert choose_rate(QWEN_PLUS, Terms(region="cn"), notes).currency == "CNY"
    assert notes == []


def test_the_note_of_a_rate_is_passed_on() -> None:
    notes: list[str] = []
    choose_rate(find_model(builtin_card(), "qwen3.7-plus"), Terms(region="intl"), notes)
    assert notes[0].startswith("limited-time 20 % discount")


def test_an_unknown_region_names_those_there_are() -> None:
    with pytest.raises(RegionError, match="offered in: cn, eu, intl, us"):
        choose_rate(QWEN_PLUS, Terms(region="mars", at=date(2026, 11, 1)), [])


@pytest.mark.parametrize(("day", "said"), [(date(1990, 1, 1), 1), (date(2030, 1, 1), 0)])
def test_a_price_of_days_before_it_was_read_is_an_assumption(day: date, said: int) -> None:
    notes: list[str] = []
    choose_rate(QWEN_PLUS, Terms(region="cn", at=day), notes)
    assert sum("since when it holds is not known" in note for note in notes) == said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"thinking": 1}, "thinking: must be True, False or None, got 1"),
        ({"service": b"flex"}, "service: must be a str, got bytes"),
        ({"at": 5}, "at: must be a date or a datetime, got 5"),
    ],
)
def test_terms_of_another_type_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Terms(**arguments)


def test_a_region_is_one_that_some_provider_has() -> None:
    check_region(None, builtin_card())
    check_region("eu", builtin_card())
    with pytest.raises(InputError, match="region: 'mars' is not one of cn, eu, global, intl"):
        check_region("mars", builtin_card())


TWO = card(
    rate(tier(input=1), currency="CNY"),
    rate(tier(input=2), currency="USD"),
    rate(tier(input=3), currency="USD", service="flex"),
    rate(tier(input=4), currency="USD", region="eu"),
)
M1 = find_model(TWO, "m1")


def test_without_a_preferred_currency_the_first_is_taken_and_said() -> None:
    notes: list[str] = []
    assert choose_rate(M1, Terms(), notes).currency == "CNY"
    assert "prices in CNY, the first of those on record" in notes


def test_a_currency_asked_for_is_taken_without_a_note() -> None:
    notes: list[str] = []
    assert choose_rate(M1, Terms(currency="USD", region="global"), notes).currency == "USD"
    assert notes == []


def test_a_service_names_those_there_are() -> None:
    assert choose_rate(M1, Terms(service="flex"), []).service == "flex"
    with pytest.raises(InputError, match=r"no 'fast' price in global \(services: flex\)"):
        choose_rate(M1, Terms(service="fast"), [])
    with pytest.raises(InputError, match=r"no 'flex' price in eu \(services: none\)"):
        choose_rate(M1, Terms(service="flex", region="eu"), [])


def test_a_batch_file_has_no_service() -> None:
    with pytest.raises(InputError) as error:
        choose_rate(M1, Terms(service="flex", batch=True), [])
    what = "a batch file has no service, got 'flex'"
    assert (error.value.where, error.value.what) == ("service", what)


def test_a_currency_that_there_is_not_names_those_there_are() -> None:
    with pytest.raises(InputError) as error:
        choose_rate(M1, Terms(currency="EUR", region="global"), [])
    what = "m1 has no price in 'EUR' in global (there is: CNY, USD)"
    assert (error.value.where, error.value.what) == ("currency", what)


def test_one_price_for_all_regions_is_taken_where_the_default_is_another() -> None:
    notes: list[str] = []
    tool = find_model(builtin_card(), "tool/code_interpreter")
    assert choose_rate(tool, Terms(), notes).region == "global"
    assert choose_rate(tool, Terms(region="cn"), notes).region == "global"


def test_a_region_that_is_not_offered_names_those_that_are() -> None:
    bare = card(rate(tier(input=1), region="eu"), rate(tier(input=1), region="us"))
    with pytest.raises(RegionError, match="offered in: eu, us"):
        choose_rate(find_model(bare, "m1"), Terms(region="cn"), [])


def peak(**fields: Any) -> Peak:  # fields of Peak
    known: dict[str, Any] = {
        "factor": Decimal(3),
        "timezone": "Asia/Shanghai",
        "hours": (Hours(start=9 * 60 + 30, end=12 * 60),),
        "days": DAYS[:5],
        "source": "https://acme.example",
    }
    return Peak(**{**known, **fields})


MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # 9:30 in Shanghai


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        (MONDAY, True),
        (MONDAY.replace(minute=29), False),
        (MONDAY.replace(hour=4, minute=0), False),
        (MONDAY.replace(hour=9), False),  # 9:30 in UTC alone
        (MONDAY.replace(day=22), False),  # a Sunday
    ],
)
def test_peak_hours_are_those_of_their_own_clock(moment: datetime, found: bool) -> None:  # noqa: FBT001  # expected
    assert in_peak(peak(), moment, []) is found
    assert in_peak(None, moment, []) is False


def test_peak_prices_hold_from_their_first_instant() -> None:
    assert in_peak(peak(start=MONDAY), MONDAY, [])
    assert not in_peak(peak(start=MONDAY), MONDAY - timedelta(seconds=1), [])


@pytest.mark.parametrize(
    ("fields", "at", "note"),
    [
        ({}, None, "off-peak price; in peak hours x 3"),
        ({"factor": None}, None, "off-peak price; in peak hours the peak price"),
        ({"note": "not on holidays"}, None, "off-peak price; in peak hours x 3; not on holidays"),
        ({}, MONDAY, "peak hour, x 3"),
        (
            {"note": "not on holidays"},
            MONDAY,
            "peak hour, x 3; not on holidays (the calendar is not checked)",
        ),
    ],
)
def test_what_was_taken_for_the_hour_is_said(
    fields: dict[str, Any], at: datetime | None, note: str
) -> None:
    notes: list[str] = []
    in_peak(peak(**fields), at, notes)
    assert notes == [note]


@pytest.mark.parametrize(
    ("kind", "asked", "reasoning", "found"),
    [
        ("always", None, 0, True),
        ("always", False, 0, True),
        ("opt_out", None, 0, True),
        ("opt_out", False, 0, False),
        ("opt_in", None, 0, False),
        ("opt_in", None, 5, True),
        ("opt_in", True, 0, True),
        (None, None, 0, False),
    ],
)
def test_a_request_thinks_as_asked_or_as_its_model_does(
    kind: str | None,
    asked: bool | None,  # noqa: FBT001  # as callers say it
    reasoning: int,
    found: bool,  # noqa: FBT001  # expected
) -> None:
    model = find_model(card(rate(tier(input=1)), thinking=kind), "m1")
    usage = Usage(output_tokens=10, reasoning_tokens=reasoning)
    assert thinks(usage, model, Terms(thinking=asked), []) is found


def test_what_came_back_without_reasoning_did_not_think() -> None:
    model = find_model(card(rate(tier(input=1)), thinking="always"), "m1")
    assert thinks(Usage(), model, Terms(reasoned=False), []) is False


def test_a_contract_goes_before_the_currency_of_the_region() -> None:
    ours = card(
        rate(tier(input=1), currency="CNY", status="contract"), rate(tier(input=2), currency="USD")
    )
    notes: list[str] = []
    assert choose_rate(find_model(ours, "m1"), Terms(), notes).currency == "CNY"
    assert notes == []


def test_other_sellers_of_a_model_are_named() -> None:
    notes: list[str] = []
    choose_rate(find_model(builtin_card(), "kimi-k3"), Terms(), notes)
    assert "priced as sold by moonshotai; also: alibaba/kimi-k3" in notes


def test_a_day_in_no_span_names_model_region_and_day() -> None:
    past = find_model(card(rate(tier(input=1), end=date(2026, 1, 1))), "m1")
    with pytest.raises(RegionError) as error:
        choose_rate(past, Terms(at=date(2026, 1, 1)), [])
    assert (error.value.model, error.value.region, error.value.hint) == (
        "m1",
        "global",
        "on 2026-01-01",
    )


def test_a_service_that_there_is_not_is_the_fault_of_the_service() -> None:
    with pytest.raises(InputError) as error:
        choose_rate(M1, Terms(service="fast"), [])
    assert error.value.where == "service"
