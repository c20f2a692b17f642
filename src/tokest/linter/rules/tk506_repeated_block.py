"""The same paragraph twice in one prompt.

## Why is this bad?
The second time it says nothing new and costs the same; mostly it is left over from an edit.

## Example
`lines 40-58 of the text repeat lines 3-21: 310 tokens (exact, qwen)`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tokest.linter.rule import Ask, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part

RULE = Rule(level="warning", scope="part", options=("min-saving",))
PARAGRAPH: Final = re.compile(r"\S[^\n]*+(?:\n(?![ \t\r]*(?:\n|\Z))[^\n]*+)*+")
SHORTEST: Final = 60
"""Characters; fewer cannot be twenty tokens of any prose."""


def check(part: Part, context: Context) -> Check:
    """Report each repeated run of paragraphs, with the tokens it takes."""
    text = part.text
    for first, again in _runs(text):
        block = text[slice(*again)].strip()
        count, whole = yield Ask((block, text), part.model)
        if not context.pays(count.tokens, whole.tokens):
            continue
        rows = [_rows(text, *span) for span in (again, first)]
        message = f"{rows[0]} of the text repeat {rows[1]}: {count}"
        yield Hit(message=message, span=part.span(*again), saving=count.tokens)


Stretch = tuple[int, int]


def _runs(text: str) -> Iterator[tuple[Stretch, Stretch]]:
    """Join repeated paragraphs that follow each other in both places."""
    blocks = [block.strip() for block in PARAGRAPH.findall(text)]
    if len(set(blocks)) == len(blocks):
        return
    spans = [one.span() for one in PARAGRAPH.finditer(text)]
    seen: dict[str, int] = {}
    run: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        old = seen.setdefault(block, index)
        if old == index or (len(block) < SHORTEST and not run):
            pairs, run = run, []
        elif run and (run[-1][0] + 1, run[-1][1] + 1) != (old, index):
            pairs, run = run, [(old, index)]
        else:
            run.append((old, index))
            continue
        yield from _joined(pairs, spans)
    yield from _joined(run, spans)


def _joined(
    pairs: list[tuple[int, int]], spans: list[Stretch]
) -> Iterator[tuple[Stretch, Stretch]]:
    if pairs:
        (first, again), (last_first, last_again) = pairs[0], pairs[-1]
        yield (spans[first][0], spans[last_first][1]), (spans[again][0], spans[last_again][1])


def _rows(text: str, start: int, end: int) -> str:
    first = text.count("\n", 0, start) + 1
    last = first + text.count("\n", start, end)
    return f"line {first}" if first == last else f"lines {first}-{last}"
