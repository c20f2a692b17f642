"""Structured data with the place of every value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokest.linter.mapping import TextMap


@dataclass(slots=True)
class Node:
    """A value of a document: plain data, where it stands, and its children.

    `value` is text, a number, a truth value or ``None`` for a leaf, and ``None`` beside
    `children` for the rest. `locate` maps the characters of a text to the file, and `write` spells
    a text in place of a stretch of it, or gives ``None`` where that cannot be.
    """

    kind: str
    start: int
    end: int
    value: Any = None
    children: dict[str, Node] | list[Node] | None = None
    locate: Callable[[], TextMap] | None = None
    write: Callable[[str], str | None] | None = None

    def get(self, *keys: str | int) -> Node | None:
        """Follow keys and indexes; ``None`` where there is nothing.

        >>> Node("map", 0, 0, children={"a": Node("text", 0, 0, "b")}).get("a").value
        'b'
        """
        node: Node | None = self
        for key in keys:
            if node is None:
                return None
            inside = node.children
            if isinstance(inside, dict):
                node = inside.get(str(key))
            elif isinstance(inside, list) and isinstance(key, int) and key < len(inside):
                node = inside[key]
            else:
                return None
        return node

    def text(self, *keys: str | int) -> str | None:
        """Give the text at a place."""
        node = self.get(*keys)
        return node.value if node is not None and isinstance(node.value, str) else None

    def items(self) -> Iterator[Node]:
        """Give the items of a list."""
        return iter(self.children if isinstance(self.children, list) else ())

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """Give the entries of a mapping."""
        return iter(self.children.items() if isinstance(self.children, dict) else ())


def plain(node: Node) -> Any:  # noqa: ANN401  # as varied as the data
    """Give the data without its places; the tree is not deep, its reader sees to that.

    >>> plain(Node("list", 0, 0, children=[Node("number", 0, 1, 1)]))
    [1]
    """
    return filled(node, {})


def filled(node: Node, texts: dict[int, str]) -> Any:  # noqa: ANN401  # as varied as the data
    """Give the data with other texts for some nodes, by their `id`.

    >>> node = Node("text", 0, 3, "{{a}}")
    >>> filled(Node("list", 0, 5, children=[node]), {id(node): "b"})
    ['b']
    """
    if isinstance(node.children, dict):
        return {key: filled(child, texts) for key, child in node.children.items()}
    if isinstance(node.children, list):
        return [filled(child, texts) for child in node.children]
    return texts.get(id(node), node.value) if texts else node.value
