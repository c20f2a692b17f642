"""Write the invented week of examples/bills: a log of calls, and the bill of it.

    python tools/example_bill.py examples/bills

The bill has the columns of the export of Alibaba Cloud's console. It differs from the log as bills
do: three calls of a job that does not log are on it, and one model has a discount.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import tokest as tk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BEIJING: Final = timezone(timedelta(hours=8))
START: Final = datetime(2026, 10, 12, tzinfo=BEIJING)
DAYS: Final = 7
CALLS: Final = 120
UNLOGGED: Final = 3
DISCOUNT: Final = {"qwen-flash": Decimal("0.1")}
PER: Final = 1000
"""Tokens of a row's unit."""

# Columns of the console's export, 2026-10: the ones that a reader needs.
HEADER: Final = (
    "账单信息/账单明细ID", "账单信息/账单月份", "账单信息/账单日期", "账单信息/费用类型",
    "账单信息/消费时间", "账单信息/服务开始时间", "账单信息/服务结束时间", "产品信息/产品Code",
    "产品信息/产品名称", "产品信息/商品Code", "产品信息/商品名称", "产品信息/计费项Code",
    "产品信息/计费项名称", "产品信息/规格", "产品信息/选型配置", "资源信息/实例ID（出账粒度）",
    "资源信息/实例标签", "用量信息/抵扣前用量", "用量信息/抵扣用量", "用量信息/用量",
    "用量信息/用量单位", "定价信息/官网目录价", "定价信息/价格单位",
    "定价信息/目录价用量阶梯", "定价信息/定价币种",
    "费用信息/计费公式", "费用信息/目录总价", "优惠信息/优惠金额", "优惠信息/优惠详情",
    "应付信息/应付金额（含税）",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call as it happened."""

    id: str
    at: datetime
    model: str
    usage: tk.Usage
    task: str


def main(folder: str) -> None:
    """Write both files."""
    made = calls()
    Path(folder, "calls.jsonl").write_bytes(log(made[UNLOGGED:]))
    Path(folder, "bill.csv").write_bytes(bill(made))


def calls() -> list[Call]:
    """Make the calls of a week: chats that sometimes think, and labels."""
    draw = Random(12)  # noqa: S311  # an example's dice
    made = []
    for number in range(CALLS):
        at = START + timedelta(seconds=draw.randrange(DAYS * 86_400))
        chat = draw.random() < 0.5  # noqa: PLR2004  # half of them
        reasoning = draw.randrange(200, 1500) if chat and draw.random() < 0.25 else 0  # noqa: PLR2004
        output = reasoning + (draw.randrange(80, 500) if chat else draw.randrange(4, 12))
        usage = tk.Usage(
            input_tokens=draw.randrange(900, 6000) if chat else draw.randrange(200, 500),
            output_tokens=output,
            reasoning_tokens=reasoning,
        )
        model, task = ("qwen-plus", "chat") if chat else ("qwen-flash", "labels")
        made.append(Call(id=f"chatcmpl-{number:04}", at=at, model=model, usage=usage, task=task))
    return made


def log(made: Iterable[Call]) -> bytes:
    """Write responses of the OpenAI-compatible API, each in a wrapper with the prompt's class."""
    return "".join(f"{json.dumps(_logged(call))}\n" for call in made).encode()


def _logged(call: Call) -> dict[str, Any]:
    used = call.usage
    usage = {
        "prompt_tokens": used.input_tokens,
        "completion_tokens": used.output_tokens,
        "total_tokens": used.input_tokens + used.output_tokens,
        "completion_tokens_details": {"reasoning_tokens": used.reasoning_tokens},
    }
    body = {
        "id": call.id,
        "object": "chat.completion",
        "created": int(call.at.timestamp()),
        "model": call.model,
        "usage": usage,
    }
    return {"prompt_class": call.task, "response": body}


def bill(made: Iterable[Call]) -> bytes:
    """Write the bill: a row for each day, model and kind of token."""
    sums: Counter[tuple[Any, ...]] = Counter()
    for call in made:
        thinking = call.usage.reasoning_tokens > 0
        found = tk.price(call.usage, call.model, region="cn", thinking=thinking, at=call.at)
        for line in found.lines:
            name = f"{'thinking_' if thinking else ''}{line.unit}"
            sums[f"{call.at:%Y-%m-%d}", call.model, name, line.rate] += line.quantity
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows(_rows(sums))
    return out.getvalue().encode("utf-8-sig")


def _rows(sums: Counter[tuple[Any, ...]]) -> Iterator[list[str]]:
    for number, ((day, model, name, rate), quantity) in enumerate(sorted(sums.items(), key=str)):
        used, price = Decimal(quantity) / PER, rate / PER
        gross = used * price
        discount = gross * DISCOUNT.get(model, Decimal(0))
        unit = "千tokens"
        tier = {"qwen-plus": "context_0-128k_", "qwen-flash": "context_0-128k_"}[model]
        instance = f"4711;llm-demo;{model};{tier}{name}_token;app;0"
        yield [
            f"20261{number:012}", "202610", day, "云资源按量费用", f"{day} 00:00:00",
            f"{day} 00:00:00", f"{day} 23:59:59", "sfm", "大模型服务平台百炼",
            "sfm_inference_public_cn", "百炼大模型推理", "text_tokens", "用量", "", "",
            instance, "", f"{used:f}", "0", f"{used:f}", unit, f"{price:f}", f"元/{unit}", "",
            "CNY", "用量*单价", f"{gross:f}", f"{discount:f}", "", f"{gross - discount:f}",
        ]  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
