from __future__ import annotations

import doctest

import reference_pages
from tokest.linter.settings import Settings
from tokest.rates.card import Tier


def test_its_examples_hold() -> None:
    found = doctest.testmod(reference_pages)
    assert (found.failed, found.attempted > 1) == (0, True)


def test_every_command_has_its_help() -> None:
    page = "\n".join(reference_pages.commands())
    for name in ("tokest", "tokest compare", "tokest plan check", "tokest vocab list"):
        assert f"## {name}\n\n```text\nUsage: {name} " in page


def test_every_key_of_a_tier_is_described() -> None:
    page = "\n".join(reference_pages.keys(reference_pages.file_kinds()["pricing"]))
    assert all(f"| `{key}` |" in page for key in ("up_to", "input", "cache_write_1h", "thinking"))
    assert Tier.__doc__


def test_every_setting_of_the_linter_is_described() -> None:
    page = "\n".join(reference_pages.keys(reference_pages.file_kinds()["config"]))
    names = {name.replace("_", "-") for name in Settings.__dataclass_fields__}
    assert [name for name in sorted(names) if f"| `{name}` |" not in page] == []


def test_external_links_are_listed_with_their_pages() -> None:
    listed = list(reference_pages.links())
    assert any("vega" in line or "help.aliyun.com" in line for line in listed)
