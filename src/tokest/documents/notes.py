"""The problems of a document, with their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tokest.errors import FileFormatError

if TYPE_CHECKING:
    import yaml

MAX_NODES: Final = 500_000
"""Visits of nodes, counting an aliased node each time it is used: this bounds alias bombs."""


class Unreadable:
    """What a kind returns for a node it could not read; the problem is already noted."""


UNREADABLE: Final = Unreadable()


@dataclass(slots=True)
class Notes:
    """Problems met so far in one file, and the budget of nodes left."""

    path: str
    problems: list[tuple[int, int, str]] = field(default_factory=list)
    nodes: int = MAX_NODES

    def add(self, node: yaml.Node, what: str) -> Unreadable:
        """Note a problem at a node."""
        self.problems.append((node.start_mark.line + 1, node.start_mark.column + 1, what))
        return UNREADABLE

    def visit(self, node: yaml.Node) -> None:
        """Count one visit; give up on a document that expands without end."""
        self.nodes -= 1
        if self.nodes < 0:
            self.add(node, f"more than {MAX_NODES:,} nodes once aliases are followed")
            raise self.error()

    def error(self) -> FileFormatError:
        """Make the error that lists all problems, in the order of the file."""
        lines = sorted(set(self.problems))
        return FileFormatError(
            tuple(f"{self.path}:{row}:{col}: {what}" for row, col, what in lines)
        )
