"""The format of a file, recognised by its content or named by the caller."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError, InputError
from tokest.nearest import nearest
from tokest.usage.archive import is_archive, members_of
from tokest.usage.context import Context
from tokest.usage.formats import alibaba, anthropic, deepseek, generic, openai, pages
from tokest.usage.logs.reading import read_calls
from tokest.usage.record import UsageRecord
from tokest.usage.source import Source, encoding_of
from tokest.usage.tables import Heading, cell, column, heading_of, rows_of

if TYPE_CHECKING:
    from tokest.usage.logs.call import Call
    from tokest.usage.logs.passed import Passed
    from tokest.usage.logs.records import Recorder

Read = Callable[[Source, Heading, Context], Iterator[UsageRecord]]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of table: its name, how its heading is told, and its reader."""

    name: str
    recognises: Callable[[Heading], bool]
    read: Read


FORMATS: Final = (
    Format("alibaba", alibaba.recognises, alibaba.read),
    Format("openai-usage", openai.recognises_usage, openai.read_usage),
    Format("openai-costs", openai.recognises_costs, openai.read_costs),
    Format("anthropic-usage", anthropic.recognises_usage, anthropic.read_usage),
    Format("anthropic-costs", anthropic.recognises_costs, anthropic.read_costs),
    Format("deepseek-amounts", deepseek.recognises_amounts, deepseek.read_amounts),
    Format("deepseek-costs", deepseek.recognises_costs, deepseek.read_costs),
)
GENERIC: Final = Format("csv", lambda _: False, generic.read)
LOG: Final = "log"

NAMES: Final = (*(one.name for one in FORMATS), GENERIC.name, LOG)
"""What a caller may name a format."""

MOST_JSON: Final = 1 << 28
"""Bytes of an answer of an API, which is read as a whole."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file and how it is read: by the format of its table, as a page, or (`None`) as a log."""

    source: Source
    format: Format | None
    heading: Heading | None
    page: Any = None
    currency: str | None = None

    def records(
        self, context: Context, recorder: Recorder, passed: Passed
    ) -> Iterator[UsageRecord]:
        """Read its records; lines of a log that give none go into `passed`."""
        context = replace(context, currency=context.currency or self.currency)
        if self.page is not None:
            yield from pages.read(self.source, self.page, context, passed)
        elif self.format is None or self.heading is None:
            for call in read_calls(self.source, context, passed):
                yield from recorder.records(call)
        else:
            yield from self.format.read(self.source, self.heading, context)

    @property
    def name(self) -> str:
        """The name of the format."""
        if self.format is not None:
            return self.format.name
        return LOG if self.page is None else str(pages.format_of(self.page))

    def calls(self, context: Context, passed: Passed) -> Iterator[Call]:
        """Read its calls; only logs have any."""
        if self.format is not None or self.page is not None:
            what = "is a bill, which knows no single calls; name a log of responses"
            raise FileFormatError((f"{self.source.name}: {what}",))
        return read_calls(self.source, context, passed)


def open_all(source: Source, name: str | None = None) -> Iterator[Opened]:
    """Recognise a file, or the files inside an archive; `name` is a format that is not doubted.

    Raises
    ------
    FileFormatError
        for content that no format answers to.
    """
    if name is not None and name not in NAMES:
        close = nearest(name, NAMES) or NAMES
        raise InputError("format", f"{name!r} is not one of {', '.join(close)}")
    head = source.head()
    if is_archive(head):
        members = [_open(member, member.head(), name) for member in members_of(source)]
        if not members:
            raise FileFormatError((f"{source.name}: holds no CSV or JSON",))
        currency = _currency(members)
        yield from (replace(member, currency=currency) for member in members)
    else:
        yield _open(source, head, name)


def _open(source: Source, head: bytes, name: str | None) -> Opened:
    if not head.strip():
        raise FileFormatError((f"{source.name}: is empty",))
    if name == LOG:
        return Opened(source, None, None)
    heading = heading_of(head, source.name)
    if heading is None and name not in (None, *pages.READERS):
        raise FileFormatError((f"{source.name}:1: is no table; read it with --as log",))
    if heading is None:
        return Opened(source, None, None, _page(source, head))
    found = next((one for one in (*FORMATS, GENERIC) if _fits(one, heading, name)), None)
    if found is None:
        if head.lstrip().startswith((b"data:", b"event:")):
            return Opened(source, None, None)
        columns = ", ".join(heading.names[:8])
        what = f"no known format has the columns {columns}; say which column is what: --columns"
        raise FileFormatError((f"{source.name}:1: {what}",))
    return Opened(source, found, heading)


def _fits(one: Format, heading: Heading, name: str | None) -> bool:
    return one.name == name if name is not None else one.recognises(heading)


def _page(source: Source, head: bytes) -> Any:  # noqa: ANN401  # any JSON
    """Read an answer of a usage or costs API; ``None`` when it is something else, such as a log."""
    start = head.decode(encoding_of(head, source.name), "ignore")
    if '"results"' not in start and '"bucket"' not in start:
        return None
    with source.open() as stream:
        raw = stream.read(MOST_JSON + 1)
    if len(raw) > MOST_JSON:
        return None
    try:
        data = json.loads(raw.decode(encoding_of(head, source.name)), parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    return data if pages.format_of(data) is not None else None


def _currency(members: list[Opened]) -> str | None:
    """Give the currency of an archive's table of costs, if it has one only."""
    found = {
        cell(row, column(member.heading, "currency")).upper()
        for member in members
        if member.heading is not None and member.heading.has("wallet_type", "currency")
        for _, row in rows_of(member.source, member.heading)
    }
    return found.pop() if len(found) == 1 else None
