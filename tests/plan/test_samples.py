from __future__ import annotations

import pytest

from tokest.errors import FileFormatError, InputError
from tokest.plan.samples import read_sizes


def test_sizes_come_sorted_from_a_column() -> None:
    assert read_sizes("a.csv", "x,y\n3,9\n1,9\n", "x") == (1, 3)
    assert read_sizes("a.jsonl", '{"usage": {"in": 3}}\n\n{"usage": {"in": 1}}\n', "usage.in") == (
        1,
        3,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.csv: the log is empty"),
        ("input\n", "the log has a header, and no row"),
        ("inputs\n3\n", "a.csv:2: no column 'input', did you mean 'inputs'?"),
        ("z\n3\n", "a.csv:2: no column 'input', there are: z"),
        ("input\n3\n-4\n", "a.csv:3: column 'input': expected a whole number of tokens, got '-4'"),
        ("input\n1.5\n", "got '1.5'"),
        ("input\n" + "9" * 30 + "\n", "got '999999"),
        ('{"input": true}\n', "got 'True'"),
        ('{"input": 3}\nx\n', "a.csv:2: not valid JSON"),
        ('{"input": 3}\n7\n', "a.csv:2: expected an object"),
        ('input\n"' + "x" * 200_000 + '"\n', "a.csv:2: not valid CSV"),
    ],
)
def test_what_is_no_log_of_sizes_is_refused(text: str, message: str) -> None:
    with pytest.raises((InputError, FileFormatError)) as error:
        read_sizes("a.csv", text, "input")
    assert message in str(error.value)
