from __future__ import annotations

from tokest.prompts.estimate import estimate
from tokest.tokens.estimate_table import COLUMNS, estimate_table, part_rows


def test_the_parts_add_up_to_the_total() -> None:
    found = estimate([{"role": "user", "content": "Hello World"}], "gpt-4o")
    *parts, total = part_rows(found)
    assert [row[0] for row in parts] == [part.kind for part in found.parts]
    assert sum(int(str(row[2])) for row in parts) == total[2] == found.tokens


def test_a_table_says_where_its_numbers_come_from() -> None:
    table = estimate_table(estimate("Hello World", "gpt-4o"))
    assert table.columns == COLUMNS
    assert table.title == "gpt-4o by o200k_base"
    assert table.notes[-1].startswith("source: https://")
    assert table.notes[:-1] == estimate("Hello World", "gpt-4o").assumptions
