"""Front matter: the model, the variables and what is ignored, as the file itself says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tokest.linter.extract.yamltree import parse
from tokest.linter.values import Problem, Request, Span, Variable

if TYPE_CHECKING:
    from tokest.linter.extract.tree import Node

_INPUTS: Final = ("inputs", "input_variables", "inputSchema", "parameters")


@dataclass(slots=True)
class Front:
    """What front matter says to the linter."""

    request: Request | None = None
    declared: tuple[Variable, ...] | None = None
    ignored: tuple[tuple[str, Span], ...] = ()
    budget: int | None = None
    problems: list[tuple[str, int]] = field(default_factory=list)


def read_front(text: str, start: int) -> Front:
    r"""Read front matter that begins at `start` of its file.

    >>> read_front("model: gpt-4o\ntokest: {ignore: [TK101]}\n", 4).ignored[0][0]
    'TK101'
    """
    found = parse(text, start)
    if isinstance(found, Problem):
        return Front(problems=[(f"front matter is {found.what}", found.start)])
    if not found:
        return Front()
    root = found[0]
    front = Front(request=_request(root), declared=_declared(root))
    ours = root.get("tokest")
    if ours is not None:
        _take_ours(ours, front)
    return front


def _request(root: Node) -> Request | None:
    node = root.get("model")
    if node is not None and isinstance(node.children, dict):  # Prompty 1: model.configuration
        config = node.get("configuration")
        node = (config.get("azure_deployment") if config else None) or node.get("id")
    if node is None or not isinstance(node.value, str) or "{" in node.value:
        return None
    return Request(
        model=node.value, model_span=Span(node.start, node.end), shape="frontmatter",
        span=Span(root.start, root.start),
    )  # fmt: skip


def _declared(root: Node) -> tuple[Variable, ...] | None:
    for key in _INPUTS:
        node = root.get(key)
        if node is None:
            continue
        if isinstance(node.children, dict):
            inner = node.get("properties") or node
            return tuple(Variable(name, one.start, one.end) for name, one in inner.pairs())
        if isinstance(node.children, list):
            items = [(item.text("name") or item.value, item) for item in node.children]
            return tuple(
                Variable(name, one.start, one.end) for name, one in items if isinstance(name, str)
            )
    return None


def _take_ours(ours: Node, front: Front) -> None:
    for key, node in ours.pairs():
        if key == "ignore":
            codes = [node] if isinstance(node.value, str) else list(node.items())
            front.ignored = tuple((str(one.value), Span(one.start, one.end)) for one in codes)
        elif key == "budget" and isinstance(node.value, int) and node.value > 0:
            front.budget = node.value
        elif key == "budget":
            front.problems.append(("tokest.budget must be a whole number of tokens", node.start))
        else:
            what = f"tokest: unknown key {key!r} (known: ignore, budget)"
            front.problems.append((what, node.start))
