"""What a rule says of itself, and what its check is given and gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Generator

    from tokest.linter.bodies import Body
    from tokest.linter.values import Fix, Level, Safety, Span

Scope = Literal["document", "prompt", "part", "project", "ignores"]
"""What a rule's check is called for."""

When = Literal["always", "batch", "budget", "declared", "request", "tools", "unicode", "variables"]
"""What has to be there before a rule has anything to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule's record; its code and name are in the name of its module.

    `sources` are URLs, each with the day it was read, that its threshold or its claim rests on.
    A rule with `default` false runs only when it is selected by its full code.
    """

    level: Level
    scope: Scope
    when: When = "always"
    since: str = "0.1.0"
    default: bool = True
    fix: Safety | Literal["safe or unsafe"] | None = None
    sources: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a check yields: what is wrong, where, and how to mend it."""

    message: str
    span: Span
    saving: int | None = None
    fix: Fix | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What a check yields to have texts or requests counted; it is sent one `Count` for each.

    Texts are gathered from many checks and counted in one pass.
    """

    texts: tuple[str | Body, ...]
    model: str


@dataclass(frozen=True, slots=True)
class Count:
    """Tokens of a text or a request, their range, and how they were counted.

    `unknown` names what nobody can count, such as an image without a size; the rest is `tokens`.
    """

    tokens: int
    low: int
    high: int
    method: str
    encoding: str
    unknown: str = ""

    @property
    def exact(self) -> bool:
        """Whether the count is no estimate."""
        return self.method == "exact" and not self.unknown

    def __str__(self) -> str:
        if self.unknown:
            return f"at least {self.low:,} tokens ({self.method}; {self.unknown} not counted)"
        if self.exact:
            return f"{self.tokens:,} tokens (exact, {self.encoding})"
        return f"about {self.tokens:,} tokens ({self.method}, {self.low:,} - {self.high:,})"


def total(counts: tuple[Count, ...], method: str = "exact", encoding: str = "") -> Count:
    """Add counts of one model.

    >>> one = Count(3, 3, 3, "exact", "qwen")
    >>> total((one, one)).tokens
    6
    """
    if not counts:
        return Count(0, 0, 0, method, encoding)
    return Count(
        sum(one.tokens for one in counts),
        sum(one.low for one in counts),
        sum(one.high for one in counts),
        counts[0].method,
        counts[0].encoding,
        next((one.unknown for one in counts if one.unknown), ""),
    )


if TYPE_CHECKING:
    Check = Generator[Hit | Ask, tuple[Count, ...], None]
