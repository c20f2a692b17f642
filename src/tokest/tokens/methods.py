"""The methods, each from a text or its count to an `Estimate`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from tokest.tokens.encodings import Encoding, Findable, Proxy
from tokest.tokens.rule import SOURCE as RULE_SOURCE
from tokest.tokens.rule import rule_of_thumb
from tokest.tokens.values import Estimate, Part

if TYPE_CHECKING:
    from tokest.tokens.table_quality import Quality
    from tokest.tokens.tables import Guess
    from tokest.tokens.values import Method

LEVEL: Final = 0.9
TEXT_ALONE: Final = "the text alone: what a provider's chat template adds is not counted"


@dataclass(frozen=True, slots=True)
class Target:
    """What is counted for: a model or an encoding, and what counts its tokens."""

    model: str | None
    counter: Encoding | Findable | Proxy
    notes: tuple[str, ...] = ()


def by_exact(tokens: int, engine: str, target: Target, encoding: Encoding) -> Estimate:
    """Take what an engine has counted with the vocabulary."""
    return Estimate(
        tokens=tokens,
        low=tokens,
        high=tokens,
        level=1.0,
        method="exact",
        model=target.model,
        encoding=encoding.name,
        engine=engine,
        parts=_content(tokens, tokens, tokens, "exact"),
        source=encoding.vocabulary.source,
        assumptions=(*target.notes, TEXT_ALONE),
    )


def by_table(guess: Guess, quality: Quality, target: Target) -> Estimate:
    """Take what a window table expects, scaled for a tokenizer that is not here."""
    counter = target.counter
    median, p90, _ = quality.error
    error = f"median error {median * 100:.1f} %, 90th percentile {p90 * 100:.1f} %"
    reasons = [f"expected from a table of windows ({error} on sources held out of it)"]
    tokens, low, high = guess.tokens, guess.low, guess.high
    if isinstance(counter, Proxy):
        tokens, low, high = _scaled((tokens, low, high), counter)
        reasons.append(scaled_note(counter))
    elif not isinstance(counter, Encoding):
        reasons.append(counter.reason)
    if guess.read < 1:
        reasons.append(f"{guess.read:.0%} of the text was read, in blocks placed at random")
    return Estimate(
        tokens=tokens,
        low=low,
        high=high,
        level=LEVEL if tokens else 1.0,
        method="table",
        model=target.model,
        encoding=counter.encoding if isinstance(counter, Proxy) else counter.name,
        engine=None,
        parts=_content(tokens, low, high, "table"),
        source=counter.source,
        assumptions=(*reasons, *target.notes, TEXT_ALONE),
    )


def by_proxy(counted: int, engine: str, target: Target, proxy: Proxy) -> Estimate:
    """Scale what an engine has counted in another encoding."""
    tokens, low, high = _scaled((counted, counted, counted), proxy)
    return Estimate(
        tokens=tokens,
        low=low,
        high=high,
        level=LEVEL,
        method="proxy",
        model=target.model,
        encoding=proxy.encoding,
        engine=engine,
        parts=_content(tokens, low, high, "proxy"),
        source=proxy.source,
        assumptions=(scaled_note(proxy), *target.notes, TEXT_ALONE),
    )


def scaled_note(proxy: Proxy) -> str:
    """Say how counts are scaled, and why."""
    return f"{proxy.ratio} x the {proxy.encoding} count, for {proxy.reason} ({proxy.basis})"


def _scaled(counts: tuple[int, int, int], proxy: Proxy) -> tuple[int, int, int]:
    """Scale a count and its range in another encoding."""
    tokens, low, high = (count * proxy.ratio for count in counts)
    floor = min(counts[0], 1)  # a text that is not empty has a token
    whole = max(floor, _whole(tokens, ROUND_HALF_UP))
    below = max(floor, min(whole, _whole(low * proxy.low, ROUND_FLOOR)))
    return whole, below, max(whole, _whole(high * proxy.high, ROUND_CEILING))


def by_rule(text: str, model: str | None, encoding: str | None) -> Estimate:
    """Apply the vendor's rule of thumb."""
    tokens, low, high = rule_of_thumb(text)
    return Estimate(
        tokens=tokens,
        low=low,
        high=high,
        level=None,
        method="rule",
        model=model,
        encoding=encoding,
        engine=None,
        parts=_content(tokens, low, high, "rule"),
        source=RULE_SOURCE,
        assumptions=("the rule of thumb is the same for every model", TEXT_ALONE),
    )


def _content(tokens: int, low: int, high: int, method: Method) -> tuple[Part, ...]:
    return (Part(kind="content", tokens=tokens, low=low, high=high, method=method),)


def _whole(value: Decimal, rounding: str) -> int:
    return int(value.to_integral_value(rounding))
