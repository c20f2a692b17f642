"""Kinds of fields that only a plan has."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import yaml

from tokest.documents.kinds import SELF, Count, Kind, Many, Number, Record, Text
from tokest.documents.notes import UNREADABLE, Notes, Unreadable
from tokest.errors import TokestError
from tokest.kernels.draws import LARGEST_P90
from tokest.plan.samples import read_sizes
from tokest.plan.workload import Fixed, Prompt, Range, Sample, Size, Skewed
from tokest.rates.match import find_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokest.documents.kinds import Check
    from tokest.rates.card import RateCard

    Values = dict[str, Any]
    Nodes = dict[str, yaml.Node]
    Problems = Iterator[tuple[yaml.Node, str]]

MOST_SIZE: Final = 10**8
"""More tokens than this in one request are a mistake in the plan."""


@dataclass(frozen=True, slots=True)
class Either:
    """A scalar, or a mapping that says more."""

    scalar: Kind
    mapping: Kind

    def read(self, node: yaml.Node, notes: Notes) -> Any:  # noqa: ANN401  # what the kinds read
        """Read the node by what it is."""
        kind = self.mapping if isinstance(node, yaml.MappingNode) else self.scalar
        return kind.read(node, notes)


@dataclass(frozen=True, slots=True)
class Made:
    """What a function makes of a kind's value; its error is a problem of the node."""

    kind: Kind
    make: Callable[[Any], Any]

    def read(self, node: yaml.Node, notes: Notes) -> Any:  # noqa: ANN401  # what `make` returns
        """Read the node, then make the value."""
        value = self.kind.read(node, notes)
        if isinstance(value, Unreadable):
            return value
        try:
            return self.make(value)
        except TokestError as error:
            return notes.add(node, str(error))


@dataclass(frozen=True, slots=True)
class Early:
    """A mapping whose parts are held against each other even where others cannot be read.

    `check` sees the values that could be read, and runs only if the mapping's own check cannot.
    """

    kind: Record
    check: Check

    def read(self, node: yaml.Node, notes: Notes) -> Any:  # noqa: ANN401  # what the kind reads
        """Read the mapping; if that fails, check what there is of it."""
        value = self.kind.read(node, notes)
        if isinstance(value, Unreadable) and isinstance(node, yaml.MappingNode):
            kinds = {**self.kind.required, **self.kind.optional}
            nodes = {key.value: child for key, child in node.value if key.value in kinds}
            silent = Notes(notes.path)  # what cannot be read is noted already
            read = {key: kinds[key].read(child, silent) for key, child in nodes.items()}
            values = {key: one for key, one in read.items() if not isinstance(one, Unreadable)}
            for where, what in self.check(values, {SELF: node, **nodes}):
                notes.add(where, what)
        return value


def number(most: int = 10**9, least: int = 0) -> Kind:
    """Make the kind of a number that may be uncertain.

    >>> from tokest.documents.reading import read
    >>> read("{low: 2, high: 3}", "plan.yaml", number())
    Range(low=Decimal('2'), high=Decimal('3'))
    """
    plain = Number(least, most)
    parts: dict[str, Kind] = {"low": plain, "high": plain, "mean": plain, "p90": plain}
    return Either(Made(plain, Fixed), Record(_number, {}, parts, check=_check_number))


def share() -> Kind:
    """Make the kind of a share, from 0 to 1."""
    return number(1)


def size(read_text: Callable[[str], str]) -> Kind:
    """Make the kind of a size: a number, a distribution, sizes that were seen, or a prompt.

    >>> from tokest.documents.reading import read
    >>> read("{mean: 200, p90: 350}", "plan.yaml", size(str)).shape
    Skewed(mean=Decimal('200'), p90=Decimal('350'))
    """
    plain = Number(0, MOST_SIZE)
    parts: dict[str, Kind] = {
        "tokens": plain,
        "mean": plain,
        "p90": plain,
        "sample": Many(Count(maximum=MOST_SIZE), at_least=1),
        "file": Made(Text(), lambda name: Prompt(read_text(name), name)),
        "log": Made(Text(), lambda name: (name, read_text(name))),
        "column": Text(),
        "within": Number(0, 1),
        "max_tokens": Count(minimum=1, maximum=MOST_SIZE),
    }
    alone = Made(plain, lambda value: Size(shape=Fixed(value)))
    return Either(alone, Record(_size, {}, parts, check=_check_size))


def model(card: RateCard) -> Kind:
    """Make the kind of a model's name, which the rate card must know."""

    def known(name: str) -> str:
        find_model(card, name)
        return name

    return Made(Text(), known)


def child(node: yaml.Node, key: str) -> yaml.Node:
    """Give the node of a key inside a mapping, or the mapping itself.

    >>> node = yaml.compose("{a: 1}")
    >>> child(node, "a").value, child(node, "b") is node
    ('1', True)
    """
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return value  # type: ignore[no-any-return]  # the stubs know no more
    return node


def _number(**parts: Decimal) -> Range | Skewed | Unreadable:
    if parts.keys() == {"low", "high"}:
        return Range(**parts)
    return Skewed(**parts) if parts.keys() == {"mean", "p90"} else UNREADABLE


def _check_number(values: Values, nodes: Nodes) -> Problems:
    if values.keys() == {"low", "high"}:
        if values["low"] > values["high"]:
            yield nodes["low"], f"low {values['low']} is above high {values['high']}"
    elif values.keys() == {"mean", "p90"}:
        yield from _check_skewed(values, nodes)
    else:
        yield nodes[SELF], "give a number, {low: ..., high: ...} or {mean: ..., p90: ...}"


def _check_skewed(values: Values, nodes: Nodes) -> Problems:
    mean, p90 = values["mean"], values["p90"]
    if not mean:
        yield nodes["mean"], "the mean of a lognormal distribution is above 0"
    elif p90 < mean:
        what = f"p90 {p90} is below the mean {mean}: give at least {mean}"
        yield nodes["p90"], f"no such lognormal distribution: {what}"
    elif p90 > mean * Decimal(LARGEST_P90):
        most = f"{mean * Decimal(LARGEST_P90):.0f}"
        what = f"p90 {p90} is more than {LARGEST_P90:.2f} times the mean: give at most {most}"
        yield nodes["p90"], f"no such lognormal distribution: {what}, or a sample"


_SHAPES: Final = ({"tokens"}, {"mean", "p90"}, {"sample"}, {"file"}, {"log", "column"})


def _check_size(values: Values, nodes: Nodes) -> Problems:
    shape = values.keys() - {"within", "max_tokens"}
    if shape not in _SHAPES:
        forms = "tokens; mean and p90; sample; file; log and column"
        yield nodes[SELF], f"give one of: {forms} (got {', '.join(sorted(shape)) or 'none'})"
    elif shape == {"mean", "p90"}:
        yield from _check_skewed(values, nodes)
    elif "log" in shape:
        name, text = values["log"]
        try:
            read_sizes(name, text, values["column"])
        except TokestError as error:
            yield nodes["log"], str(error)


def _size(
    within: Decimal = Decimal(0),
    max_tokens: int | None = None,
    **shape: Any,  # noqa: ANN401  # what the kinds read
) -> Size | Unreadable:
    if "tokens" in shape:
        found: Any = Fixed(shape["tokens"])
    elif shape.keys() == {"mean", "p90"}:
        found = Skewed(**shape)
    elif "sample" in shape:
        found = Sample(tuple(sorted(shape["sample"])), "the plan")
    elif "file" in shape:
        found = shape["file"]
    elif shape.keys() == {"log", "column"}:
        name, text = shape["log"]
        try:
            found = Sample(read_sizes(name, text, shape["column"]), name)
        except TokestError:
            return UNREADABLE  # the check has noted it
    else:
        return UNREADABLE
    return Size(shape=found, within=within, most=max_tokens)
