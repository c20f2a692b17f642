"""Something that changes before a long text that does not.

## Why is this bad?
Providers cache the beginning of a prompt. A date or a name at its head makes each request a new
beginning, and nothing after it is read from the cache; 3.4 times the cost was measured
(HKUDS/nanobot, issue 1116). Put what changes last. A variable that is the same for many requests
may be declared `stable = true`.

## Example
Bad: `Now: {{ now }}` and 2,400 tokens of rules. Good: the rules, and then `Now: {{ now }}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.limits import cache_minimum
from tokest.linter.rule import Ask, Hit, Rule

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part, Prompt, Variable

RULE = Rule(
    level="warning",
    scope="prompt",
    when="variables",
    options=("variables", "requests-per-month"),
    sources=("data/lint.yaml: cache_minimums", "https://github.com/HKUDS/nanobot/issues/1116"),
)


def check(prompt: Prompt, context: Context) -> Check:
    """Report a variable that keeps a cacheable text out of the cache."""
    place = first_dynamic(prompt, context)
    if place is None:
        return
    model = context.models(prompt)[0]
    minimum = cache_minimum(model)
    index, one = place
    part = prompt.parts[index]
    before = part.text[: one.start]
    after = longest_static(part, one)
    if minimum is None or len(after.encode("utf-8", "replace")) < minimum.tokens:
        return
    head, tail = yield Ask((before, after), model)
    if tail.low < minimum.tokens or head.high >= minimum.tokens:
        return
    name = repr(part.text[one.start : one.end])
    monthly = context.monthly(model, tail.tokens, prompt.source.path)
    monthly = monthly.replace(", ", ", paid in full each time: ", 1)
    message = f"{name} at token {head.tokens:,} keeps the static text after it, {tail}, out of the "
    message += f"cache of {model} (from {minimum.tokens:,} on){monthly}: put it behind that text"
    yield Hit(message=message, span=part.span(one.start, one.end))


def first_dynamic(prompt: Prompt, context: Context) -> tuple[int, Variable] | None:
    """Find the first variable that changes from request to request."""
    for index, part in enumerate(prompt.parts):
        if part.role == "metadata":
            continue
        for one in part.variables:
            said = context.settings.variable(one.name)
            if one.name in ("%", "#") or (said is not None and said.stable):
                continue
            return index, one
    return None


def longest_static(part: Part, one: Variable) -> str:
    """Give the longest text without a variable from a variable on."""
    pieces = [
        piece for piece, place in zip(part.pieces, _starts(part), strict=True) if place >= one.end
    ]
    return max(pieces, key=len, default="")


def _starts(part: Part) -> list[int]:
    return [0, *(one.end for one in part.variables)]
