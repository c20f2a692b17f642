from __future__ import annotations

from base64 import b64encode, encodebytes
from io import SEEK_CUR, SEEK_END, BufferedReader

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.prompts.media.base64_file import Base64File, BrokenBase64Error


@given(st.binary(max_size=500), st.integers(0, 600), st.integers(0, 600))
def test_any_part_is_what_was_encoded(raw: bytes, start: int, length: int) -> None:
    file = BufferedReader(Base64File("data:;base64," + b64encode(raw).decode(), 13))
    file.seek(start)
    assert file.read(length) == raw[start : start + length]
    file.seek(0)
    assert file.read() == raw


@given(st.binary(max_size=300))
def test_lines_are_taken_together(raw: bytes) -> None:
    assert Base64File(encodebytes(raw).decode()).read() == raw


def test_a_place_is_counted_from_either_end() -> None:
    file = Base64File(b64encode(b"Hello World").decode())
    assert file.seek(-5, SEEK_END) == 6
    assert file.read(2) == b"Wo"
    assert file.seek(-1, SEEK_CUR) == file.tell() == 7


@pytest.mark.parametrize("text", ["abc", "a===", "@@@@", "ab=c", "äöüß"])
def test_what_is_no_base64_is_said_to_be_none(text: str) -> None:
    with pytest.raises(BrokenBase64Error):
        Base64File(text).read()
