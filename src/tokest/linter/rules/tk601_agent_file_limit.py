"""A file that agents load, above the limit its own documentation states.

## Why is this bad?
What is beyond the limit is cut off, or is loaded and makes the rest count for less. Only limits
that a page states are known, each with the page and the day it was read.

## Example
`SKILL.md body: 6,120 tokens, https://agentskills.io/specification says at most 5,000`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.globs import matches
from tokest.linter.limits import limits
from tokest.linter.rule import Ask, Hit, Rule
from tokest.linter.values import Problem, Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(level="warning", scope="prompt", sources=("data/lint.yaml: agent_files",))
NAMES = ("skill.md", "claude.md", "agents.md")


def check(prompt: Prompt, context: Context) -> Check:
    """Report each limit that is exceeded."""
    path = prompt.source.path
    name = path.rpartition("/")[2]
    if name.lower() not in NAMES:
        return
    for limit in limits().agent_files:
        if not matches(name, limit.file):
            continue
        texts = [
            one.text for one in prompt.parts if limit.part == "all" or one.key == _key(limit.part)
        ]
        if limit.part == "description":
            texts = [_description(text) for text in texts]
        size = sum(_size(text, limit.unit) for text in texts)
        shown = f"{size:,} {limit.unit}"
        if limit.unit == "tokens" and size > limit.most:
            (count,) = yield Ask((texts[0],), context.models(prompt)[0])
            size, shown = count.low, str(count)
        if size > limit.most:
            where = "" if limit.part == "all" else f" {limit.part}"
            message = f"{name}{where}: {shown}, {limit.source} says at most {limit.most:,}"
            yield Hit(message=f"{message} ({limit.checked})", span=Span(0, 0))


def _key(part: str) -> str:
    return {"body": "", "description": "frontmatter"}.get(part, part)


def _description(front: str) -> str:
    from tokest.linter.extract.yamltree import parse  # noqa: PLC0415  # YAML if there is any

    found = parse(front)
    return "" if isinstance(found, Problem) or not found else found[0].text("description") or ""


def _size(text: str, unit: str) -> int:
    if unit == "lines":
        return text.count("\n") + (not text.endswith("\n") and bool(text))
    if unit == "characters":
        return len(text)
    return len(text.encode("utf-8", "replace"))
