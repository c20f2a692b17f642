"""Base64, long hexadecimal numbers and UUIDs.

## Why is this bad?
A tokenizer cannot put them together: base64 takes a token for 1.5 characters, a UUID 18 tokens
where a number takes two (measured in o200k_base). Send images and files as such, and give things
short names.

## Example
Bad: `data:image/png;base64,...` inside the text. Good: an image part of the request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokest.linter.rule import Ask, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part

RULE = Rule(level="warning", scope="part", when="blob", options=("min-saving",))
RUN = re.compile(r"[A-Za-z0-9+/_=-]{100,}+|[0-9a-fA-F]{64,}+", re.ASCII)
UUID = re.compile(
    r"(?<![/=\w-])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![/\w-])",
    re.ASCII,
)
SHORTEST = 64
"""Characters of the shortest blob that is no UUID."""

FEWEST_UUIDS = 3
"""One or two are names that somebody needs; those in addresses are not looked at."""

FEWEST_KINDS = 12
"""Different characters of a run; fewer make a divider or a made-up value."""


def check(part: Part, context: Context) -> Check:
    """Report each blob, and all UUIDs of a part together."""
    model = part.model
    for run, start in _blobs(part):
        blob, whole = yield Ask((run, part.text), model)
        if context.pays(blob.tokens, whole.tokens):
            kind = "hexadecimal number" if re.fullmatch("[0-9a-fA-F]+", run) else "base64 blob"
            message = (
                f"{len(run):,} characters of a {kind} are {blob}: send it as a file or by name"
            )
            span = part.span(start, start + len(run))
            yield Hit(message=message, span=span, saving=blob.tokens)
    uuids = [found for run in part.runs for found in UUID.finditer(part.text, *run)]
    if len(uuids) >= FEWEST_UUIDS:
        short = {name: str(i + 1) for i, name in enumerate(dict.fromkeys(one[0] for one in uuids))}
        plain = UUID.sub(lambda one: short[one[0]], part.text)
        before, after = yield Ask((part.text, plain), model)
        saving = before.tokens - after.tokens
        if context.pays(saving, before.tokens):
            message = f"{len(uuids)} UUIDs: numbers in their place save {saving:,} of {before}"
            yield Hit(message=message, span=part.span(*uuids[0].span()), saving=saving)


def _blobs(part: Part) -> Iterator[tuple[str, int]]:
    """Give each blob and where it stands; only what is long is looked at."""
    for start, end in part.runs:
        if end - start < SHORTEST:
            continue
        for found in RUN.finditer(part.text, start, end):
            blob = found[0]
            mixed = any(map(str.isdigit, blob)) and any(map(str.isalpha, blob))
            words = blob.count("/") + blob.count("-") + blob.count("_")
            if mixed and len(set(blob)) >= FEWEST_KINDS and words * 12 < len(blob):
                yield blob, found.start()
