"""Take the arguments of a call, or say which one is wrong and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import index
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

_READABLE: Final = 10**30
"""Nobody reads more digits, and Python refuses to write numbers of thousands of them."""


def whole_number(where: str, value: object, *, least: int = 0, most: int) -> int:
    """Take a count, of any type of whole numbers.

    Raises
    ------
    InputError
        when it is none, or not between the two bounds.

    Examples
    --------
    >>> whole_number("requests", 10_000, least=1, most=10**9)
    10000
    """
    try:
        found = index(value)  # type: ignore[arg-type]  # what is no whole number raises
    except TypeError:
        found = None
    if found is None or isinstance(value, bool):
        raise InputError(where, f"must be a whole number, got {value!r:.80}")
    if not least <= found <= most:
        given = f"{found}" if abs(found) < _READABLE else "a number of far more digits"
        raise InputError(where, f"must be between {least} and {most:,}, got {given}")
    return found


def word(where: str, value: object) -> str:
    """Take a name or a text.

    Raises
    ------
    InputError
        when it is none.

    Examples
    --------
    >>> word("model", "qwen-max")
    'qwen-max'
    """
    if not isinstance(value, str):
        raise InputError(where, f"must be a str, got {type(value).__name__}")
    return value


def yes_or_no(where: str, value: object) -> bool | None:
    """Take a truth value, or none where nothing is said.

    Raises
    ------
    InputError
        when it is something else, for any text would pass as true.

    Examples
    --------
    >>> yes_or_no("thinking", None)
    """
    if not isinstance(value, bool | None):
        raise InputError(where, f"must be True, False or None, got {value!r:.80}")
    return value


def several(where: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """Take a list of values, or whatever gives them one by one.

    Raises
    ------
    InputError
        when it is a single text or mapping, whose letters or keys nobody means, or no list.

    Examples
    --------
    >>> several("models", ["qwen-max", "gpt-4o"])
    ('qwen-max', 'gpt-4o')
    """
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise InputError(where, f"must be a list, got a single {type(values).__name__}")
    return tuple(values)
