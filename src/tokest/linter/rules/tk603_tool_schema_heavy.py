"""A tool whose schema and description take more than 1,024 tokens.

## Why is this bad?
Every request carries every tool. Between 100 and 1,024 tokens a tool is what was found usual
(modelcontextprotocol, issue 2808); what is above that is mostly prose that belongs into
documentation.

## Example
`tool 'cdn_resources_new': 7,046 tokens (exact, qwen), up to 1,024 are usual; 61% of all tools
here`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.rule import Ask, Hit, Rule

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

USUAL: Final = 1_024
RULE = Rule(
    level="warning",
    scope="prompt",
    when="tools",
    sources=("https://github.com/modelcontextprotocol/modelcontextprotocol/issues/2808",),
)


def check(prompt: Prompt, context: Context) -> Check:
    """Report each heavy tool, counted as compact JSON."""
    if not any(len(tool.text.encode()) > USUAL for tool in prompt.tools):
        return
    counts = yield Ask(tuple(tool.text for tool in prompt.tools), context.models(prompt)[0])
    whole = sum(one.tokens for one in counts)
    for tool, count in zip(prompt.tools, counts, strict=True):
        if count.low > USUAL:
            share = f"; {count.tokens / whole:.0%} of all tools here" if len(counts) > 1 else ""
            message = f"tool {tool.name!r}: {count}, up to {USUAL:,} are usual{share}"
            yield Hit(message=message, span=tool.span)
