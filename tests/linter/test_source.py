from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tokest.linter.source import Source, decode


@given(st.text(alphabet="ab\r\n", max_size=30))
def test_places_agree_with_the_lines_of_the_text(text: str) -> None:
    source = Source("a.md", text)
    for offset, char in enumerate(text):
        row, column = source.place(offset)
        if char not in "\r\n":
            assert source.line(row)[column - 1] == char


@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_is_decoded_is_written_back_byte_for_byte(text: str, encoding: str) -> None:
    raw = text.encode(encoding)
    source = decode("a.md", raw)
    if isinstance(source, Source):
        assert source.encode(source.text) == raw


def test_bytes_that_are_no_text_have_their_place() -> None:
    assert decode("a.md", b"ok\nno \xff") == "not UTF-8: byte 0xff at 2:4"
