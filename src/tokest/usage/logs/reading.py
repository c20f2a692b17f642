"""Logs as streams of calls: chunks of one answer are summed once."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError, InputError
from tokest.units import Usage
from tokest.usage.logs.call import Call
from tokest.usage.logs.lines import Said, Silent, parse, said
from tokest.usage.logs.objects import merge
from tokest.usage.source import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.usage.context import Context
    from tokest.usage.logs.objects import Json
    from tokest.usage.logs.passed import Passed
    from tokest.usage.source import Source

OPEN: Final = 1_000
"""Answers whose chunks may be interleaved in a log."""

STARTS: Final = frozenset({"message_start"})
GOES_ON: Final = frozenset({"message_delta"})
"""Events of an Anthropic stream: those that go on do not say what they belong to."""


@dataclass(slots=True)
class _Streams:
    """Answers that may still get a chunk, oldest first."""

    open: OrderedDict[str, tuple[int, Said]]
    current: str = ""

    def add(self, line: int, found: Said, event: object) -> Iterator[tuple[int, Said]]:
        name = found.id or (self.current if event in GOES_ON else "")
        if event in STARTS:
            self.current = name
        if not name:
            yield line, found
            return
        known = self.open.get(name)
        if known is None:
            self.open[name] = line, found
            if len(self.open) > OPEN:
                yield self.open.popitem(last=False)[1]
        else:
            self.open[name] = known[0], _joined(known[1], found)

    def rest(self) -> Iterator[tuple[int, Said]]:
        yield from self.open.values()
        self.open.clear()


def _joined(older: Said, newer: Said) -> Said:
    return replace(
        older,
        counts=merge(older.counts, newer.counts),
        model=older.model or newer.model,
        at=older.at or newer.at,
        estimate=newer.estimate if older.estimate is None else older.estimate,
    )


def read_calls(source: Source, context: Context, passed: Passed) -> Iterator[Call]:
    """Read a log line by line; lines that give no call go into `passed`.

    Lines may be responses, chunks of streams, server-sent events, lines of a batch output file,
    or any of these inside a wrapper that adds the model, the time, the key or an estimate.

    Raises
    ------
    FileFormatError
        for a line that is no JSON or whose counts cannot be.
    """
    zone = context.zone or UTC
    streams = _Streams(OrderedDict())
    chunks, told = 0, False
    for number, text in enumerate(lines_of(source, source.head()), start=1):
        try:
            data = parse(text)
            for found in said(data, zone) if data is not None else ():
                if isinstance(found, Silent):
                    chunks += found.lack == "chunk"
                    if found.lack != "chunk":
                        passed.add(found.lack, f"{source.name}:{number}", found.names)
                    continue
                told = True
                full = _counted(found, data or {}, context)
                for line, one in streams.add(number, full, (data or {}).get("type")):
                    yield _call(source, line, one, context)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            if isinstance(error, FileFormatError):
                raise
            raise FileFormatError((f"{source.name}:{number}: {_what(error)}",)) from None
    for line, one in streams.rest():
        yield _call(source, line, one, context)
    if chunks and not told:
        passed.add("chunk", source.name, lines=chunks)


def _what(error: Exception) -> str:
    """Say what is wrong with a line, without quoting it."""
    place = f" at column {error.colno}" if hasattr(error, "colno") else ""
    message = getattr(error, "msg", None)
    if message is not None:
        hint = "a log has one object a line, as jq -c writes them"
        return f"is no line of JSON: {message}{place}; {hint}"
    return f"cannot be read: {str(error) or 'nested too deeply'}"


def _counted(found: Said, line: Json, context: Context) -> Said:
    """Count the request of a line that says no estimate, if that is asked for."""
    if context.estimator is None or found.estimate is not None:
        return found
    return replace(found, estimate=context.estimator(found.model or context.model or "", line))


def _call(source: Source, line: int, found: Said, context: Context) -> Call:
    where = f"{source.name}:{line}"
    model = found.model or context.model
    if not model:
        raise FileFormatError((f"{where}: names no model; say which one with --model",))
    known: dict[str, Any] = {name: count for name, count in found.counts.items() if count}
    try:
        usage = Usage(**known, variant=found.variant)
    except InputError as error:
        raise FileFormatError((f"{where}: {error}",)) from None
    return Call(
        source=source.name,
        line=line,
        id=found.id,
        at=found.at,
        model=model,
        match=context.match(model, context.provider),
        usage=usage,
        batch=found.batch,
        workspace=context.hide(found.workspace),
        key=context.hide(found.key),
        prompt_class=found.prompt_class,
        estimate=found.estimate,
    )
