from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tokest.cli.reading import read_card, read_day, read_exchange, read_prompts
from tokest.errors import InputError
from tokest.rates.load import builtin_card

if TYPE_CHECKING:
    from pathlib import Path


def test_prompts_keep_their_order_and_every_character(tmp_path: Path) -> None:
    texts = {"b.md": "\ufeffb\r\n", "a.md": "a\x00\u2028"}
    files = []
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
        files.append(str(tmp_path / name))
    assert list(read_prompts(files).values()) == list(texts.values())


def test_a_file_that_may_not_be_read_says_why(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(InputError, match="cannot be read: Too many levels of symbolic links"):
        read_prompts([str(loop)])
    with pytest.raises(InputError, match="cannot be read: embedded null byte"):
        read_prompts(["a\x00b"])


def test_no_file_means_the_built_in_card() -> None:
    assert read_card(()) is builtin_card()


def test_days_and_exchange_rates() -> None:
    assert read_day("2026-11-01") == date(2026, 11, 1)
    assert read_day(None) == datetime.now(UTC).date()
    found = read_exchange("CNY:USD=0.1389@2026-11-20")
    assert found is not None
    assert (found.rate, found.day) == (Decimal("0.1389"), date(2026, 11, 20))
    assert read_exchange(None) is None
