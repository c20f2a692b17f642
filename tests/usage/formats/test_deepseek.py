from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from tokest.errors import FileFormatError
from usage.files import reading, source

AMOUNTS = (
    "user_id,start_time_iso,end_time_iso,model,api_key_name,api_key,type,price,amount\n"
    "u1,2026-10-02T00:00:00+08:00,2026-10-03T00:00:00+08:00,deepseek-v4-pro,app,sk-519dd****7ad9,"
    "output_tokens,0.0000135,3419\n"
    "u1,2026-10-02T00:00:00+08:00,2026-10-03T00:00:00+08:00,deepseek-v4-pro,app,sk-519dd****7ad9,"
    "request_count,0,12\n"
    "u1,2026-10-02T00:00:00+08:00,2026-10-03T00:00:00+08:00,deepseek-v4-pro,app,sk-519dd****7ad9,"
    "input_cache_hit_tokens,0.00000005,1000\n"
)
COSTS = (
    "user_id,start_time_iso,end_time_iso,model,wallet_type,cost,currency\n"
    "u1,2026-10-02T00:00:00+08:00,2026-10-03T00:00:00+08:00,deepseek-v4-pro,Paid,0.0462065,CNY\n"
)


def archive(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(f"{name}-2026-10.csv", text)
    return out.getvalue()


def test_an_archive_gives_amounts_and_costs() -> None:
    packed = archive(amount=AMOUNTS, cost=COSTS)
    found = list(reading().records([source("usage.zip", packed)]))
    assert [one.meter.unit for one in found] == ["output", "requests", "cache_read", "cost"]
    assert sum(one.gross for one in found if one.gross) == Decimal("0.0462065")
    assert [one.net for one in found if one.net] == [Decimal("0.0462065")]
    assert {one.currency for one in found if one.gross or one.net} == {"CNY"}
    assert found[0].source == "usage.zip/amount-2026-10.csv"
    assert found[0].meter.key == "app"


def test_amounts_alone_do_not_say_their_currency() -> None:
    first, *_ = reading().records([source("amount.csv", AMOUNTS)])
    assert (first.gross, first.currency) == (Decimal("0.0461565"), None)
    first, *_ = reading(currency="USD").records([source("amount.csv", AMOUNTS)])
    assert first.currency == "USD"


@pytest.mark.parametrize(("text", "cell"), [(AMOUNTS, "3419"), (COSTS, "0.0462065")])
def test_what_is_no_number_is_named_with_its_place(text: str, cell: str) -> None:
    with pytest.raises(FileFormatError, match=r"a.csv:2: cannot be read as a number"):
        list(reading().records([source("a.csv", text.replace(cell, "much"))]))
