"""Compare what prompts cost across models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import files, method, names_list, output_format, rates
from tokest.cli.output import present
from tokest.cli.reading import read_card, read_exchange, read_requests, read_time
from tokest.plan.compare import compare
from tokest.plan.comparison_tables import each_table, models_table
from tokest.rates.price import MOST_REQUESTS
from tokest.render.table import Report
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from tokest.tokens.estimate import MethodChoice

DEFAULT_MODELS: Final = (
    "qwen-turbo",
    "qwen-plus",
    "qwen-max",
    "qwen3.7-plus",
    "qwen3.8-max",
    "gpt-5.5",
    "gpt-5.4-mini",
    "claude-opus-5-5",
    "claude-haiku-5-5",
    "gemini-4-argon",
    "gemini-2.5-flash",
    "deepseek-v4-pro",
    "kimi-k3",
    "glm-5.3",
    "MiniMax-M3",
    "mistral-large-4",
    "grok-4.7",
)


@click.command(short_help=__doc__)
@files()
@click.option(
    "--models",
    multiple=True,
    callback=names_list,
    metavar="NAME,...",
    help="Models to compare; may be repeated.  [default: the main model of each provider]",
)
@click.option(
    "--output-tokens",
    type=click.IntRange(0, MOST_TOKENS),
    default=500,
    show_default=True,
    metavar="N",
    help="Tokens of each answer.",
)
@click.option(
    "--requests",
    type=click.IntRange(1, MOST_REQUESTS),
    default=1,
    show_default=True,
    metavar="N",
    help="How often each prompt is sent.",
)
@click.option("--region", help="Price list, such as cn or intl.  [default: each provider's own]")
@click.option("--currency", metavar="CUR", help="Currency, where a list is printed in several.")
@click.option("--service", metavar="NAME", help="Service beside the plain call, such as flex.")
@click.option("--batch", is_flag=True, help="Price as a batch file.")
@click.option("--thinking/--no-thinking", default=None, help="Switch thinking on or off.")
@click.option(
    "--at",
    metavar="DAY",
    help="Day of the prices, or an instant with its zone.  [default: today]",
)
@click.option("--to", metavar="CUR", help="Convert by the exchange rates of the --rates files.")
@click.option("--exchange", metavar="RATE", help="Convert by CNY:USD=0.1389@2026-11-20.")
@click.option("--each", is_flag=True, help="One line a prompt and model.")
@rates()
@method()
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    files: tuple[str, ...],
    models: list[str],
    output_tokens: int,
    requests: int,
    region: str | None,
    currency: str | None,
    service: str | None,
    batch: bool,  # noqa: FBT001  # click passes flags so
    thinking: bool | None,  # noqa: FBT001
    at: str | None,
    to: str | None,
    exchange: str | None,
    each: bool,  # noqa: FBT001
    rates: tuple[str, ...],
    method: MethodChoice,
    format_name: str,
) -> None:
    """Compare what prompts cost across models, cheapest first.

    Reads each FILE as one prompt, a text or the body of a request, or standard input. Each prompt
    is sent --requests times and answered with --output-tokens each time. Currencies are never
    mixed.
    """
    found = compare(
        read_requests(files),
        models or DEFAULT_MODELS,
        output_tokens=output_tokens,
        requests=requests,
        region=region,
        currency=currency,
        service=service,
        batch=batch,
        thinking=thinking,
        at=read_time(at),
        to=to,
        method=method,
        exchange=read_exchange(exchange),
        card=read_card(rates),
    )
    table = each_table(found) if each else models_table(found)
    present(Report(schema="tokest/compare/v1", table=table, data=found), format_name)
