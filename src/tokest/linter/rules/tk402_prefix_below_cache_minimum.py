"""A static beginning that is a little too short to be cached.

## Why is this bad?
Below the provider's minimum nothing is cached; a few tokens more, and the whole beginning costs a
tenth. "A little" is four fifths of the minimum, which is nobody's figure: off unless selected.

## Example
`static prefix of 870 tokens (exact, o200k_base), 154 short of the 1,024 from which on gpt-4o
caches`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.limits import cache_minimum
from tokest.linter.rule import Ask, Hit, Rule
from tokest.linter.rules.tk401_dynamic_before_static import first_dynamic
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(
    level="info", scope="prompt", default=False, sources=("data/lint.yaml: cache_minimums",)
)
NEAR: Final = 0.8


def check(prompt: Prompt, context: Context) -> Check:
    """Report a prefix between the mark and the minimum."""
    model = context.models(prompt)[0]
    minimum = cache_minimum(model)
    place = first_dynamic(prompt, context)
    last, end = (place[0], place[1].start) if place else (len(prompt.parts), 0)
    texts = [part.static for part in prompt.parts[:last]]
    if place:
        texts.append(prompt.parts[last].text[:end])
    prefix = "".join(texts)
    if minimum is None or len(prefix.encode("utf-8", "replace")) < NEAR * minimum.tokens:
        return
    (count,) = yield Ask((prefix,), model)
    if NEAR * minimum.tokens <= count.tokens < minimum.tokens:
        short = minimum.tokens - count.tokens
        message = (
            f"static prefix of {count}, {short:,} short of the {minimum.tokens:,} from which on"
        )
        message += f" {model} caches"
        yield Hit(message=message, span=Span(0, 0))
