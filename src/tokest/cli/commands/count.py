"""Count the tokens of files, and hold them against a limit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import click

from tokest.cli import cutting, options
from tokest.cli.options import files, output_format, rates, vocab
from tokest.cli.output import present
from tokest.cli.progress import through
from tokest.cli.reading import read_card, read_places, read_prompts
from tokest.errors import InputError
from tokest.plan.fitting import input_limit, less
from tokest.render.table import Column, Report, Table
from tokest.tokens.estimate import estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tokest.tokens.estimate import MethodChoice
    from tokest.tokens.values import Estimate

EXCEEDED: Final = 1
COLUMNS: Final = (Column("file"), Column("model"), Column("tokens", "count"), Column("method"))
LIMITED: Final = (Column("limit", "count"), Column("fits"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """A count of one file, held against a limit if there is one."""

    file: str
    estimate: Estimate
    limit: int | None

    @property
    def fits(self) -> bool | None:
        """Whether it fits for sure; ``None`` where the range of the count leaves it open."""
        high = self.estimate.high
        if self.limit is None or (high is not None and high <= self.limit):
            return True
        return None if self.estimate.low <= self.limit else False


@click.command(short_help=__doc__)
@files()
@options.models()
@cutting.encoding()
@vocab()
@click.option(
    "--method",
    type=click.Choice(("auto", "exact", "table", "proxy", "rule")),
    default="exact",
    show_default=True,
    help="How tokens are counted; any but exact gives an estimate.",
)
@cutting.max_tokens("Leave with 1 if a file has more tokens, or may have.")
@click.option("--fits", is_flag=True, help="The same with what each model accepts as input.")
@cutting.tokens("--reserve", "Tokens to take off the limit.  [default: 0]")
@rates()
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    files: tuple[str, ...],
    models: list[str],
    encoding: str | None,
    vocab: tuple[str, ...],
    method: MethodChoice,
    max_tokens: int | None,
    fits: bool,  # noqa: FBT001  # click passes flags so
    reserve: int,
    rates: tuple[str, ...],
    format_name: str,
) -> int:
    """Count the tokens of files, and hold them against a limit.

    Reads each FILE as one text, or standard input. Counts are exact, unless another --method is
    asked for.
    """
    _check(max_tokens, reserve, fits=fits)
    prompts = read_prompts(files)
    wanted: list[str | None] = list(models) or [cutting.named(None, encoding)]
    if fits and None in wanted:
        raise InputError("--fits", "an encoding has no limit; give --max-tokens, or a --model")
    card = read_card(rates) if fits else None
    limits = {model: input_limit(str(model), card) if fits else max_tokens for model in wanted}
    capped = {
        model: None if limit is None else less(limit, reserve) for model, limit in limits.items()
    }
    count = partial(estimate, encoding=encoding, method=method, places=read_places(vocab))
    found = _counts(prompts, capped, count)
    limited = fits or max_tokens is not None
    table = Table(
        columns=COLUMNS + (LIMITED if limited else ()),
        rows=tuple(_row(one, limited=limited) for one in found),
        notes=_notes(found, len(prompts)),
    )
    data = {"counts": [_record(one) for one in found]}
    present(Report(schema="tokest/count/v1", table=table, data=data), format_name)
    return 0 if all(one.fits for one in found) else EXCEEDED


def _check(max_tokens: int | None, reserve: int, *, fits: bool) -> None:
    if fits and max_tokens is not None:
        raise InputError("--fits, --max-tokens", "give one of them")
    if reserve and not fits and max_tokens is None:
        raise InputError("--reserve", "goes with --max-tokens or --fits")


def _counts(
    prompts: Mapping[str, str],
    limits: Mapping[str | None, int | None],
    count: Callable[[str, str | None], Estimate],
) -> list[_Count]:
    jobs = [(model, file) for model in limits for file in prompts]
    return [
        _Count(file=file, estimate=count(prompts[file], model), limit=limits[model])
        for model, file in through("Counting", jobs)
    ]


def _row(one: _Count, *, limited: bool) -> tuple[str | int | None, ...]:
    said = {True: "yes", False: "no", None: "unsure"}[one.fits]
    row = one.file, one.estimate.model, one.estimate.tokens, one.estimate.method
    return (*row, one.limit, said) if limited else row


def _record(one: _Count) -> dict[str, object]:
    return {"file": one.file, "limit": one.limit, "fits": one.fits, "estimate": one.estimate}


def _notes(found: list[_Count], files: int) -> tuple[str, ...]:
    totals: dict[str, int] = {}
    for one in found:
        name = one.estimate.model or one.estimate.encoding or "in all"
        totals[name] = totals.get(name, 0) + (one.estimate.tokens or one.estimate.low)
    sums = [f"{name}: {tokens:,} tokens in {files} files" for name, tokens in totals.items()]
    read = (
        f"{one.file} is counted as a text; `tokest estimate` counts a request as it is sent"
        for one in found
        if one.file.lower().endswith(".json")
    )
    assumed = (note for one in found for note in one.estimate.assumptions)
    return tuple(dict.fromkeys([*(sums if files > 1 else ()), *read, *assumed]))
