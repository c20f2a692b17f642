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
    "text",
    ["\ufeffinput,model\n1200,a\n", "input;model\n1200.0;a\n", 'input\n"1,200"\n',
     '\ufeff{"input": 1200.0}\n', "usage/input (tokens)\tm\n1200\ta\n"],
)  # fmt: skip
def test_sizes_are_read_as_spreadsheets_write_them(text: str) -> None:
    assert read_sizes("a.csv", text, "usage/input (tokens)" if "/" in text else "input") == (1200,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.csv: the log is empty"),
        ("input\n", "the log has a header, and no row"),
        ("inputs\n3\n", "a.csv:2: no column 'input', did you mean 'inputs'?"),
        ("z\n3\n", "a.csv:2: no column 'input', there are: z"),
        ("input\n3\n-4\n", "a.csv:3: column 'input': expected a whole number of tokens, got '-4'"),
        ("input\n1.5\n", "got '1.5'"),
        ("input,model\n1,200,qwen-max\n", "a.csv:2: has 3 fields, the heading 2"),
        ("[1, 2]\n", "a.csv:1: is neither CSV nor one JSON object a line"),
        ("input\n" + "9" * 30 + "\n", "got '999999"),
        ('{"input": true}\n', "got 'True'"),
        ('{"input": 3}\nx\n', "a.csv:2: not valid JSON"),
        ('{"input": 3}\n7\n', "a.csv:2: expected an object"),
        ('input\n"' + "x" * 200_000 + '"\n', "a.csv:2: field larger than field limit"),
    ],
)
def test_what_is_no_log_of_sizes_is_refused(text: str, message: str) -> None:
    with pytest.raises((InputError, FileFormatError)) as error:
        read_sizes("a.csv", text, "input")
    assert message in str(error.value)
