"""Where a configuration says what: the places of its budgets, to show them and to lower them."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.source import Source

KEY: Final = "max-tokens"
_NUMBER: Final = re.compile(
    rf"(?<![\w-]){KEY}[\"']?[ \t]*=[ \t]*+(?P<number>\+?\d[\d_]*+)(?![.\w])"
)
_MARK: Final = 10**15
"""More than any budget; the numbers from here on stand for places."""


def budget_places(source: Source) -> tuple[Span | None, ...]:
    """Find the figure of each budget, in their order; ``None`` where it has none or hides it.

    >>> from tokest.linter.source import Source
    >>> found = budget_places(Source("tokest.toml", "budgets = [{paths = ['*'], max-tokens = 50}]"))
    >>> found
    (Span(start=40, end=42),)
    """
    if source.path.lower().endswith((".yaml", ".yml")):
        return _in_yaml(source.text)
    return _in_toml(source)


def _in_toml(source: Source) -> tuple[Span | None, ...]:
    """Put another number in each likely place, and see which of them is read as which budget."""
    spans = [Span(*found.span("number")) for found in _NUMBER.finditer(source.text)]
    pieces, at = [], 0
    for number, span in enumerate(spans):
        pieces += [source.text[at : span.start], str(_MARK + number)]
        at = span.end
    data: Any = tomllib.loads("".join([*pieces, source.text[at:]]))
    if source.path.rpartition("/")[2] == "pyproject.toml":
        data = data.get("tool", {}).get("tokest", {})
    figures = [one.get(KEY, 0) for one in data.get("budgets", ())]
    return tuple(spans[one - _MARK] if one >= _MARK else None for one in figures)


def _in_yaml(text: str) -> tuple[Span | None, ...]:
    import yaml  # noqa: PLC0415  # only for a file of it

    budgets = _entries(yaml.compose(text, Loader=yaml.SafeLoader)).get("budgets")
    return tuple(_span(_entries(one).get(KEY)) for one in getattr(budgets, "value", ()))


def _span(node: Any) -> Span | None:  # noqa: ANN401  # a node of yaml, or none
    bare = getattr(node, "id", "") == "scalar" and node.style is None
    return Span(node.start_mark.index, node.end_mark.index) if bare else None


def _entries(node: Any) -> dict[str, Any]:  # noqa: ANN401  # a node of yaml, or none
    if getattr(node, "id", "") != "mapping":
        return {}
    return {str(key.value): one for key, one in node.value}
