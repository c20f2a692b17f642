from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.errors import InputError
from tokest.prompts.batch import lines
from tokest.prompts.batch.lines import Line, parse_line, read_lines

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def said(raw: bytes, number: int = 2) -> str:
    with pytest.raises(InputError) as error:
        parse_line(Line(number, raw, len(raw)))
    return str(error.value)


@given(st.lists(values), st.sampled_from([b"\n", b"\r\n", b"\n\n", b"\r\n \r\n"]))
def test_what_was_written_is_read(written: list[object], ending: bytes) -> None:
    raw = ending.join(json.dumps(value).encode() for value in written)
    found = [parse_line(line) for line in read_lines(BytesIO(b"\xef\xbb\xbf" + raw))]
    assert found == written


@given(st.binary(max_size=200))
def test_any_bytes_are_lines_of_the_file(raw: bytes) -> None:
    found = list(read_lines(BytesIO(raw)))
    assert sum(line.size for line in found) <= len(raw)
    assert [line.number for line in found] == sorted({line.number for line in found})


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b'{"a": }', "column 7: no JSON: Expecting value"),
        (b'{"a": 1', "column 8: no JSON: Expecting ',' delimiter (is the line cut short?)"),
        (b'{"a": "\xff"}', "column 8: byte 0xff is not UTF-8"),
        (b"[" * 200_000, "column 1: nested too deeply"),
        (b"1" * 5000, "column 1: no JSON: a number is too long"),
    ],
)
def test_what_is_no_json_is_named_with_its_column(raw: bytes, what: str) -> None:
    assert said(raw) == what


def test_a_wide_file_is_told_to_be_converted() -> None:
    (first, *_) = read_lines(BytesIO('{"a": 1}\n'.encode("utf-16")))
    with pytest.raises(InputError, match="UTF-16"):
        parse_line(first)


def test_a_line_without_end_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_BYTES", 100)
    file = BytesIO(b"{}\n" + b"x" * 1000 + b"\n[]\n" + b"y" * 500)
    found = list(read_lines(file))
    assert [(line.number, line.size, line.whole) for line in found] == [
        (1, 3, True),
        (2, 1001, False),
        (3, 3, True),
        (4, 500, False),
    ]
    with pytest.raises(InputError, match="longer than 100 bytes"):
        parse_line(found[1])
