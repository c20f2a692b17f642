from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from price_lists import CARD, LISTS, NEW_CARD, renamed
from tokest.rates.peers import peer_module

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder to work in, with small cards and lists."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "card.yaml").write_text(renamed(CARD), "utf-8")
    (tmp_path / "new.yaml").write_text(renamed(NEW_CARD), "utf-8")
    for name, content in LISTS.items():
        file = peer_module(name).FILE.rpartition("/")[2]
        (tmp_path / f"{name}-{file}".removesuffix(".gz")).write_text(renamed(content), "utf-8")
    return tmp_path
