"""What files hold that gives no call or record, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Lack = Literal["failed", "no usage", "unknown usage", "chunk", "page"]

MEANINGS: Final[dict[Lack, str]] = {
    "failed": "a failure, which is not billed",
    "no usage": "no usage object",
    "unknown usage": "a usage object of no known shape",
    "chunk": "chunks of answers without any usage, which stream_options.include_usage adds",
}
"""What lines lack, and how a note says it."""

MOST_NAMES: Final = 6
MOST_CHARACTERS: Final = 40
"""Names of a usage object that a note shows, and characters of each."""


@dataclass(slots=True)
class Passed:
    """How many lines gave no call, by what they lack, with the first of each; pages that lack.

    >>> passed = Passed()
    >>> passed.add("unknown usage", "a.jsonl:3", ("input", "output"))
    >>> list(passed.notes())
    ['1 line gives no call: a usage object of no known shape; first: a.jsonl:3 (input, output)']
    """

    counts: dict[Lack, int] = field(default_factory=dict)
    firsts: dict[Lack, str] = field(default_factory=dict)

    def add(self, lack: Lack, place: str, names: tuple[str, ...] = (), *, lines: int = 1) -> None:
        """Count lines; ``names`` are those of the usage object of the first."""
        self.counts[lack] = self.counts.get(lack, 0) + lines
        if lack not in self.firsts:
            shown = ", ".join(name[:MOST_CHARACTERS] for name in names[:MOST_NAMES])
            self.firsts[lack] = f"{place} ({shown})" if shown else place

    def notes(self) -> Iterator[str]:
        """Say what gave no call."""
        for lack, count in self.counts.items():
            if lack == "page":
                yield f"more pages follow {self.firsts[lack]}, which are not here (has_more)"
                continue
            verb = "line gives" if count == 1 else "lines give"
            yield f"{count:,} {verb} no call: {MEANINGS[lack]}; first: {self.firsts[lack]}"
