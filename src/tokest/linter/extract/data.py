"""JSON, YAML and TOML files: requests, tools, conversations and prompt keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.extract.shapes import prompts_of
from tokest.linter.values import Document, Problem

if TYPE_CHECKING:
    from tokest.linter.extract.tree import Node
    from tokest.linter.source import Source


def read(source: Source, *, keys: tuple[str, ...]) -> Document:
    """Read a data file; one without prompts has none, and that is no finding."""
    low = source.path.lower()
    comments = "" if low.endswith(".json") else "#"
    roots = _parse(source, low)
    if isinstance(roots, Problem):
        return Document(source=source, problems=(roots,), comments=comments)
    prompts = tuple(
        prompt
        for index, root in enumerate(roots)
        for prompt in prompts_of(
            source, root, keys=keys, prefix=f"[{index}]" if len(roots) > 1 else "", templated=True
        )
    )
    return Document(source=source, prompts=prompts, comments=comments)


def _parse(source: Source, low: str) -> list[Node] | Problem:
    if low.endswith(".json"):
        from tokest.linter.extract.jsontree import parse  # noqa: PLC0415

        found = parse(source.text)
        return found if isinstance(found, Problem) else [found]
    if low.endswith(".toml"):
        from tokest.linter.extract import tomltree  # noqa: PLC0415

        made = tomltree.parse(source)
        return made if isinstance(made, Problem) else [made]
    from tokest.linter.extract import yamltree  # noqa: PLC0415

    return yamltree.parse(source.text)
