from __future__ import annotations

import re
from dataclasses import replace

import pytest

from linter.hostile import report
from tokest.linter.painting import PLAIN, STYLES, paint
from tokest.linter.report import render

COLOUR = re.compile("|".join(map(re.escape, (*STYLES.values(), PLAIN))))


@pytest.mark.parametrize("form", ["full", "concise", "grouped"])
def test_colours_change_no_character(form: str) -> None:
    plain, painted = (render(replace(report(), colours=on), form) for on in (False, True))
    assert painted != plain
    assert COLOUR.sub("", painted) == plain
    assert STYLES["error"] in painted


def test_nothing_is_painted_where_nothing_is() -> None:
    assert paint("error", "", colours=True) == ""
