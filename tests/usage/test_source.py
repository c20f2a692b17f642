from __future__ import annotations

import gzip
import lzma

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.errors import FileFormatError
from tokest.usage import source as module
from tokest.usage.source import HEAD, encoding_of, lines_of
from usage.files import source

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(TEXT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_a_marked_encoding_is_read_back(text: str, encoding: str) -> None:
    raw = ("a" + text).encode(encoding)
    assert "".join(lines_of(source("a", raw), raw[:HEAD])) == "a" + text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_an_encoding_is_known_by_its_bytes(encoding: str) -> None:
    assert encoding_of("费用类型,用量,model,qwen-max\n".encode(encoding), "a") == encoding


def test_a_character_cut_at_the_end_of_the_head_does_no_harm() -> None:
    raw = b"x" * (HEAD - 1) + "用量\n".encode()
    assert encoding_of(raw[:HEAD], "a") == "utf-8"


def test_bytes_of_another_encoding_are_named_with_their_line() -> None:
    raw = b"a\n" * HEAD + "用\n".encode("gb18030")
    with pytest.raises(FileFormatError, match=r"a:\d+: byte 0x.* is not utf-8 text"):
        list(lines_of(source("a", raw), raw[:HEAD]))


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(FileFormatError, match="neither UTF-8, UTF-16 nor GB18030"):
        encoding_of(b"\xff\xff\xff\xff", "a")


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHARACTERS", 10)
    with pytest.raises(FileFormatError, match="a:2: longer than 10 characters"):
        list(lines_of(source("a", b"1\n" + b"x" * 30), b"1\n"))


@pytest.mark.parametrize(
    ("head", "by"), [(gzip.compress(b"{}", mtime=0), "gzip"), (lzma.compress(b""), "xz")]
)
def test_a_packed_file_is_said_to_be(head: bytes, by: str) -> None:
    with pytest.raises(FileFormatError, match=f"a.gz: is packed by {by}: unpack it first"):
        encoding_of(head, "a.gz")
