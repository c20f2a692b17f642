"""The shape of a configuration, declared once for TOML and YAML."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import yaml

from tokest.documents.kinds import Choice, Count, Flag, Kind, Many, Number, Record, Text
from tokest.documents.notes import UNREADABLE, Notes, Unreadable
from tokest.linter.settings import Budget, Override, Settings, VariableSize

if TYPE_CHECKING:
    from collections.abc import Callable

PERCENT: Final = r"\d{1,6}(\.\d{1,6})?\s*%"
_MOST_REQUESTS: Final = 10**12


@dataclass(frozen=True, slots=True)
class Percent:
    """A share such as ``10%``; a bare number is refused, for it may mean tokens."""

    def read(self, node: yaml.Node, notes: Notes) -> Decimal | Unreadable:
        """Read the number before the sign."""
        word = Text(pattern=PERCENT, example="a share such as 10%").read(node, notes)
        return word if isinstance(word, Unreadable) else Decimal(word.rstrip("% \t"))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, with or without quotes."""

    def read(self, node: yaml.Node, notes: Notes) -> Decimal | Unreadable:
        """Read an amount from its text."""
        if isinstance(node, yaml.ScalarNode):
            node = yaml.ScalarNode(node.tag, node.value, node.start_mark, node.end_mark)
        return Number().read(node, notes)


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping from names of the user's own to one kind, read into pairs."""

    kind: Kind

    def read(self, node: yaml.Node, notes: Notes) -> tuple[tuple[str, Any], ...] | Unreadable:
        """Read every value, even after a bad one."""
        notes.visit(node)
        if not isinstance(node, yaml.MappingNode):
            return notes.add(node, "expected a mapping from names to values")
        pairs = tuple((str(key.value), self.kind.read(one, notes)) for key, one in node.value)
        return UNREADABLE if any(value is UNREADABLE for _, value in pairs) else pairs


def _build(kind: Callable[..., object]) -> Callable[..., object]:
    """Build a value from keys with hyphens."""
    return lambda **values: kind(**{key.replace("-", "_"): one for key, one in values.items()})


_TEXTS: Final = Many(Text())
_REQUESTS: Final = Count(1, _MOST_REQUESTS)

BUDGET: Final = Record(
    _build(Budget),
    {"paths": Many(Text(), at_least=1)},
    {
        "name": Text(),
        "max-tokens": Count(1),
        "max-growth": Percent(),
        "max-cost-per-request": Money(),
        "max-cost-per-month": Money(),
        "total-max-tokens": Count(1),
        "model": Text(),
        "requests-per-month": _REQUESTS,
    },
    check=lambda values, nodes: (
        [(nodes[""], "a budget needs a limit, such as max-tokens")]
        if not any("max" in key for key in values)
        else []
    ),
)
OVERRIDE: Final = Record(
    _build(Override),
    {"paths": Many(Text(), at_least=1)},
    {
        "models": _TEXTS,
        "region": Text(),
        "requests-per-month": _REQUESTS,
        "output-tokens": Count(),
    },
)
VARIABLE: Final = Record(
    _build(VariableSize),
    {},
    {"max-tokens": Count(), "sample": Text(), "stable": Flag()},
    check=lambda values, nodes: (
        [(nodes[""], "say max-tokens, sample or stable = true")] if not values else []
    ),
)
CODES: Final = Many(Text(pattern=r"TK\d{0,3}", example="a code such as TK101 or TK5"))

OPTIONS: Final[dict[str, Kind]] = {
    "models": _TEXTS,
    "region": Text(),
    "pricing": _TEXTS,
    "method": Choice(("auto", "exact", "table")),
    "include": _TEXTS,
    "exclude": _TEXTS,
    "extend-exclude": _TEXTS,
    "select": CODES,
    "extend-select": CODES,
    "ignore": CODES,
    "per-file-ignores": Named(CODES),
    "reserve-output": Count(),
    "output-tokens": Count(),
    "requests-per-month": _REQUESTS,
    "max-growth": Percent(),
    "min-growth-tokens": Count(),
    "min-saving": Count(),
    "min-saving-percent": Percent(),
    "variables": Named(VARIABLE),
    "budgets": Many(BUDGET),
    "overrides": Many(OVERRIDE),
    "candidates": _TEXTS,
    "python-names": _TEXTS,
    "text-keys": _TEXTS,
    "respect-gitignore": Flag(),
    "extend": Text(),
}
PLAIN: Final = Record(dict, {}, OPTIONS)
"""Reads a configuration into its keys and values, so that files can be laid over each other."""


def settings_of(values: dict[str, Any]) -> Settings:
    """Make settings of the values of configuration files.

    >>> settings_of({"min-saving": 5}).min_saving
    5
    """
    return Settings(
        **{key.replace("-", "_"): one for key, one in values.items() if key != "extend"}
    )
