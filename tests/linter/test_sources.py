from __future__ import annotations

import re

import pytest

from tokest.linter.rules import codes, load
from tokest.linter.sources import sources

FILE = re.compile(r"data/[a-z]+\.yaml: ")


@pytest.mark.parametrize("code", codes())
def test_no_limit_stays_in_a_data_file(code: str) -> None:
    assert not any(FILE.match(one) for one in sources(load(code).rule))


@pytest.mark.parametrize("code", ["TK302", "TK401", "TK601"])
def test_each_limit_has_its_page_and_its_day(code: str) -> None:
    found = [one for one in sources(load(code).rule) if not one.startswith("https://")]
    assert found
    assert all(re.search(r"\d tokens|\d requests|\d bytes|\d lines|\d char", one) for one in found)
    assert all(re.search(r"https://\S+ \(\d{4}-\d\d-\d\d\)$", one) for one in found)
