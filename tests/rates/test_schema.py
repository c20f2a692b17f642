from __future__ import annotations

import pytest

from tokest.errors import FileFormatError
from tokest.rates.load import parse_card

RATE = """region: global, currency: USD, status: documented, source: https://a.example,
             checked: 2026-01-01, tiers: [{input: 1, output: 2}]"""
CARD = f"""version: 1
providers:
  - id: acme
    name: Acme
    default_region: global
    regions: [{{id: global, name: Worldwide}}]
    models:
      - id: m1
        lifecycle: current
        rates:
          - {{{RATE}}}
      - id: m2
        lifecycle: current
        rates:
          - {{{RATE}}}
"""
PEAK = (
    "{peak: {factor: 2, timezone: UTC, hours: ['01:00-04:00'], days: [mon], "
    "source: https://a.example}, region:"
)


def test_the_base_of_these_cases_is_fine() -> None:
    assert len(parse_card(CARD, "c.yaml").providers[0].models) == 2


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("version: 1", "version: 2", "c.yaml:1:10: must be 1, got '2'"),
        ("id: m2", "id: M1", "c.yaml:13:9: 'M1' names two models"),
        ("id: m2", "id: m2\n        aliases: [m1]", "c.yaml:13:9: 'm1' names two models"),
        (
            "default_region: global",
            "default_region: cn",
            "c.yaml:5:21: 'cn' is not one of global",
        ),
        ("{region: global", "{region: mars", "region 'mars' is not one of global"),
        ("currency: USD", "currency: usd", "'usd' does not look like a currency such as USD"),
        ("status: documented", "status: secondary", "must name the list it comes from (via)"),
        (
            "status: documented",
            "status: sure",
            "'sure' is not one of documented, secondary, contract",
        ),
        ("https://a.example", "a.example", "does not look like a URL"),
        ("checked: 2026-01-01", "checked: 2026-13-01", "expected a date such as 2026-11-01"),
        ("input: 1,", "input: -1,", "must be between 0 and 1,000,000,000, got '-1'"),
        ("input: 1,", "input: 1e9,", None),
        ("input: 1,", "input: 1e99,", "must be between 0 and 1,000,000,000"),
        ("input: 1,", "input: nan,", "expected a number, got 'nan'"),
        ("input: 1,", "input: $1.50,", "expected a number, got '$1.50': write 1.50"),
        ("input: 1,", "input: 1_000,", "expected a number, got '1_000': write 1000"),
        ("{input: 1, output: 2}", "{up_to: 1}", "a tier needs a price"),
        ("[{input: 1, output: 2}]", "[]", "expected at least 1 item(s)"),
        (
            "[{input: 1, output: 2}]",
            "[{input: 1}, {input: 2}]",
            "only the last tier may lack up_to",
        ),
        (
            "[{input: 1, output: 2}]",
            "[{up_to: 9, input: 1}, {up_to: 9, input: 2}]",
            "up_to must grow from tier to tier",
        ),
        (
            "checked: 2026-01-01",
            "start: 2026-02-01, end: 2026-01-01, checked: 2026-01-01",
            "the span ends on 2026-01-01, before it starts on 2026-02-01",
        ),
        (f"          - {{{RATE}}}", f"          - {{{RATE}}}\n          - {{{RATE}}}", "overlap"),
        ("{region:", PEAK, None),
        (
            "{region:",
            "{batch: {factor: 0.5, cache: none}, batch_offered: false, region:",
            "there is a batch price, so batch files are offered",
        ),
        ("{region:", "{batch_offered: false, region:", None),
        ("status: documented, source: https://a.example", "status: contract, source: ours", None),
        ("{region:", PEAK.replace("UTC", "Mars/X"), "unknown time zone 'Mars/X'"),
        ("{region:", PEAK.replace("04:00", "00:30"), "must start before it ends, within one day"),
        ("{region:", PEAK.replace("04:00", "25:00"), "must start before it ends, within one day"),
        ("{region:", PEAK.replace("mon", "monday"), "'monday' is not one of mon, tue"),
    ],
)
def test_a_rule_of_the_card(old: str, new: str, problem: str | None) -> None:
    text = CARD.replace(old, new, 1)
    if problem is None:
        assert parse_card(text, "c.yaml").version == 1
    else:
        with pytest.raises(FileFormatError) as caught:
            parse_card(text, "c.yaml")
        assert problem in str(caught.value)
