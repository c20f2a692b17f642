"""Bills of Alibaba Cloud: the console's Chinese export, and the English columns of OSS and API.

Chinese: ``consumedetailbillv2``, https://help.aliyun.com/zh/model-studio/bill-query-and-cost-management
(2026); English: https://help.aliyun.com/document_detail/89133.html and the fields of
``DescribeInstanceBill``.
"""

from __future__ import annotations

from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from tokest.units import EXACT
from tokest.usage.formats.alibaba_items import Item, currency_of, item_of, region_of
from tokest.usage.formats.making import Remembered, unreadable
from tokest.usage.numbers import ZERO, number
from tokest.usage.record import Kind, Meter, UsageRecord
from tokest.usage.tables import column, rows_of
from tokest.usage.times import BEIJING, instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.usage.context import Context
    from tokest.usage.source import Source
    from tokest.usage.tables import Heading

PROVIDER: Final = "alibaba"

COLUMNS: Final = {
    "id": ("账单明细ID", "RecordID"),
    "start": ("服务开始时间", "消费时间", "UsageStartTime"),
    "day": ("账单日期", "BillingDate"),
    "end": ("服务结束时间", "UsageEndTime"),
    "kind": ("费用类型", "BillType", "Item"),
    "commodity": ("商品Code", "CommodityCode", "ProductCode"),
    "item": ("计费项Code", "BillingItemCode", "BillingItem"),
    "instance": ("实例ID", "InstanceID"),
    "region": ("地域", "Region"),
    "quantity": ("用量", "Usage"),
    "deducted": ("抵扣用量", "DeductedByResourcePackage"),
    "unit": ("用量单位", "UsageUnit"),
    "list": ("官网目录价", "ListPrice"),
    "list_unit": ("价格单位", "ListPriceUnit"),
    "currency": ("定价币种", "币种", "Currency"),
    "gross": ("目录总价", "PretaxGrossAmount"),
    "discount": ("优惠金额", "InvoiceDiscount"),
    "net": ("应付金额", "PretaxAmount"),
}
"""What we read, and what it is called in either export."""

METER: Final = ("instance", "item", "unit", "list_unit", "region", "commodity")
ROW: Final = ("id", "start", "day", "end", "kind", "quantity", "deducted")
MONEY: Final = ("list", "currency", "gross", "discount", "net")

KINDS: Final[dict[str, Kind]] = {"云资源按量费用": "usage", "PayAsYouGoBill": "usage"}
"""The usual kinds of rows; others are told by their words."""

_times: Final = EXACT.multiply

TOTALS: Final = frozenset({"合计", "总计", "Total"})


def recognises(heading: Heading) -> bool:
    """Tell a bill of Alibaba Cloud by its columns."""
    return heading.has("实例ID", "应付金额") or heading.has("InstanceID", "PretaxAmount")


def read(source: Source, heading: Heading, context: Context) -> Iterator[UsageRecord]:
    """Read a bill row by row.

    Raises
    ------
    FileFormatError
        for a cell that is no number or date where one must be.
    """
    at = {name: column(heading, *names) for name, names in COLUMNS.items()}
    (row_id, start, day, end, kind, quantity, deducted) = (at[name] for name in ROW)
    (list_price, currency, gross, discount, net) = (at[name] for name in MONEY)
    metered = itemgetter(*(at[name] for name in METER))
    meters: dict[tuple[str, ...], tuple[Meter, Item]] = {}
    moment = Remembered(partial(instant, zone=context.zone or BEIJING))
    price, money = Remembered(number), Remembered(currency_of)
    for line, row in rows_of(source, heading):
        row.append("")  # what a column that is not there, at -1, holds
        key = metered(row)
        if not key[0] and _is_no_row(row):
            continue
        known = meters.get(key)
        if known is None:
            known = meters[key] = _meter(key, context)
        meter, item = known
        taken, total, paid = row[deducted], row[gross], row[net]
        try:
            cost = number(total)
            yield UsageRecord(
                source.name,
                line,
                row[row_id],
                moment[row[start] or row[day]],
                moment[row[end]],
                meter,
                _times(number(row[quantity]) or ZERO, item.factor),
                _times(number(taken) or ZERO, item.factor) if taken and taken != "0" else ZERO,
                price[row[list_price]],
                item.per,
                cost,
                price[row[discount]],
                cost if paid == total else number(paid),
                money[row[currency]] or item.currency,
                KINDS.get(row[kind]) or _kind(row[kind]),
            )
        except ValueError as error:
            raise unreadable(
                source.name, line, error, zip(heading.names, row[:-1], strict=True)
            ) from None


def _meter(key: tuple[str, ...], context: Context) -> tuple[Meter, Item]:
    """Take an instance ID apart: ``key;workspace;model;amount type;channel;stop flag``."""
    instance, code, unit, list_unit, region, commodity = key
    parts = [part.strip() for part in instance.split(";")]
    holder, workspace, model, kind, channel = (*parts, "", "", "", "", "")[:5]
    if len(parts) == 1:
        holder, model = "", instance.strip() or code or "unknown"
    item = item_of(kind, code, unit, list_unit)
    match = context.match(model, PROVIDER)
    meter = Meter(
        model=model,
        matched=f"{match.provider.id}/{match.model.id}" if match else None,
        provider=PROVIDER,
        unit=item.unit,
        noun=item.noun,
        workspace=context.hide(workspace),
        key=context.hide(holder),
        region=region_of(region, commodity),
        batch=item.batch,
        thinking=item.thinking,
        tier=item.tier,
        variant=item.variant,
        channel=channel,
    )
    return meter, item


def _is_no_row(row: list[str]) -> bool:
    """Tell a line of totals, wherever it says so, and a line of empty cells."""
    return not TOTALS.isdisjoint(row) or not any(map(str.strip, row))


def _kind(text: str) -> Kind:
    if "退款" in text or "refund" in text.lower():
        return "refund"
    return "adjustment" if "调" in text or "adjust" in text.lower() else "usage"
