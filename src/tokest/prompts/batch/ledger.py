"""What a batch file says as a whole, and which limits of its provider it breaks."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tokest.prompts.batch.envelopes import Entry
    from tokest.prompts.batch.limits import BatchLimits

MOST_KEPT: Final = 1000
"""Problems of single lines that are kept with their text; more are only counted."""

MOST_NAMES: Final = 20
"""Models, endpoints and modes that are told apart; a file of one of each has one."""


SHOWN: Final = 3
"""How many of them are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProblem:
    """What is wrong with one line."""

    line: int
    what: str


@dataclass(slots=True)
class Problems:
    """Problems of lines, the first `MOST_KEPT` of them with their text."""

    kept: list[LineProblem] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, what: str) -> None:
        """Note a problem."""
        self.count += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(LineProblem(line=line, what=what))


@dataclass(slots=True)
class Ledger:
    """Figures of a file that grow line by line; 12 bytes a request, whatever its size.

    Where a model, an endpoint or a thinking mode was first met is kept by its name.
    """

    lines: int = 0
    size: int = 0
    requests: int = 0
    models: dict[str, int] = field(default_factory=dict)
    endpoints: dict[str, int] = field(default_factory=dict)
    thinking: dict[str, int] = field(default_factory=dict)
    too_long: Problems = field(default_factory=Problems)
    _ids: array[int] = field(default_factory=lambda: array("Q"))
    _places: array[int] = field(default_factory=lambda: array("I"))

    def add(self, line: int, entry: Entry, *, thinks: bool | None) -> None:
        """Enter a request."""
        self.requests += 1
        mode = {True: "on", False: "off", None: "not said"}[thinks]
        for seen, name in (
            (self.models, entry.model or ""),
            (self.endpoints, entry.endpoint),
            (self.thinking, mode),
        ):
            if name not in seen and len(seen) < MOST_NAMES:
                seen[name] = line
        if entry.id is not None:
            digest = blake2b(entry.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            self._ids.append(int.from_bytes(digest, "little"))
            self._places.append(line)

    def repeated(self) -> Problems:
        """Find ids that stand a second time, in the order of the file.

        >>> ledger = Ledger()
        >>> from tokest.prompts.batch.envelopes import Entry
        >>> for line in (1, 2):
        ...     entry = Entry(shape="openai", id="a", endpoint="/v1", model="m", body={})
        ...     ledger.add(line, entry, thinks=None)
        >>> ledger.repeated().kept
        [LineProblem(line=2, what='its id stands on line 1 too')]
        """
        import numpy as np  # noqa: PLC0415  # a reader of small files does without

        ids = np.frombuffer(self._ids, np.uint64) if self._ids else np.empty(0, np.uint64)
        order = np.argsort(ids, kind="stable")
        same = np.flatnonzero(ids[order][1:] == ids[order][:-1]) + 1
        pairs = sorted((self._places[order[at]], self._places[order[at - 1]]) for at in same)
        found = Problems()
        for line, first in pairs:
            found.add(line, f"its id stands on line {first} too")
        return found


def broken(ledger: Ledger, limits: BatchLimits) -> tuple[str, ...]:
    """Say which limits a file breaks as a whole."""
    found = []
    if limits.requests is not None and ledger.requests > limits.requests:
        found.append(f"{ledger.requests:,} requests; a file may have {limits.requests:,}")
    if limits.file_bytes is not None and ledger.size > limits.file_bytes:
        found.append(f"{ledger.size:,} bytes; a file may have {limits.file_bytes:,}")
    if ledger.too_long.count:
        lines = _several(ledger.too_long.count, ledger.too_long.kept[0].line)
        found.append(f"more than {limits.line_bytes:,} bytes in one line: {lines}")
    if limits.one_model and len(ledger.models) > 1:
        found.append(f"more than one model: {_places(ledger.models)}")
    if limits.one_thinking and {"on", "off"} <= ledger.thinking.keys():
        modes = {f"thinking {mode}": line for mode, line in ledger.thinking.items()}
        found.append(f"more than one thinking mode: {_places(modes)}")
    if len(ledger.endpoints) > 1:
        found.append(f"more than one endpoint: {_places(ledger.endpoints)}")
    for endpoint, line in ledger.endpoints.items():
        if endpoint not in limits.endpoints:
            found.append(f"{limits.provider} takes no {endpoint} in batch files (line {line})")
    repeated = ledger.repeated()
    if repeated.count:
        lines = _several(repeated.count, repeated.kept[0].line)
        found.append(f"ids that stand more than once: {lines}")
    return tuple(found)


def _places(seen: dict[str, int]) -> str:
    shown = [f"{name or 'none'} (line {line})" for name, line in seen.items()]
    more = ["and more"] if len(shown) > SHOWN else []
    return ", ".join([*shown[:SHOWN], *more])


def _several(count: int, first: int) -> str:
    return f"line {first}" if count == 1 else f"line {first} and {count - 1:,} more"
