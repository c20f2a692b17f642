from __future__ import annotations

import json
from io import BytesIO

from tokest.plan.batch_table import SHOWN, batch_table
from tokest.plan.batches import estimate_batch

BODY = {"model": "qwen-plus", "messages": [{"role": "user", "content": "Hello World"}]}


def line(name: str) -> bytes:
    asked = {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": BODY}
    return json.dumps(asked).encode() + b"\n"


def test_the_sum_is_last_and_no_row_among_the_others() -> None:
    found = estimate_batch(BytesIO(line("a") + line("b")))
    table = found.table()
    assert [row[0] for row in table.rows] == ["1", "2", "all"]
    assert [row[3] for row in table.rows] == [10, 10, 20]
    assert table.sums == 1


def test_lines_that_cannot_be_read_are_named_and_only_some() -> None:
    found = estimate_batch(BytesIO(line("a") + b"{\n" * (SHOWN + 2)))
    notes = batch_table(found, "jobs.jsonl:").notes
    assert notes[0].startswith("jobs.jsonl:2: ")
    assert "and 2 more invalid lines" in notes
    assert found.table().notes[0].startswith("line 2: ")
