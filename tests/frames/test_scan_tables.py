from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokest.frames import scan
from tokest.frames.scan_tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tokest.frames.results import Scan


@pytest.fixture
def found(tmp_path: Path) -> Scan:
    file = tmp_path / "texts.txt"
    file.write_text("one\ntwo words\n" + "many " * 90, "utf-8")
    return scan([str(file)], models=["qwen-max", "gpt-5.5"])


def test_totals_are_what_a_notebook_shows(found: Scan) -> None:
    table = TABLES["totals"](found)
    assert table == found.table()
    assert [row[0] for row in table.rows] == ["qwen-max", "gpt-5.5"]
    assert [row[1] for row in table.rows] == [one.tokens for one in found.targets]


def test_files_and_the_longest_rows_have_their_lines(found: Scan) -> None:
    (file,) = TABLES["files"](found).rows
    assert file[1] == found.rows
    assert TABLES["longest"](found).rows[0][2] == max(row.tokens for row in found.longest)


def test_the_bars_of_a_histogram_are_as_long_as_their_rows(found: Scan) -> None:
    rows = [row for row in TABLES["histogram"](found).rows if row[0] == "qwen-max"]
    counts = [int(str(row[3])) for row in rows]
    wide = [round(24 * count / max(counts)) for count in counts]
    assert [len(str(row[4])) for row in rows] == wide
