"""What is kept of a prompt once its file is closed: its size, its digest, its paragraphs."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tokest.linter.context import measured
from tokest.linter.project import Block, Summary
from tokest.linter.rule import Ask
from tokest.linter.rules.tk506_repeated_block import PARAGRAPH, SHORTEST

if TYPE_CHECKING:
    from collections.abc import Generator

    from tokest.linter.context import Context
    from tokest.linter.rule import Count, Hit
    from tokest.linter.values import Prompt


def digest(prompt: Prompt) -> str:
    """Hash what is sent of a prompt, wherever it stands in its file.

    Of a request that is more than texts and tools, such as one with images, that is all of it.
    """
    made = sha256()
    texts = [text for part in prompt.parts for text in (part.role, part.text)]
    texts += [tool.text for tool in prompt.tools]
    if prompt.body is not None and not prompt.bounded:
        texts.append(prompt.body(lambda part: part.text).json)
    for text in texts:
        made.update(text.encode("utf-8", "replace"))
        made.update(b"\0")
    return made.hexdigest()


def summarize(
    prompt: Prompt, context: Context, *, blocks: bool
) -> Generator[Ask | Summary | Hit, tuple[Count, ...], None]:
    """Measure a prompt for each of its models."""
    counts = []
    models = context.models(prompt)
    for model in models:
        count = yield from measured(prompt, context, model)
        counts.append((model, count))
    eager = None
    heads = tuple(part.text for part in prompt.parts if part.key == "frontmatter")
    if heads:
        (head,) = yield Ask(heads, models[0])
        eager = head.tokens
    found: list[Block] = []
    if blocks:
        found = yield from _blocks(prompt, models[0])
    place = prompt.parts[0].span(0, 0).start if prompt.key and prompt.parts else 0
    row, column = prompt.source.place(place)
    yield Summary(
        id=prompt.id,
        path=prompt.source.path,
        digest=digest(prompt),
        row=row,
        column=column,
        kind=prompt.kind,
        counts=tuple(counts),
        eager=eager,
        variables=tuple(sorted({one.name for one in prompt.variables if one.name})),
        blocks=tuple(found),
    )


def _blocks(
    prompt: Prompt, model: str
) -> Generator[Ask | Summary | Hit, tuple[Count, ...], list[Block]]:
    found = [
        (part, one, one[0].strip())
        for part in prompt.parts
        for one in PARAGRAPH.finditer(part.text)
        if len(one[0].strip()) >= SHORTEST
    ]
    counts = yield Ask(tuple(text for _, _, text in found), model)
    blocks, before = [], 0
    for (part, one, text), count in zip(found, counts, strict=True):
        name = sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
        row = prompt.source.place(part.span(*one.span()).start)[0]
        blocks.append(Block(name, count.tokens, row, before))
        before += count.tokens
    return blocks
