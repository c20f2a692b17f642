"""Read what the command line names: prompts, rate cards, days and exchange rates."""

from __future__ import annotations

import re
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from tokest.errors import FileFormatError, InputError
from tokest.places import standard_places
from tokest.plan.exchange import Exchange
from tokest.rates.load import builtin_card, overlay, parse_card
from tokest.tokens.encodings import Encoding, find_counter
from tokest.usage.calibration import parse_calibrations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokest.places import Places
    from tokest.prompts.values import Request
    from tokest.rates.card import RateCard
    from tokest.usage.calibration import Calibration

STDIN: Final = "-"
_EXCHANGE: Final = re.compile(
    r"([A-Z]{3}):([A-Z]{3})=(\d{1,9}(?:\.\d{1,12})?)@(\d{4}-\d\d-\d\d)", re.ASCII
)


def read_prompts(names: Sequence[str]) -> dict[str, str]:
    """Read prompts by file name, ``-`` for standard input; no name means standard input.

    Raises
    ------
    InputError
        for a file that is missing, no file, not UTF-8 or named twice.
    """
    if not names and sys.stdin.isatty():
        raise InputError("FILE", "name a prompt file, or - to read standard input")
    prompts: dict[str, str] = {}
    for name in names or (STDIN,):
        if name in prompts:
            raise InputError(name, "named twice")
        prompts[name] = _decode(read_file(name), "standard input" if name == STDIN else name)
    return prompts


def read_requests(names: Sequence[str]) -> dict[str, str | Request]:
    """Read prompts as `read_prompts` does, each as a request if it is one, and else as a text.

    Raises
    ------
    InputError, FileFormatError
        as `read_prompts` does, and for a request that cannot be read.
    """
    from tokest.prompts.files import parse_prompt  # noqa: PLC0415  # other commands read texts

    texts = read_prompts(names)
    return {name: parse_prompt(text, name, Path(name).parent) for name, text in texts.items()}


def read_card(names: Sequence[str]) -> RateCard:
    """Read the built-in rate card with the files named laid over it, in their order."""
    cards = [parse_card(read_text(name), name) for name in names]
    return reduce(overlay, cards, builtin_card())


def read_calibrations(name: str) -> tuple[Calibration, ...]:
    """Read the calibrations that `tokest calibrate` wrote."""
    return parse_calibrations(_decode(read_file(name), name), name)


def read_places(given: Sequence[str], option: str = "--vocab") -> Places:
    """Read where vocabularies may be: what the environment says, and ``NAME=FILE`` before it.

    Raises
    ------
    InputError, UnknownEncodingError
        for what has another shape, or names an encoding that needs no file.
    """
    files: dict[str, Path] = {}
    for text in given:
        name, equals, file = text.partition("=")
        if not equals or not file:
            raise InputError(option, f"expected NAME=FILE, got {text!r}")
        if isinstance(find_counter(name), Encoding):
            raise InputError(option, f"{name} ships with tokest: it is counted without a file")
        files[name] = Path(file)
    return replace(standard_places(), given=tuple(files.items()))


def read_day(text: str | None, option: str = "--at") -> date:
    """Read the day that an option names; none given means today, in UTC."""
    if text is None:
        return datetime.now(UTC).date()
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise InputError(option, f"expected a day such as 2026-11-01, got {text!r}") from None


def read_time(text: str | None, option: str = "--at") -> date | datetime:
    """Read a day, or an instant with its time zone (2026-11-20T09:00+08:00)."""
    if text is None or "T" not in text:
        return read_day(text, option)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        what = f"expected an instant such as 2026-11-20T09:00+08:00, got {text!r}"
        raise InputError(option, what)
    return moment


def read_exchange(text: str | None) -> Exchange | None:
    """Read a dated exchange rate such as ``CNY:USD=0.1389@2026-11-20``."""
    if text is None:
        return None
    found = _EXCHANGE.fullmatch(text)
    if not found:
        shape = "CNY:USD=0.1389@2026-11-20 (one CNY was 0.1389 USD on that day)"
        raise InputError("--exchange", f"expected {shape}, got {text!r}")
    base, quote, rate, day = found.groups()
    return Exchange(base=base, quote=quote, rate=Decimal(rate), day=read_day(day, "--exchange"))


def read_file(name: str) -> bytes:
    """Read a file, or standard input for ``-``.

    Raises
    ------
    InputError
        for a file that is missing, a folder, or one that cannot be read.
    """
    if name == STDIN:
        return sys.stdin.buffer.read()
    with _complaining(name):
        return Path(name).read_bytes()


@contextmanager
def open_file(name: str) -> Iterator[BinaryIO]:
    """Open a file to be read bit by bit, or standard input for ``-``.

    Raises
    ------
    InputError
        as `read_file` does.
    """
    if name == STDIN:
        yield sys.stdin.buffer
        return
    with ExitStack() as later:
        with _complaining(name):
            file = later.enter_context(Path(name).open("rb"))
        yield file


@contextmanager
def _complaining(name: str) -> Iterator[None]:
    """Turn what the system says of a file into what is wrong with the call."""
    try:
        yield
    except FileNotFoundError:
        raise InputError(name, "no such file") from None
    except IsADirectoryError:
        raise InputError(name, "is a folder; name its files, such as its *.md") from None
    except (OSError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(name, f"cannot be read: {what}") from None


def read_text(name: str) -> str:
    """Read a file that holds text."""
    return _decode(read_file(name), name)


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        hint = ", it looks like UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        what = f"byte {raw[error.start]:#04x} is not UTF-8{hint}; convert the file first"
        raise FileFormatError((f"{name}:{row}:{column}: {what}",)) from None
