"""Price a request, unit by unit, and show the arithmetic."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from tokest.cli.options import output_format, rates
from tokest.cli.output import present
from tokest.cli.reading import read_card, read_exchange, read_time
from tokest.errors import InputError
from tokest.plan.exchange import Exchange
from tokest.rates.exchange import find_exchange
from tokest.rates.price import MOST_REQUESTS, price
from tokest.rates.receipt_table import receipt_table, rounded
from tokest.rates.terms import day_of
from tokest.render.table import Report
from tokest.units import MOST_TOKENS, UNITS, Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.rates.receipt import Receipt
    from tokest.units import Unit

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _units() -> Decorator:
    """Make an option of each unit."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for unit in reversed(UNITS):
            option = click.option(
                f"--{unit.field.replace('_', '-')}",
                type=click.IntRange(0, MOST_TOKENS),
                default=0,
                metavar="N",
                help=_help(unit),
            )
            function = option(function)
        return function

    return decorate


def _help(unit: Unit) -> str:
    what = unit.field.replace("_", " ").capitalize()
    return f"{what}, of the {unit.inside.replace('_', ' ')}." if unit.inside else f"{what}."


@click.command(short_help=__doc__)
@click.argument("model")
@_units()
@click.option("--variant", metavar="NAME", help="Resolution or the like, such as 720p.")
@click.option(
    "--requests",
    type=click.IntRange(1, MOST_REQUESTS),
    default=1,
    show_default=True,
    metavar="N",
    help="How many such requests.",
)
@click.option("--region", help="Price list, such as cn or intl.  [default: the provider's own]")
@click.option("--currency", metavar="CUR", help="Currency, where a list is printed in several.")
@click.option("--service", metavar="NAME", help="Service beside the plain call, such as flex.")
@click.option("--batch", is_flag=True, help="Price as a batch file.")
@click.option("--thinking/--no-thinking", default=None, help="Switch thinking on or off.")
@click.option(
    "--reasoned/--not-reasoned",
    default=None,
    help="Whether a thinking request came back with reasoning, where that is known.",
)
@click.option(
    "--at",
    metavar="DAY",
    help="Day of the prices, or an instant with its zone.  [default: today]",
)
@click.option("--to", metavar="CUR", help="Convert by the exchange rates of the --rates files.")
@click.option("--exchange", metavar="RATE", help="Convert by CNY:USD=0.1389@2026-11-20.")
@rates()
@output_format()
def command(  # noqa: PLR0913  # one parameter an option, by name
    *,
    model: str,
    variant: str | None,
    requests: int,
    region: str | None,
    currency: str | None,
    service: str | None,
    batch: bool,
    thinking: bool | None,
    reasoned: bool | None,
    at: str | None,
    to: str | None,
    exchange: str | None,
    rates: tuple[str, ...],
    format_name: str,
    **counts: int,
) -> None:
    """Price a request to MODEL, unit by unit, and show the arithmetic.

    Counts are inclusive: cached input is part of --input-tokens, reasoning of --output-tokens.
    """
    card = read_card(rates)
    moment = read_time(at)
    receipt = price(
        Usage(**counts, variant=variant),
        model,
        region=region,
        currency=currency,
        service=service,
        batch=batch,
        thinking=thinking,
        reasoned=reasoned,
        requests=requests,
        at=moment,
        card=card,
    )
    table = receipt_table(receipt)
    given = read_exchange(exchange)
    if to is not None and given is None:
        rate = find_exchange(card, receipt.currency, to, day_of(moment))
        given = Exchange(base=rate.base, quote=rate.quote, rate=rate.rate, day=rate.day)
    if given is not None:
        table = replace(table, notes=(_converted(receipt, given), *table.notes))
    data = {"receipt": receipt, "exchange": given}
    present(Report(schema="tokest/price/v1", table=table, data=data), format_name)


def _converted(receipt: Receipt, exchange: Exchange) -> str:
    if receipt.currency != exchange.base:
        what = f"the receipt is in {receipt.currency}, the rate converts {exchange.base}"
        raise InputError("--exchange", what)
    if receipt.total is None:
        return f"no total to convert to {exchange.quote}"
    amount = exchange.convert(receipt.total)
    return f"{rounded(amount, exchange.quote)} ({exchange.note()})" if amount is not None else ""
