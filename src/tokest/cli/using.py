"""What the commands share that read bills and logs."""

from __future__ import annotations

import functools
import secrets
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeVar

import click

from tokest.cli.progress import WatchedFile
from tokest.cli.reading import STDIN, read_card, read_day, read_file, read_text
from tokest.errors import InputError
from tokest.plan.usage_days import days_of, holds_days, read_usage_days
from tokest.usage.context import Context
from tokest.usage.days import Span
from tokest.usage.formats.choice import NAMES
from tokest.usage.formats.generic import check_columns
from tokest.usage.listing import Listing
from tokest.usage.reading import Reading
from tokest.usage.source import Source
from tokest.usage.times import zone_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tokest.plan.abnormal import UsageDay
    from tokest.rates.card import RateCard

    Command = Callable[..., Any]

F = TypeVar("F", bound="Callable[..., Any]")

SALT_BYTES: Final = 16
BUFFER: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How files are read, as the command line says."""

    context: Context
    format: str | None
    span: Span
    price: bool

    @property
    def card(self) -> RateCard:
        """The rate card."""
        return self.context.card

    def reading(self, **context: Any) -> Reading:  # noqa: ANN401  # fields of Context
        """Start reading."""
        full = replace(self.context, **context)
        listing = Listing(full) if self.price else None
        return Reading(context=full, format=self.format, listing=listing, span=self.span)


_OPTIONS: Final[tuple[Callable[[Command], Command], ...]] = (
    click.option(
        "--as",
        "form",
        type=click.Choice(NAMES),
        metavar="FORMAT",
        help=f"Read the files as {', '.join(NAMES)}.  [default: by their content]",
    ),
    click.option(
        "--columns",
        multiple=True,
        metavar="NAME=COLUMN",
        help="Which column of a table of your own is what; may be repeated, goes with --as csv.",
    ),
    click.option("--since", metavar="DAY", help="Only what was used on this day or later."),
    click.option("--until", metavar="DAY", help="Only what was used before this day."),
    click.option(
        "--timezone",
        metavar="ZONE",
        help="Time zone of days, and of times that name none, such as UTC or Asia/Shanghai.",
    ),
    click.option("--call-model", metavar="NAME", help="Model of logged calls that name none."),
    click.option("--provider", metavar="NAME", help="Who bills logged calls, such as alibaba."),
    click.option("--region", metavar="NAME", help="Price list of logged calls, such as cn."),
    click.option(
        "--currency", metavar="CODE", help="Currency of money that does not say, and of prices."
    ),
    click.option(
        "--price", is_flag=True, help="Price rows without money by the rate card, at list price."
    ),
    click.option("--anonymise", is_flag=True, help="Hash API keys and workspaces."),
    click.option("--salt", metavar="TEXT", help="Hash them alike each time.  [default: random]"),
    click.option(
        "--rates",
        multiple=True,
        metavar="FILE",
        help="A YAML rate card laid over the built-in one; may be repeated.",
    ),
)
_TAKEN: Final = (
    "form", "columns", "since", "until", "timezone", "call_model", "provider", "region",
    "currency", "price", "anonymise", "salt", "rates",
)  # fmt: skip


def reading_options(function: F) -> F:
    """Give a command the options of reading; it gets them as one value, `how`."""

    @functools.wraps(function)
    def command(**given: Any) -> Any:  # noqa: ANN401  # what the command returns
        taken = {name: given.pop(name) for name in _TAKEN}
        return function(how=_how(taken), **given)

    wrapped: Any = command
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    found: F = wrapped
    return found


def _how(given: dict[str, Any]) -> How:
    columns = tuple(_column(text) for text in given["columns"])
    form = given["form"] or ("csv" if columns else None)
    if form == "csv":
        check_columns(columns)
    elif columns:
        raise InputError("--columns", "goes with --as csv")
    if given["salt"] and not given["anonymise"]:
        raise InputError("--salt", "goes with --anonymise")
    salt = (given["salt"] or "").encode() or secrets.token_bytes(SALT_BYTES)
    zone = zone_named(given["timezone"]) if given["timezone"] else None
    return How(
        context=Context(
            card=read_card(given["rates"]),
            zone=zone,
            model=given["call_model"],
            provider=given["provider"],
            region=given["region"],
            currency=given["currency"].upper() if given["currency"] else None,
            columns=columns,
            salt=salt if given["anonymise"] else None,
        ),
        format=form,
        span=Span(
            since=read_day(given["since"], "--since") if given["since"] else None,
            until=read_day(given["until"], "--until") if given["until"] else None,
            zone=zone,
        ),
        price=given["price"],
    )


def _column(text: str) -> tuple[str, str]:
    name, equals, title = text.partition("=")
    if not equals or not title:
        raise InputError("--columns", f"expected NAME=COLUMN, got {text!r}")
    return name.strip(), title.strip()


def sources(names: Sequence[str]) -> Iterator[Source]:
    """Give the files named, ``-`` for standard input.

    Raises
    ------
    InputError
        for a file that is missing, a folder, named twice, or one that cannot be read.
    """
    for at, name in enumerate(names):
        if name in names[:at]:
            raise InputError(name, "named twice")
        if name == STDIN:
            yield Source(name="standard input", open=partial(BytesIO, read_file(name)))
        else:
            _open(name).close()
            yield Source(name=name, open=partial(_open, name))


def _open(name: str) -> BinaryIO:
    try:
        return BufferedReader(WatchedFile(name), BUFFER)
    except FileNotFoundError:
        raise InputError(name, "no such file") from None
    except IsADirectoryError:
        raise InputError(name, "is a folder; name its files") from None
    except (OSError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(name, f"cannot be read: {what}") from None


def usage_days(name: str, card: RateCard) -> tuple[tuple[UsageDay, ...], tuple[str, ...]]:
    """Read what was used by day, from a bill, a log, or a table of day, model and amount.

    Also says what was left out of it.
    """
    (source,) = sources([name])
    if holds_days(source.head(), source.name):
        return read_usage_days(name, read_text(name)), ()
    reading = Reading(context=Context(card=card), span=Span(since=date.min))
    return days_of(reading.records([source])), reading.notes()
