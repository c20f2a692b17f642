"""Plain text, Markdown and templates, with or without front matter."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from tokest.linter.extract.variables import tags
from tokest.linter.mapping import straight
from tokest.linter.values import Document, Part, Problem, Prompt, Request, Variable

if TYPE_CHECKING:
    from tokest.linter.source import Source

_FRONT: Final = re.compile(r"---[ \t]*\r?\n")
_KEY: Final = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[\w\"'.-]+[ \t]*:")
"""How front matter begins; a rule of dashes above a text is none."""

_END: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.MULTILINE)


def read(source: Source, *, comments: str, templated: bool) -> Document:
    """Read a text: its front matter, if any, is a part of its own."""
    text = source.text
    body = 0
    document = Document(source=source, comments=comments)
    parts: list[Part] = []
    request: Request | None = None
    declared = None
    budget = None
    opened = _FRONT.match(text)
    ended = _END.search(text, opened.end()) if opened else None
    if opened and ended:
        front = text[opened.end() : ended.start()]
        if _KEY.match(front):
            from tokest.linter.extract.front import read_front  # noqa: PLC0415  # YAML if there is

            found = read_front(front, opened.end())
            problems = tuple(Problem(what, at) for what, at in found.problems)
            document = replace(document, problems=problems, ignored=found.ignored)
            body = ended.end()
            parts.append(part("frontmatter", front, opened.end(), role="metadata"))
            request, declared, budget = found.request, found.declared, found.budget
    parts.append(part("", text[body:], body, variables=tags(text[body:]) if templated else ()))
    prompt = Prompt(source, "", tuple(parts), kind="template" if templated else "text",
                    request=request, declared=declared, budget=budget)  # fmt: skip
    return replace(document, prompts=(prompt,))


def part(
    key: str, text: str, start: int, *, role: str = "", variables: tuple[Variable, ...] = ()
) -> Part:
    """Make a part of a stretch of a file that is read as it stands."""
    places = partial(straight, start, len(text))
    return Part(key, text, places, role=role, variables=variables, raw=True)
