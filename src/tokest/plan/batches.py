"""Estimate a batch file: what it holds, what it costs, and which limits it breaks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO, Final

from tokest.arguments import whole_number
from tokest.errors import InputError, TokestError, UnknownModelError
from tokest.plan.batch_values import BatchEstimate
from tokest.plan.totals import Asked, Totals
from tokest.prompts.batch.counting import Content, Counted, count_contents, read_content
from tokest.prompts.batch.envelopes import Entry, open_envelope
from tokest.prompts.batch.ledger import Ledger, Problems, broken
from tokest.prompts.batch.limits import find_limits
from tokest.prompts.batch.lines import Line, parse_line, read_lines
from tokest.prompts.batch.moulds import Moulds
from tokest.prompts.counting import Way
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.terms import Terms, check_region
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tokest.places import Places
    from tokest.prompts.batch.limits import BatchLimits
    from tokest.prompts.values import Options
    from tokest.rates.card import RateCard
    from tokest.rates.match import Match
    from tokest.tokens.estimate import MethodChoice

CHUNK: Final = 2_000_000
"""Characters of text that are counted in one pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchJob:
    """How a batch file is estimated.

    `model` is that of requests that name none; `output_tokens` are expected of each answer, or
    as many as the request allows if that is less.
    """

    model: str | None = None
    region: str | None = None
    output_tokens: int = 500
    method: MethodChoice = "auto"
    at: date | None = None
    card: RateCard | None = None
    places: Places | None = None


def estimate_batch(
    file: BinaryIO, job: BatchJob | None = None, show: Callable[[int], None] | None = None
) -> BatchEstimate:
    """Estimate a batch file in one pass, without holding more of it than a chunk.

    `show` is told how many bytes have been read. Lines that cannot be read are in the result, as
    are the limits that the file breaks; the rest is counted all the same.

    Raises
    ------
    InputError, VocabularyMissingError
        when `output_tokens` cannot be, no provider has the region, or the method fits no request
        of a model.

    Examples
    --------
    >>> from io import BytesIO
    >>> line = b'{"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": '
    >>> line += b'{"model": "qwen-plus", "messages": [{"role": "user", "content": "Hello World"}]}}'
    >>> found = estimate_batch(BytesIO(line), BatchJob(region="cn"))
    >>> found.requests, found.input_tokens, found.currency
    (1, 10, 'CNY')
    """
    job = job or BatchJob()
    whole_number("output_tokens", job.output_tokens, most=MOST_TOKENS)
    reader = _Reader(job=job, card=job.card or builtin_card())
    check_region(job.region, reader.card)
    for line in read_lines(file):
        reader.take(line)
        if show is not None:
            show(reader.ledger.size)
    reader.count()
    return reader.result()


@dataclass(frozen=True, slots=True)
class _Pending:
    line: int
    entry: Entry
    content: Content


def _check_cap(options: Options) -> None:
    if options.max_output is not None:
        whole_number(options.max_output_key, options.max_output, least=1, most=MOST_TOKENS)


@dataclass(slots=True)
class _Reader:
    """What has been read so far."""

    job: BatchJob
    card: RateCard
    ledger: Ledger = field(default_factory=Ledger)
    problems: Problems = field(default_factory=Problems)
    limits: BatchLimits | None = None
    provider: str | None = None
    totals: Totals = field(default_factory=Totals)
    _moulds: Moulds = field(default_factory=Moulds)
    _waiting: list[_Pending] = field(default_factory=list)
    _size: int = 0
    _matches: dict[str, Match | None] = field(default_factory=dict)

    def take(self, line: Line) -> None:
        """Read a line, and count what is waiting when there is enough of it."""
        self.ledger.lines += 1
        self.ledger.size += line.size
        try:
            entry = open_envelope(parse_line(line))
            content = read_content(entry, self._moulds)
            _check_cap(content.request.options)
        except InputError as error:
            self.problems.add(line.number, str(error))
            return
        model = entry.model or self.job.model
        if model is None:
            self.problems.add(line.number, "model: the line names none; give --model")
            return
        if entry.model != model:
            entry = replace(entry, model=model)
        self._know(model, entry)
        most = self.limits.line_bytes if self.limits else None
        if most is not None and line.size > most:
            self.ledger.too_long.add(line.number, f"{line.size:,} bytes")
        self._waiting.append(_Pending(line.number, entry, content))
        self._size += content.size + 100
        if self._size >= CHUNK:
            self.count()

    def count(self) -> None:
        """Count what is waiting, in one pass for each model."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        for model, group in groupby(waiting, lambda one: one.entry.model or ""):
            pending = list(group)
            try:
                counted = count_contents([one.content for one in pending], self._way(model))
            except UnknownModelError as error:
                remedy = "its tokenizer is not known; --method rule needs none"
                counted = [f"{error}: {remedy}"] * len(pending)
            for one, found in zip(pending, counted, strict=True):
                self._enter(one, model, found)

    def _enter(self, one: _Pending, model: str, found: Counted | str) -> None:
        if isinstance(found, str):
            self.problems.add(one.line, found)
            return
        self.ledger.add(one.line, one.entry, thinks=one.content.request.options.thinking)
        allowed = one.content.request.options.max_output
        expected = self.job.output_tokens
        output = expected if allowed is None else min(expected, allowed)
        if one.entry.endpoint in ("/v1/embeddings", "/v1/moderations"):
            output = 0
        asked = Asked(
            line=one.line,
            id=one.entry.id,
            model=model,
            match=self._matches.get(model),
            terms=Terms(
                region=self.job.region,
                batch=True,
                thinking=one.content.request.options.thinking,
                at=self.job.at,
            ),
            output_tokens=output,
        )
        self.totals.add(asked, found, self.limits)

    def _know(self, model: str, entry: Entry) -> None:
        """Find a model in the rate card, and with the first one the provider and its limits."""
        if model in self._matches:
            return
        try:
            match: Match | None = find_model(self.card, model)
        except TokestError as error:
            match = None
            self.totals.note(f"{error}: its requests have no price")
        self._matches[model] = match
        if self.provider is None:
            shapes = {"anthropic": "anthropic", "google": "google"}
            self.provider = match.provider.id if match else shapes.get(entry.shape)
            self.limits = find_limits(self.provider)

    def _way(self, model: str) -> Way:
        match = self._matches.get(model)
        encoding = match.model.encoding if match and self.job.method != "rule" else None
        job = self.job
        return Way(model=model, encoding=encoding, method=job.method, places=job.places)

    def result(self) -> BatchEstimate:
        """Give the estimate of the whole file."""
        ledger, totals = self.ledger, self.totals
        limits = broken(ledger, self.limits) if self.limits else ()
        for what, seen in (("do not fit", totals.too_big), ("cannot be sent", totals.offers)):
            if seen.count and seen is totals.too_big:
                first = seen.kept[0]
                limits += (f"{seen.count:,} requests {what}: line {first.line}: {first.what}",)
            elif seen.count:
                limits += tuple(dict.fromkeys(one.what for one in seen.kept))
        self._say_limits()
        cost, low, high = totals.total(ledger.requests)
        return BatchEstimate(
            lines=ledger.lines,
            bytes=ledger.size,
            requests=ledger.requests,
            invalid=self.problems.count,
            models=tuple(ledger.models),
            provider=self.provider,
            region=", ".join(totals.regions) or self.job.region,
            method=", ".join(totals.methods) or None,
            input_tokens=None if totals.uncounted.count else totals.tokens,
            input_low=totals.low,
            input_high=None if totals.unbounded else totals.high,
            output_tokens=totals.output,
            cost=cost,
            cost_low=low,
            cost_high=high,
            currency=", ".join(totals.currencies) or None,
            unpriced=totals.unpriced,
            uncounted=totals.uncounted.count,
            top=totals.top(),
            problems=tuple(self.problems.kept),
            broken=limits,
            assumptions=tuple(totals.notes),
            source=", ".join(totals.sources) or None,
        )

    def _say_limits(self) -> None:
        totals = self.totals
        if totals.uncounted.count:
            first = totals.uncounted.kept[0]
            held = "request holds" if totals.uncounted.count == 1 else "requests hold"
            what = f"{totals.uncounted.count:,} {held} what nobody can count"
            totals.note(f"{what}: line {first.line}: {first.what}")
        if not self.ledger.requests:
            return
        if self.limits is None:
            totals.note("no limits of batch files are on record for this provider")
        elif self.limits.status != "documented":
            totals.note(f"limits of batch files of {self.provider}: as others state them")
