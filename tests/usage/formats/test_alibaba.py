from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tokest.errors import FileFormatError
from usage import month
from usage.files import reading, source

if TYPE_CHECKING:
    from tokest.usage.record import UsageRecord

ROWS = month.rows(month.calls(times=40))
HEAD = (
    "BillingCycle,RecordID,Item,ProductCode,CommodityCode,InstanceID,Region,UsageStartTime,"
    "UsageEndTime,Usage,UsageUnit,ListPrice,ListPriceUnit,PretaxGrossAmount,InvoiceDiscount,"
    "PretaxAmount,Currency\n"
)
ROW = (
    "2026-10,r1,PayAsYouGoBill,sfm,sfm_inference_public_intl,"
    "4906870;ws-1;qwen3.7-plus;context_0-256k_input_token;;0,ap-southeast-1,"
    "2026-10-01 00:00:00,2026-10-01 01:00:00,{usage},1K tokens,0.0004,USD/1K tokens,"
    "{gross},0,{net},USD\n"
)
ENGLISH = HEAD + ROW.format(usage="1,234.5", gross="0.4938", net="0.4938").replace(
    "1,234.5", '"1,234.5"'
)


def read(content: bytes | str, **context: str) -> list[UsageRecord]:
    return list(reading(**context).records([source("bill.csv", content)]))


def test_a_row_says_what_was_metered() -> None:
    row = next(row for row in ROWS if row.model == "qwen-plus" and row.thinking)
    found = next(one for one in read(month.bill(ROWS)) if one.id == row.id)
    meter = found.meter
    assert (meter.model, meter.matched, meter.unit) == ("qwen-plus", "alibaba/qwen-plus", row.unit)
    assert (meter.key, meter.workspace, meter.channel) == (row.key, row.workspace, "app")
    assert (meter.thinking, meter.batch, meter.region) == (True, False, "cn")
    assert (found.quantity, found.gross, found.net) == (row.quantity, row.gross, row.net)
    assert found.start == row.hour
    assert found.place == f"bill.csv:{found.line}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_every_encoding_reads_the_same(encoding: str) -> None:
    assert read(month.bill(ROWS, encoding)) == read(month.bill(ROWS))


def test_other_separators_read_the_same() -> None:
    with_tabs = month.bill(ROWS).decode().replace(",", "\t")
    assert read(with_tabs) == read(month.bill(ROWS))


def test_the_english_columns_read_the_same_way() -> None:
    (found,) = read(ENGLISH)
    assert (found.list_price, found.per) == (Decimal("0.0004"), 1000)
    assert found.quantity == 1234500
    assert (found.currency, found.meter.region, found.meter.tier) == ("USD", "ap-southeast-1", 0)
    assert (found.meter.workspace, found.id) == ("ws-1", "r1")


def test_full_width_digits_and_brackets_are_numbers() -> None:
    (found,) = read(HEAD + ROW.format(usage="１２．５", gross="(0.005)", net="-0.005"))
    assert found.quantity == 12500
    assert (found.gross, found.net) == (Decimal("-0.005"), Decimal("-0.005"))


def test_a_row_without_an_hour_is_of_the_day_of_the_bill() -> None:
    lines = HEAD.replace("BillingCycle", "BillingDate") + ROW.format(usage="1", gross="0", net="0")
    (found,) = read(lines.replace("2026-10,", "2026-10-03,").replace("2026-10-01 00:00:00", ""))
    assert found.start is not None
    assert found.start.isoformat() == "2026-10-03T00:00:00+08:00"


def test_an_unknown_model_keeps_its_tokens() -> None:
    found = read(month.bill([replace(ROWS[0], model="house-7b")]))
    assert (found[0].meter.model, found[0].meter.matched) == ("house-7b", None)
    assert found[0].quantity == ROWS[0].quantity


def test_an_instance_without_parts_is_the_name_of_the_model() -> None:
    text = ENGLISH.replace(
        "4906870;ws-1;qwen3.7-plus;context_0-256k_input_token;;0", "qwen3.7-plus"
    )
    (found,) = read(text)
    assert (found.meter.model, found.meter.matched) == ("qwen3.7-plus", "alibaba/qwen3.7-plus")
    assert (found.meter.key, found.meter.workspace, found.quantity) == ("", "", Decimal(1234500))


def test_refunds_and_adjustments_are_told_apart() -> None:
    kinds = ["退款", "调账", "云资源按量费用"]
    rows = [replace(ROWS[0], id=kind, kind=kind) for kind in kinds]
    assert [one.kind for one in read(month.bill(rows))] == ["refund", "adjustment", "usage"]


@pytest.mark.parametrize("line", ["合计" + "," * 29, ",,总计" + "," * 26 + "7,", " " + "," * 29])
def test_a_line_of_totals_or_of_nothing_is_no_usage(line: str) -> None:
    assert len(read(month.bill(ROWS) + f"{line}\r\n".encode())) == len(ROWS)


def test_a_currency_is_known_by_its_chinese_name() -> None:
    assert read(month.bill(ROWS).decode().replace(",CNY,", ",人民币,")) == read(month.bill(ROWS))


def test_what_is_no_number_is_named_with_its_place() -> None:
    with pytest.raises(
        FileFormatError, match=r"bill.csv:2: cannot be read.*'much', in the column Usage"
    ):
        read(HEAD + ROW.format(usage="much", gross="0", net="0"))


def test_a_row_that_breaks_off_is_named_with_its_place() -> None:
    with pytest.raises(FileFormatError, match=r"bill.csv:3: has 3 fields, the heading 17"):
        read(ENGLISH + "2026-10,r2,Pay")


def test_keys_and_workspaces_are_hashed_alike() -> None:
    hidden = list(reading(salt=b"pepper").records([source("bill.csv", month.bill(ROWS))]))
    again = list(reading(salt=b"pepper").records([source("bill.csv", month.bill(ROWS))]))
    other = list(reading(salt=b"salt").records([source("bill.csv", month.bill(ROWS))]))
    assert hidden[0].meter.key == again[0].meter.key != other[0].meter.key
    assert hidden[0].meter.key not in {row.key for row in ROWS}
    assert len({one.meter.workspace for one in hidden}) == len({row.workspace for row in ROWS})
