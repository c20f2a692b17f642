from __future__ import annotations

import io
import zipfile

import pytest

from tokest.errors import FileFormatError
from tokest.usage import archive as module
from tokest.usage.archive import members_of
from tokest.usage.source import lines_of
from usage.files import source


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def read(raw: bytes) -> dict[str, list[str]]:
    found = members_of(source("a.zip", raw))
    return {one.name: list(lines_of(one, one.head())) for one in found}


def test_the_texts_inside_are_read_where_they_are() -> None:
    raw = archive({"x/a.csv": b"1\n2\n", "b.jsonl": b"{}\n", "c.pdf": b"%PDF"})
    assert read(raw) == {"a.zip/x/a.csv": ["1\n", "2\n"], "a.zip/b.jsonl": ["{}\n"]}


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "a/../../b.csv", "C:\\a.csv"])
def test_names_that_leave_the_archive_are_refused(name: str) -> None:
    with pytest.raises(FileFormatError, match="points outside the archive"):
        read(archive({name: b"1\n"}))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileFormatError, match=r"packs \d.* to 1, as bombs do"):
        read(archive({"a.csv": bytes(8_000_000)}))


def test_too_many_members_are_refused() -> None:
    with pytest.raises(FileFormatError, match="has 1,001 members"):
        read(archive({f"{n}.csv": b"" for n in range(1001)}))


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_truncated_archive_is_refused(cut: float) -> None:
    raw = archive({"a.csv": bytes(range(256)) * 40})
    with pytest.raises(FileFormatError, match="is no whole ZIP archive"):
        read(raw[: int(len(raw) * cut)])


def test_a_damaged_member_is_named_where_it_breaks() -> None:
    text = "".join(f"{n * 7919},{n}\n" for n in range(9000)).encode()
    raw = bytearray(archive({"a.csv": text}))
    middle = len(raw) // 2
    raw[middle : middle + 40] = bytes(40)
    with pytest.raises(FileFormatError, match=r"a.zip/a.csv"):
        read(bytes(raw))


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    with pytest.raises(FileFormatError, match="unpacks to 20 bytes, more than 10"):
        read(archive({"a.csv": b"x" * 20}))


def test_an_encrypted_member_is_refused() -> None:
    raw = bytearray(archive({"a.csv": b"1\n"}))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(FileFormatError, match=r"member 'a\.csv' is encrypted"):
        read(bytes(raw))
