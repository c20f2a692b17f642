"""What the linter speaks of: prompts, their parts, findings and fixes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from tokest.linter.traits import coded_runs, traits

if TYPE_CHECKING:
    from tokest.linter.bodies import Body
    from tokest.linter.mapping import TextMap
    from tokest.linter.source import Source
    from tokest.linter.traits import Trait

Level = Literal["error", "warning", "info"]
Safety = Literal["safe", "unsafe"]

LEVELS: Final[tuple[Level, ...]] = ("info", "warning", "error")
"""From the mildest."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of a file, in characters, and what replaces it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together; `unsafe` ones may change what the prompt means."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule has found, at a place in a file; columns and rows count from one."""

    code: str
    name: str
    level: Level
    message: str
    path: str
    row: int
    column: int
    end_row: int
    end_column: int
    prompt: str
    line: str = ""
    saving: int | None = None
    fix: Fix | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a file from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Variable:
    """A place in a part's text that is filled in later; `name` is empty for an expression."""

    name: str
    start: int
    end: int


class Part:
    """A text inside a prompt, with the way back to the file for each of its characters.

    The way back is only worked out when a finding asks for it. One that is `raw` stands in its file
    as it is read; a string of a data file has `write`, which spells a text as the file needs it.
    """

    def __init__(  # noqa: PLR0913  # what a text brings along
        self,
        key: str,
        text: str,
        locate: Callable[[], TextMap],
        *,
        role: str = "",
        variables: tuple[Variable, ...] = (),
        raw: bool = False,
        write: Callable[[str], str | None] | None = None,
    ) -> None:
        self.key = key
        self.text = text
        self.role = role
        self.variables = variables
        self.raw = raw
        self.write = write
        self.model = ""
        self._locate = locate

    @cached_property
    def places(self) -> TextMap:
        """Give the map from the text to the file."""
        return self._locate()

    def span(self, start: int, end: int) -> Span:
        """Give the place in the file of a stretch of the text."""
        return Span(*self.places.span(start, end))

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """Replace a stretch of the text, if its file can hold the new text as it is."""
        written: str | None = text
        if text and not (self.raw or self.places.verbatim(start, end, text)):
            written = self.write(text) if self.write else None
        span = self.span(start, end)
        return None if written is None else Edit(span.start, span.end, written)

    @cached_property
    def traits(self) -> frozenset[Trait]:
        """Say what is in the text."""
        return traits(self.text, self.runs)

    @cached_property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """Give where what may be a key, a blob or a UUID starts and ends."""
        return coded_runs(self.text)

    @cached_property
    def static(self) -> str:
        """Give the text without its variables."""
        return "".join(self.pieces) if self.variables else self.text

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Give the texts between the variables."""
        ends = [0, *(one.end for one in self.variables)]
        starts = [*(one.start for one in self.variables), len(self.text)]
        return tuple(self.text[a:b] for a, b in zip(ends, starts, strict=True))


Fill = Callable[[Part], str]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as its provider is sent it: compact JSON, and where it stands."""

    name: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class LimitPlace:
    """Where a request takes a limit of its output: as which key, and inside of which object.

    The key is empty where the provider decides on it; `gap` is what stands before the next key.
    """

    at: int
    key: str
    within: str
    gap: str
    last: bool

    def edit(self, key: str, tokens: int) -> Edit:
        """Write the limit."""
        text = f'"{self.key or key}": {tokens}'
        text = f'"{self.within}": {{{text}}}' if self.within else text
        end = "" if self.last else "," if self.gap else ", "
        return Edit(self.at, self.at, self.gap + text + end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a request says beside its texts."""

    model: str | None = None
    model_span: Span | None = None
    max_output: int | None = None
    provider: str = ""
    cache_control: bool = False
    custom_id: str | None = None
    url: str | None = None
    span: Span = Span(0, 0)
    shape: str = ""
    limit: LimitPlace | None = None


class Prompt:
    """One thing that is sent: its parts, its tools and what its request says.

    `body` makes the whole request of it, given what each part reads with its variables filled in.
    One that is `bounded` is of texts alone: what its API adds has a bound.
    """

    def __init__(  # noqa: PLR0913  # what a prompt is made of
        self,
        source: Source,
        key: str,
        parts: tuple[Part, ...],
        *,
        kind: str = "text",
        request: Request | None = None,
        tools: tuple[Tool, ...] = (),
        declared: tuple[Variable, ...] | None = None,
        budget: int | None = None,
        body: Callable[[Fill], Body] | None = None,
        bounded: bool = False,
    ) -> None:
        self.source = source
        self.body = body
        self.bounded = bounded
        self.budget = budget
        self.key = key
        self.parts = parts
        self.kind = kind
        self.request = request
        self.tools = tools
        self.declared = declared

    @property
    def id(self) -> str:
        """Name the prompt by its file and its place in the file's structure, not by its line."""
        return f"{self.source.path}#{self.key}" if self.key else self.source.path

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Give all that is counted of the prompt: static texts, and tools as compact JSON."""
        return (*(part.static for part in self.parts), *(tool.text for tool in self.tools))

    @cached_property
    def size(self) -> int:
        """Give the bytes of it: no tokenizer makes more tokens than that."""
        return sum(
            len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
            for text in self.texts
        )

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """Give the variables of all parts."""
        return tuple(one for part in self.parts for one in part.variables)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file, or a part of it, cannot be read, and where."""

    what: str
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A request of a batch file: its id, its model, its endpoint, and where it begins."""

    custom_id: str | None
    model: str | None
    url: str | None
    span: Span
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch file as its provider takes it: how large it is, and its requests."""

    provider: str
    size: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file: its text, the prompts in it, and what of it cannot be read."""

    source: Source
    prompts: tuple[Prompt, ...] = ()
    problems: tuple[Problem, ...] = ()
    comments: str = ""
    batch: Batch | None = None
    ignored: tuple[tuple[str, Span], ...] = ()
