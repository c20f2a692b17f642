from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace
from decimal import Decimal

import pyarrow.parquet
import pytest

from tokest.errors import InputError
from tokest.usage import writing as module
from tokest.usage.export import FOCUS, RECORD
from tokest.usage.writing import CsvWriter, ParquetWriter
from usage import month
from usage.files import reading, source

MADE = month.calls(times=60)
ROWS = month.rows(MADE)
RECORDS = list(reading().records([source("bill.csv", month.bill(ROWS))]))


def test_records_are_written_as_csv() -> None:
    out = io.StringIO(newline="")
    writer = CsvWriter(out, RECORD)
    for record in RECORDS:
        writer.write(record)
    writer.close()
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert len(rows) == len(ROWS)
    assert sum(Decimal(row["net"]) for row in rows) == month.truth(MADE)
    assert rows[0]["start"].endswith("Z")


def test_what_a_spreadsheet_would_run_is_guarded() -> None:
    meter = replace(RECORDS[0].meter, model="=HYPERLINK(1)", key="@x", workspace="\tx")
    out = io.StringIO(newline="")
    writer = CsvWriter(out, RECORD)
    writer.write(RECORDS[0]._replace(meter=meter, id="+1+A1", source="-a\n"))
    row = next(csv.DictReader(io.StringIO(out.getvalue())))
    wanted = {"model": "'=HYPERLINK(1)", "key": "'@x", "workspace": "'\tx", "id": "'+1+A1"}
    assert {name: row[name] for name in wanted} == wanted


@pytest.mark.parametrize("fields", [RECORD, FOCUS])
def test_records_are_written_as_parquet(fields: tuple[object, ...]) -> None:
    out = io.BytesIO()
    writer = ParquetWriter(out, fields)  # type: ignore[arg-type]  # either of both
    for record in RECORDS:
        writer.write(record)
    writer.close()
    table = pyarrow.parquet.read_table(io.BytesIO(out.getvalue()))
    assert table.num_rows == len(ROWS)
    assert table.column_names == [one.name for one in fields]  # type: ignore[attr-defined]
    name = "net" if fields is RECORD else "BilledCost"
    assert sum(table[name].to_pylist()) == month.truth(MADE)


def test_no_record_is_an_empty_table() -> None:
    out = io.BytesIO()
    ParquetWriter(out, RECORD).close()
    assert pyarrow.parquet.read_table(io.BytesIO(out.getvalue())).num_rows == 0


def test_focus_says_what_was_consumed_and_priced() -> None:
    record = next(one for one in RECORDS if one.meter.unit == "input")
    row = {one.name: one.value(record) for one in FOCUS}
    assert (row["ConsumedQuantity"], row["ConsumedUnit"]) == (record.quantity, "Tokens")
    assert (row["PricingQuantity"], row["PricingUnit"]) == (record.quantity / 1000, "1000 Tokens")
    assert (row["SkuMeter"], row["ServiceCategory"]) == ("Input Tokens", "AI and Machine Learning")
    assert (row["BilledCost"], row["ListCost"]) == (record.net, record.gross)
    assert row["ContractedCost"] == record.gross
    end, start = row["ChargePeriodEnd"], row["ChargePeriodStart"]
    assert end > start  # type: ignore[operator]  # instants
    call = record._replace(end=record.start, start=record.start, gross=None)
    row = {one.name: one.value(call) for one in FOCUS}
    assert row["ChargePeriodEnd"] > row["ChargePeriodStart"]  # type: ignore[operator]
    assert row["ContractedCost"] == record.net


def test_focus_has_the_columns_that_every_row_must_have() -> None:
    names = [one.name for one in FOCUS]
    assert len(set(names)) == len(names)
    assert set(names) >= {
        "BilledCost", "BillingCurrency", "BillingPeriodStart", "BillingPeriodEnd",
        "ChargeCategory", "ChargePeriodStart", "ChargePeriodEnd", "ContractedCost",
        "EffectiveCost", "InvoiceIssuerName", "ListCost", "ServiceCategory", "ServiceName",
    }  # fmt: skip


def test_a_number_of_too_many_digits_is_refused() -> None:
    writer = ParquetWriter(io.BytesIO(), RECORD)
    writer.write(RECORDS[0]._replace(quantity=Decimal(10) ** 30))
    with pytest.raises(InputError, match="Parquet: cannot hold a number"):
        writer.close()


def test_without_pyarrow_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'tokest\[arrow\]'"):
        ParquetWriter(io.BytesIO(), RECORD).close()


def test_many_records_are_written_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 7)
    out = io.BytesIO()
    writer = ParquetWriter(out, RECORD)
    for record in RECORDS:
        writer.write(record._replace(list_price=Decimal("1e-18")))
    writer.close()
    table = pyarrow.parquet.read_table(io.BytesIO(out.getvalue()))
    assert table.num_rows == len(RECORDS)
    assert set(table["list_price"].to_pylist()) == {0}


def test_a_record_that_does_not_say_when_has_no_period() -> None:
    row = {one.name: one.value(RECORDS[0]._replace(start=None, end=None)) for one in FOCUS}
    assert row["BillingPeriodStart"] is None
    assert row["BillingPeriodEnd"] is None
    assert row["ChargePeriodEnd"] is None
