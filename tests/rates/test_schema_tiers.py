from __future__ import annotations

import pytest

from tokest.errors import FileFormatError
from tokest.rates.load import parse_card

CARD = """version: 1
providers:
  - id: acme
    models:
      - id: m1
        rates:
          - region: global
            currency: USD
            status: documented
            source: https://a.example
            checked: 2026-01-01
            tiers:
              - {variant: 720p, up_to: 9, input: 1, thinking: {output: 3}}
              - {variant: 720p, input: 2}
              - {output_video_seconds: 0.5, peak: {output_video_seconds: 1}}
            peak:
              timezone: Asia/Shanghai
              hours: ["08:00-22:00"]
              days: [mon]
              source: https://a.example
"""


def test_the_base_of_these_cases_is_fine() -> None:
    tiers = parse_card(CARD, "c.yaml").providers[0].models[0].rates[0].tiers
    assert [(tier.variant, tier.up_to) for tier in tiers] == [
        ("720p", 9),
        ("720p", None),
        (None, None),
    ]
    assert tiers[0].thinking.output == 3
    assert tiers[2].peak.output_video_seconds == 1


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("variant: 720p, input: 2", "variant: 720p, up_to: 9, input: 2", "of variant 720p"),
        ("up_to: 9, input: 1", "input: 1", "only the last tier of variant 720p may lack up_to"),
        ("variant: 720p, up_to", "variant: 720 P, up_to", "'720 P' does not look like a word"),
        (
            "output_video_seconds: 0.5",
            "output_video_second: 0.5",
            "did you mean 'output_video_seconds'?",
        ),
        (", peak: {output_video_seconds: 1}", "", "give a factor, or a peak price in the tiers"),
        (
            "              days: [mon]",
            "              factor: 2\n              days: [mon]",
            "give a",
        ),
        ("Asia/Shanghai", "Asia/Nowhere", "unknown time zone 'Asia/Nowhere'"),
        ("08:00-22:00", "22:00-08:00", "must start before it ends, within one day"),
        ("thinking: {output: 3}", "thinking: {output: dear}", "expected a number, got 'dear'"),
        ("{variant: 720p, input: 2}", "{variant: 720p}", "a tier needs a price"),
    ],
)
def test_a_rule_of_tiers(old: str, new: str, problem: str) -> None:
    assert old in CARD
    with pytest.raises(FileFormatError) as caught:
        parse_card(CARD.replace(old, new, 1), "c.yaml")
    assert problem in str(caught.value)
    assert str(caught.value).startswith("c.yaml:")


def test_peak_prices_need_their_hours() -> None:
    text = CARD[: CARD.index("            peak:\n")]
    with pytest.raises(FileFormatError, match="peak prices need the hours they hold in"):
        parse_card(text, "c.yaml")
