"""Download one file: resumable, never larger than it may be, in its place only when whole."""

from __future__ import annotations

from http.client import HTTPException
from typing import TYPE_CHECKING, BinaryIO, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tokest import __version__
from tokest.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPResponse
    from pathlib import Path

    Show = Callable[[int, int], None]

TIMEOUT: Final = 30
"""Seconds without a byte after which a server counts as gone."""

CHUNK: Final = 1 << 16

_PARTIAL, _UNSATISFIABLE = 206, 416


class UnreachableError(InputError):
    """No server answers: another address of the same one need not be tried."""


def download(url: str, part: Path, size: int, show: Show) -> bytes:
    """Download a file of `size` bytes; what has come stays in `part`, and the next call goes on.

    `show` is told how many bytes have come, and how many there will be.

    Raises
    ------
    InputError
        when the server is away, refuses, stops early or sends another number of bytes.
    """
    part.parent.mkdir(parents=True, exist_ok=True)
    done = part.stat().st_size if part.is_file() else 0
    if done < size:
        _fetch(url, part, done, (size, show))
    content = part.read_bytes()
    if len(content) < size:
        come = f"{len(content):,} of {size:,} bytes"
        raise InputError(url, f"stopped after {come}; the same command goes on from there")
    if len(content) > size:
        part.unlink()
        raise InputError(url, f"sent more than the {size:,} bytes of the file; nothing was kept")
    return content


def _fetch(url: str, part: Path, done: int, rest: tuple[int, Show]) -> None:
    headers = {"User-Agent": f"tokest/{__version__}", "Accept-Encoding": "identity"}
    if done:
        headers["Range"] = f"bytes={done}-"
    if not url.startswith(("https://", "http://")):
        raise InputError(url, "is no http or https address")
    with _answer(url, headers, part) as answer:
        goes_on = answer.status == _PARTIAL
        with part.open("ab" if goes_on else "wb") as file:
            _copy(answer, file, done if goes_on else 0, rest)


def _answer(url: str, headers: dict[str, str], part: Path) -> HTTPResponse:
    try:
        answer: HTTPResponse = urlopen(Request(url, headers=headers), timeout=TIMEOUT)  # noqa: S310  # http
    except HTTPError as error:
        error.close()
        if error.code == _UNSATISFIABLE:
            part.unlink(missing_ok=True)  # it is no part of what the server has
        raise InputError(url, f"the server says {error.code} {error.reason}") from None
    except (HTTPException, OSError) as error:
        reason = getattr(error, "reason", None) or error
        raise UnreachableError(url, f"cannot be reached: {reason}") from None
    return answer


def _copy(answer: HTTPResponse, file: BinaryIO, done: int, rest: tuple[int, Show]) -> None:
    """Copy an answer until it ends, breaks off or is too long."""
    size, show = rest
    while done <= size and (chunk := _chunk(answer)):
        file.write(chunk)
        done += len(chunk)
        show(min(done, size), size)


def _chunk(answer: HTTPResponse) -> bytes:
    """Read on; an answer that breaks off is known by the bytes that are missing."""
    try:
        return answer.read(CHUNK)
    except (HTTPException, OSError):
        return b""
