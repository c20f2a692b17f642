"""The same piece of a schema in several places.

## Why is this bad?
Each copy is paid for with every request; one under `$defs` and references to it say the same.

## Example
`tool 'search': hoisting 41 repeated pieces into $defs saves 2,950 of 11,800 tokens (exact, qwen)`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tokest.linter.rule import Ask, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(level="info", scope="prompt", when="tools", options=("min-saving",))
SHORTEST: Final = 80
"""Characters; a reference is nearly as long as a shorter piece."""


def check(prompt: Prompt, context: Context) -> Check:
    """Report what hoisting would save within each tool, for references end at its schema."""
    for tool in prompt.tools:
        data = json.loads(tool.text)
        seen: dict[str, int] = {}
        for piece in _pieces(data):
            seen[piece] = seen.get(piece, 0) + 1
        text, number = tool.text, 0
        defs: list[str] = []
        for piece, times in sorted(seen.items(), key=lambda pair: -len(pair[0])):
            if times > 1 and text.count(piece) > 1:
                number += text.count(piece) - 1
                text = text.replace(piece, f'{{"$ref":"#/$defs/d{len(defs)}"}}')
                defs.append(f'"d{len(defs)}":{piece}')
        if not defs:
            continue
        hoisted = text + '"$defs":{' + ",".join(defs) + "},"
        before, after = yield Ask((tool.text, hoisted), context.models(prompt)[0])
        saving = before.tokens - after.tokens
        if context.pays(saving, before.tokens):
            message = f"tool {tool.name!r}: hoisting {number} repeated pieces into $defs"
            yield Hit(message=f"{message} saves {saving:,} of {before}", span=tool.span,
                      saving=saving)  # fmt: skip


def _pieces(data: Any) -> Iterator[str]:  # noqa: ANN401  # a schema
    if isinstance(data, dict):
        for value in data.values():
            if isinstance(value, dict):
                text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
                if len(text) >= SHORTEST and ("type" in value or "anyOf" in value):
                    yield text
            yield from _pieces(value)
    elif isinstance(data, list):
        for value in data:
            yield from _pieces(value)
