"""Plans for tests, short to write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tokest.plan.workload import Fixed, Plan, Range, Size, Skewed, Workload
from tokest.rates.load import parse_card

if TYPE_CHECKING:
    from tokest.rates.card import RateCard


def fixed(value: object) -> Fixed:
    return Fixed(Decimal(str(value)))


def between(low: object, high: object) -> Range:
    return Range(Decimal(str(low)), Decimal(str(high)))


def skewed(mean: object, p90: object) -> Skewed:
    return Skewed(Decimal(str(mean)), Decimal(str(p90)))


def size(value: object, **rest: Any) -> Size:
    shape = value if isinstance(value, Skewed) else fixed(value)
    return Size(shape=shape, **rest)


def workload(**changes: Any) -> Workload:
    """Give 100 requests a day of 1,000 input and 500 output tokens to qwen-max in Singapore."""
    plain = Workload(
        name="chat",
        models=("qwen-max",),
        region="intl",
        input=size(1000),
        output=size(500),
        requests_per_day=fixed(100),
    )
    return replace(plain, **changes)


def plan(*workloads: Workload, **changes: Any) -> Plan:
    """Give a plan of December 2026 and January 2027."""
    plain = Plan(
        name="test",
        start=date(2026, 12, 1),
        end=date(2027, 2, 1),
        workloads=workloads or (workload(),),
    )
    return replace(plain, **changes)


CARD: RateCard = parse_card(
    """
version: 1
providers:
  - id: acme
    name: Acme
    default_region: cn
    regions: [{id: cn, name: Mainland}]
    models:
      - id: cliff
        thinking: opt_in
        limits: {max_input: 100000, max_output: 4000, source: https://a.example,
                 checked: 2026-01-01}
        rates:
          - {region: cn, currency: CNY, status: documented, source: https://a.example,
             checked: 2026-01-01, end: 2027-01-16, batch: {factor: 0.5, cache: none},
             cache: {read: 0.2, read_explicit: 0.1, write: 1.25, min_tokens: 1024,
                     ttl_seconds: 300},
             free_quota: {unit: tokens, amount: 1000000, days: 90, source: https://a.example},
             peak: {factor: 2, timezone: UTC, hours: ["01:00-04:00"], days: [mon],
                    source: "https://a.example"},
             tiers: [{up_to: 1000, input: 1, output: 10, thinking: {output: 30}},
                     {input: 2, output: 20}]}
          - {region: cn, currency: CNY, status: documented, source: https://a.example,
             checked: 2026-01-01, start: 2027-01-16, batch: {factor: 0.5, cache: none},
             tiers: [{up_to: 1000, input: 2, output: 20}, {input: 4, output: 40}]}
      - id: small
        limits: {max_input: 1500, max_output: 600, source: https://a.example, checked: 2026-01-01}
        rates:
          - {region: cn, currency: CNY, status: documented, source: https://a.example,
             checked: 2026-01-01, tiers: [{input: 0.1, output: 1}]}
      - id: unknown
        rates:
          - {region: cn, currency: CNY, status: documented, source: https://a.example,
             checked: 2026-01-01, tiers: [{input: 0.1}]}
""",
    "acme.yaml",
)
"""Models with a cliff at 1,000 tokens and a price that doubles on 16 January 2027."""
