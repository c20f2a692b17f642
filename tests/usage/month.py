"""A generated month: calls of several models, their log, their bill, and what is true of both."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.price import make_mode, make_receipt
from tokest.rates.terms import Terms
from tokest.units import Usage
from tokest.usage.times import BEIJING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

START = datetime(2026, 10, 1, tzinfo=BEIJING)
DAYS = 31

HEADER = (
    "账单信息/账单明细ID,账单信息/账单月份,账单信息/账单日期,账单信息/费用类型,账单信息/消费时间,"
    "账单信息/服务开始时间,账单信息/服务结束时间,产品信息/产品Code,产品信息/产品名称,"
    "产品信息/商品Code,产品信息/商品名称,产品信息/计费项Code,产品信息/计费项名称,产品信息/规格,"
    "产品信息/选型配置,资源信息/实例ID（出账粒度）,资源信息/实例标签,用量信息/抵扣前用量,"
    "用量信息/抵扣用量,用量信息/用量,用量信息/用量单位,定价信息/官网目录价,定价信息/价格单位,"
    "定价信息/目录价用量阶梯,定价信息/定价币种,费用信息/计费公式,费用信息/目录总价,"
    "优惠信息/优惠金额,优惠信息/优惠详情,应付信息/应付金额（含税）"
)

THINKING_MARKED = ("qwen-plus",)
"""Models whose bill says thinking: those whose price depends on it."""

MEASURES = {
    "token": ("千tokens", 1000),
    "image": ("张", 1),
    "second": ("秒", 1),
    "character": ("万字符", 10_000),
}
CODES = {
    "output_images": ("image_number", "image_number"),
    "output_video_seconds": ("video_duration", "video_duration"),
    "input_audio_seconds": ("asr_duration", "audio_duration"),
    "characters": ("text_characters", "tts_characters"),
}
METERED = (
    "hour", "model", "unit", "noun", "batch", "thinking", "tier", "variant", "key", "workspace",
    "price",
)  # fmt: skip
SUFFIXES = {
    "input": "input_token",
    "output": "output_token",
    "cache_read": "input_token_cache",
    "cache_read_explicit": "input_token_cache_read",
    "cache_write": "input_token_cache_creation_5m",
}


@dataclass(frozen=True)
class Made:
    """A call as it happened."""

    id: str
    at: datetime
    model: str
    usage: Usage
    batch: bool = False
    key: str = "4906870"
    workspace: str = "llm-a1"

    @property
    def thinking(self) -> bool:
        return self.usage.reasoning_tokens > 0


@dataclass(frozen=True)
class Row:
    """A row of the bill; quantity in nouns."""

    id: str
    hour: datetime
    model: str
    unit: str
    noun: str
    batch: bool
    thinking: bool
    tier: tuple[int, int] | None
    variant: str
    key: str
    workspace: str
    quantity: Decimal
    price: Decimal
    """For one."""
    deducted: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    currency: str = "CNY"
    kind: str = "云资源按量费用"
    digits: int | None = None
    """Decimal places that amounts are rounded to."""

    @property
    def gross(self) -> Decimal:
        exact = (self.quantity - self.deducted) * self.price
        return exact if self.digits is None else round(exact, self.digits)

    @property
    def net(self) -> Decimal:
        return self.gross - self.discount

    @property
    def amount_type(self) -> str:
        if self.unit not in SUFFIXES:
            tail = f"_{self.variant}" if self.variant else ""
            return CODES[self.unit][1] + tail
        low, high = self.tier or (0, 0)
        tier = f"context_{_k(low)}-{_k(high)}_" if self.tier else ""
        thinking = "thinking_" if self.thinking else ""
        return f"{tier}{thinking}{SUFFIXES[self.unit]}{'_batch' if self.batch else ''}"


def _k(tokens: int) -> str:
    if tokens == 0:
        return "0"
    return f"{tokens // 1_000_000}m" if tokens % 1_000_000 == 0 else f"{tokens // 1000}k"


@cache
def calls(seed: int = 8, times: int = 400) -> tuple[Made, ...]:
    """Make the calls of a month, in no order of models."""
    draw = Random(seed)  # noqa: S311  # a test's dice
    made = []
    for number in range(times):
        at = START + timedelta(seconds=draw.randrange(DAYS * 86400 - 60))
        model, usage, batch = draw.choices(MODELS, [4, 3, 3, 3, 2, 1, 1, 1, 1])[0](draw)
        workspace = draw.choice(("llm-a1", "llm-b2"))
        key = draw.choice(("4906870", "4906871"))
        made.append(Made(f"chatcmpl-{seed}-{number:06}", at, model, usage, batch, key, workspace))
    return tuple(made)


def _plus(draw: Random) -> tuple[str, Usage, bool]:
    reasoning = draw.choice((0, 0, draw.randrange(100, 4000)))
    tokens = draw.choice((draw.randrange(50, 20_000), draw.randrange(130_000, 250_000)))
    used = Usage(
        input_tokens=tokens,
        output_tokens=reasoning + draw.randrange(20, 2000),
        reasoning_tokens=reasoning,
    )
    return "qwen-plus", used, False


def _cached(draw: Random) -> tuple[str, Usage, bool]:
    tokens = draw.randrange(4_000, 60_000)
    read = draw.choice((0, tokens // 2, tokens // 4))
    written = draw.choice((0, 1024))
    explicit = draw.choice(("cache_read_tokens", "cache_read_explicit_tokens"))
    parts: dict[str, Any] = {
        explicit: read,
        "cache_write_tokens": written if "explicit" in explicit else 0,
    }
    output = draw.randrange(20, 900)
    return "qwen3.8-max", Usage(input_tokens=tokens, output_tokens=output, **parts), False


def _tiers(draw: Random) -> tuple[str, Usage, bool]:
    tokens = draw.choice((draw.randrange(50, 30_000), draw.randrange(260_000, 800_000)))
    return "qwen3.7-plus", Usage(input_tokens=tokens, output_tokens=draw.randrange(20, 900)), False


def _max(draw: Random) -> tuple[str, Usage, bool]:
    used = Usage(input_tokens=draw.randrange(50, 30_000), output_tokens=draw.randrange(20, 900))
    return "qwen-max", used, False


def _batch(draw: Random) -> tuple[str, Usage, bool]:
    used = Usage(input_tokens=draw.randrange(50, 30_000), output_tokens=draw.randrange(20, 900))
    return "qwen-plus", used, True


def _images(draw: Random) -> tuple[str, Usage, bool]:
    return "qwen-image-2.0-pro", Usage(output_images=draw.randrange(1, 5)), False


def _video(draw: Random) -> tuple[str, Usage, bool]:
    used = Usage(output_video_seconds=draw.choice((5, 10)), variant="720p")
    return "wan2.6-t2v", used, False


def _speech(draw: Random) -> tuple[str, Usage, bool]:
    return "cosyvoice-v3-flash", Usage(characters=draw.randrange(20, 4000)), False


def _heard(draw: Random) -> tuple[str, Usage, bool]:
    return "qwen3-asr-flash", Usage(input_audio_seconds=draw.randrange(3, 600)), False


MODELS = (
    _plus, _cached, _tiers, _max, _batch, _images, _video, _speech, _heard,
)  # fmt: skip


@cache
def _priced(call: Made) -> tuple[tuple[tuple[str, int, Decimal, int], ...], tuple[int, int] | None]:
    match = find_model(builtin_card(), f"alibaba/{call.model}")
    terms = Terms(region="cn", batch=call.batch, thinking=call.thinking, at=call.at)
    receipt = make_receipt(call.usage, match, terms)
    mode = make_mode(call.usage, match, terms)
    assert receipt.status == "priced", receipt.problems
    bounds = [tier.up_to or 1_000_000 for tier in mode.tiers]
    assert mode.tier is not None
    at = mode.tiers.index(mode.tier)
    tier = ((0, *bounds)[at], bounds[at]) if len(bounds) > 1 else None
    lines = tuple((one.unit, one.quantity, one.rate, one.per) for one in receipt.lines)
    return tuple((u, q, r, p) for u, q, r, p in lines if q and r is not None), tier


def truth(made: Iterable[Made]) -> Decimal:
    """Sum what calls cost, one by one."""
    return sum((q * r / p for call in made for _, q, r, p in _priced(call)[0]), Decimal(0))


def rows(made: Iterable[Made]) -> list[Row]:
    """Bill calls by the hour."""
    sums: dict[tuple[Any, ...], int] = defaultdict(int)
    nouns = {"output_images": "image", "characters": "character"}
    for call in made:
        lines, tier = _priced(call)
        hour = call.at.replace(minute=0, second=0)
        thinking = call.thinking and call.model in THINKING_MARKED
        for unit, quantity, rate, per in lines:
            noun = nouns.get(unit, "second" if "seconds" in unit else "token")
            tier = tier if noun == "token" else None
            variant = call.usage.variant or ""
            how = (call.batch, thinking, tier, variant, call.key, call.workspace)
            sums[hour, call.model, unit, noun, *how, rate / per] += quantity
    order = sorted(sums.items(), key=lambda item: str(item[0]))
    return [
        Row(
            id=f"2026{number:012}",
            quantity=Decimal(quantity),
            **dict(zip(METERED, key, strict=True)),
        )
        for number, (key, quantity) in enumerate(order)
    ]


def bill(made: list[Row], encoding: str = "utf-8-sig") -> bytes:
    """Write a bill as the console exports it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER.split(","))
    writer.writerows(_cells(row) for row in made)
    return out.getvalue().encode(encoding)


def _cells(row: Row) -> list[str]:
    unit, per = MEASURES[row.noun]
    code = CODES.get(row.unit, ("text_tokens", ""))[0]
    end = row.hour + timedelta(hours=1)
    used = (row.quantity - row.deducted) / per
    sign = {"CNY": "元", "USD": "美元"}[row.currency]
    instance = f"{row.key};{row.workspace};{row.model};{row.amount_type};app;0"
    return [
        row.id, "202610", f"{row.hour:%Y-%m-%d}", row.kind, f"{row.hour:%Y-%m-%d %H:%M:%S}",
        f"{row.hour:%Y-%m-%d %H:%M:%S}", f"{end:%Y-%m-%d %H:%M:%S}", "sfm",
        "大模型服务平台百炼", "sfm_inference_public_cn", "百炼大模型推理", code, "用量", "", "",
        instance, "", f"{row.quantity / per:f}", f"{row.deducted / per:f}", f"{used:f}", unit,
        f"{row.price * per:f}", f"{sign}/{unit}", "", row.currency, "用量*单价",
        f"{row.gross:f}", f"{row.discount:f}", "", f"{row.net:f}",
    ]  # fmt: skip


def log(made: Iterable[Made]) -> bytes:
    """Write the log of calls: OpenAI-compatible responses, batch lines, DashScope's own."""
    return "".join(f"{json.dumps(_response(call))}\n" for call in made).encode()


def _response(call: Made) -> dict[str, Any]:
    used = call.usage
    wrap = {"api_key_id": call.key, "workspace": call.workspace}
    at = int(call.at.timestamp())
    if used.input_tokens == 0:
        media = {
            "image_count": used.output_images,
            "characters": used.characters,
            "seconds": used.input_audio_seconds,
        }
        if used.output_video_seconds:
            media = {"video_count": 1, "duration": used.output_video_seconds, "SR": 720}
        native = {"request_id": call.id, "output": {"text": "hidden"}, "usage": media}
        return {**wrap, "model": call.model, "timestamp": at, "response": native}
    details = {"cached_tokens": used.cache_read_tokens or used.cache_read_explicit_tokens}
    if used.cache_read_explicit_tokens or used.cache_write_tokens:
        details |= {"cache_creation_input_tokens": used.cache_write_tokens}
        details |= {"cache_type": "ephemeral"}  # type: ignore[dict-item]  # as the API has it
    usage = {
        "prompt_tokens": used.input_tokens,
        "completion_tokens": used.output_tokens,
        "total_tokens": used.input_tokens + used.output_tokens,
        "prompt_tokens_details": details,
        "completion_tokens_details": {"reasoning_tokens": used.reasoning_tokens},
    }
    body = {
        "id": call.id,
        "object": "chat.completion",
        "created": at,
        "model": call.model,
        "choices": [{"message": {"role": "assistant", "content": "hidden"}}],
        "usage": usage,
    }
    if call.batch:
        response = {"status_code": 200, "request_id": call.id, "body": body}
        return {**wrap, "id": "b", "custom_id": call.id, "response": response, "error": None}
    return {**wrap, "response": body}


def changed(made: list[Row], wanted: Callable[[Row], bool], **fields: Any) -> list[Row]:
    """Change the rows that are wanted; a field may be a function of the row."""
    return [
        replace(row, **{name: new(row) if callable(new) else new for name, new in fields.items()})
        if wanted(row)
        else row
        for row in made
    ]
