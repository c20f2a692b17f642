"""Documented limits (`data/lint.yaml`): caches, and files that agents load."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from tokest.documents.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheMinimum:
    """Tokens that a prefix needs before it is cached; a name with ``*`` is a beginning of names."""

    models: tuple[str, ...]
    tokens: int
    source: str
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFile:
    """A documented limit of a file that agents load."""

    file: str
    part: str
    unit: str
    most: int
    source: str
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All of them."""

    cache_minimums: tuple[CacheMinimum, ...]
    agent_files: tuple[AgentFile, ...]


_DATED: Final = re.compile(r"|[-@]\d{8}(?:-v\d)?|-latest")
"""What may follow the name of a model that is still the same."""

LEAST_WINDOW: Final = 512
"""No model of the rate card takes less input: shorter prompts need no look at it. Tested."""


@cache
def limits() -> Limits:
    """Read the limits, once.

    >>> limits().agent_files[0].file
    'SKILL.md'
    """
    from tokest.documents.kinds import URL, Choice, Count, Day, Many, Record, Text  # noqa: PLC0415
    from tokest.documents.reading import read  # noqa: PLC0415  # YAML only when a rule asks
    from tokest.resources import data_file  # noqa: PLC0415

    said: dict[str, Kind] = {"source": URL, "checked": Day()}
    units = Choice(("tokens", "lines", "bytes", "characters"))
    parts = Choice(("all", "body", "frontmatter", "description"))
    shape = Record(
        Limits,
        {
            "cache_minimums": Many(
                Record(CacheMinimum, {"models": Many(Text()), "tokens": Count(1), **said})
            ),
            "agent_files": Many(
                Record(
                    AgentFile,
                    {"file": Text(), "part": parts, "unit": units, "most": Count(1), **said},
                )
            ),
        },
    )
    found: Limits = read(data_file("lint.yaml").read_text("utf-8"), "lint.yaml", shape)
    return found


def cache_minimum(model: str) -> CacheMinimum | None:
    """Find what a model's cache needs; ``None`` where no page says it.

    >>> cache_minimum("claude-haiku-4-5-20251001").tokens, cache_minimum("qwen-plus").tokens
    (4096, 1024)
    """
    name = model.lower().rsplit("/", 1)[-1]
    return next(
        (
            one
            for one in limits().cache_minimums
            if any(_is_meant(name, pattern) for pattern in one.models)
        ),
        None,
    )


def _is_meant(name: str, pattern: str) -> bool:
    if pattern.endswith("*"):
        return name.startswith(pattern[:-1])
    return name.startswith(pattern) and _DATED.fullmatch(name[len(pattern) :]) is not None
