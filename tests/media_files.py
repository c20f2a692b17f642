"""Small files of every kind, made here."""

from __future__ import annotations

import struct
import wave
import zlib
from base64 import b64encode
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter


def png(width: int, height: int) -> bytes:
    """Write the head of an image of any size, without its pixels."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", size), (b"IDAT", b""), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def picture(kind: str, width: int = 640, height: int = 480) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height)).save(file, kind)
    return file.getvalue()


def sound(seconds: float) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(bytes(2 * round(16_000 * seconds)))
    return file.getvalue()


def film(width: int, height: int, seconds: int) -> bytes:
    """Write an AVI file of uncompressed frames that have no pixels."""
    frames, fps = seconds * 10, 10
    head = struct.pack(
        "<14I", 1_000_000 // fps, 0, 0, 0, frames, 0, 1, 0, width, height, 0, 0, 0, 0
    )
    stream = b"vids" + struct.pack(
        "<4sIHHIIIIIIII4H", bytes(4), 0, 0, 0, 0, 1, fps, 0, frames, 0, 0, 0, 0, 0, width, height
    )
    picture = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    inner = _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", picture))
    body = _list(b"hdrl", _chunk(b"avih", head) + inner)
    body += _list(b"movi", _chunk(b"00db", b"") * frames)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"AVI " + body


def pdf(pages: int, width: int = 612, height: int = 792) -> bytes:
    writer, file = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width, height)
    writer.write(file)
    return file.getvalue()


def data_url(raw: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{b64encode(raw).decode()}"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def _list(kind: bytes, body: bytes) -> bytes:
    return _chunk(b"LIST", kind + body)
