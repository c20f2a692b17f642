"""Pure data as it comes from a caller: bounded, checked, and named by its place."""

from __future__ import annotations

import json
from typing import Any, Final

from tokest.errors import InputError

DEEPEST: Final = 64
"""Levels of lists and mappings in a request; deeper ones are refused."""

LONGEST_NUMBER: Final = 8192
"""Bits of a whole number; Python refuses to write much longer ones."""

MOST_NODES: Final = 1_000_000
"""Values in one request, counted each time they are used."""


def check_plain(value: object, where: str = "request") -> None:
    """Refuse what is no JSON, is nested without end, or is too much of it.

    Raises
    ------
    InputError
        with the place of what is wrong.

    Examples
    --------
    >>> check_plain({"messages": [{"role": "user", "content": "Hi"}]})
    >>> check_plain({"messages": [{1, 2}]})
    Traceback (most recent call last):
    tokest.errors.InputError: request.messages[0]: a set is no JSON
    """
    left = MOST_NODES
    stack: list[tuple[object, str, int]] = [(value, where, 0)]
    while stack:
        node, place, depth = stack.pop()
        left -= 1
        if left < 0:
            raise InputError(where, f"holds more than {MOST_NODES:,} values")
        if depth > DEEPEST:
            raise InputError(_short(place), f"nested more than {DEEPEST} levels deep")
        if isinstance(node, dict):
            for key, child in node.items():
                if not isinstance(key, str):
                    raise InputError(_short(place), f"a key must be a str, got {key!r:.40}")
                stack.append((child, f"{place}.{_short(key)}", depth + 1))
        elif isinstance(node, list | tuple):
            stack += [(child, f"{place}[{number}]", depth + 1) for number, child in enumerate(node)]
        elif isinstance(node, int) and node.bit_length() > LONGEST_NUMBER:
            raise InputError(_short(place), "a number is too long")
        elif not isinstance(node, str | int | float | bool | bytes | None):
            raise InputError(_short(place), f"a {type(node).__name__} is no JSON")


def as_text(value: object, where: str) -> str:
    """Take a string.

    >>> as_text("Hi", "messages[0].content")
    'Hi'
    """
    if not isinstance(value, str):
        raise InputError(where, f"must be a str, got {kind_of(value)}")
    return value


def as_list(value: object, where: str) -> list[Any]:
    """Take a list.

    >>> as_list((1, 2), "messages")
    [1, 2]
    """
    if not isinstance(value, list | tuple):
        raise InputError(where, f"must be a list, got {kind_of(value)}")
    return list(value)


def as_mapping(value: object, where: str) -> dict[str, Any]:
    """Take a mapping.

    >>> as_mapping([], "messages[0]")
    Traceback (most recent call last):
    tokest.errors.InputError: messages[0]: must be a mapping, got a list
    """
    if not isinstance(value, dict):
        raise InputError(where, f"must be a mapping, got {kind_of(value)}")
    return value


def as_count(value: object, where: str, least: int = 0) -> int | None:
    """Take a whole number that is not too small, or nothing.

    >>> as_count(500, "max_tokens")
    500
    """
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(where, f"must be a whole number, got {kind_of(value)}")
    if value < least:
        raise InputError(where, f"must be at least {least}, got {kind_of(value)}")
    return value


def kind_of(value: object) -> str:
    """Name the kind of a value, for people.

    >>> kind_of(None), kind_of({})
    ('nothing', 'a mapping')
    """
    names = {dict: "a mapping", list: "a list", tuple: "a list", str: "text", type(None): "nothing"}
    return names.get(type(value), f"{value!r:.40}")


def to_json(value: object, *, compact: bool = False) -> str:
    """Write JSON as the chat templates do: as it is spelt, with a blank after each comma.

    >>> to_json({"city": "北京", "days": 3})
    '{"city": "北京", "days": 3}'
    """
    separators = (",", ":") if compact else None
    return json.dumps(value, ensure_ascii=False, separators=separators, default=str)


def from_json(text: str) -> object:
    """Read JSON that a model wrote; what is none is given back as text.

    >>> from_json('{"a": 1}'), from_json("{a")
    ({'a': 1}, '{a')
    """
    try:
        found: object = json.loads(text)
        check_plain(found)
    except (ValueError, RecursionError):
        return text
    return found


def _short(place: str) -> str:
    most = 120
    return place if len(place) <= most else f"{place[:most]}..."
