"""Read data that is written as Python calls, without running any of it."""

from __future__ import annotations

import ast
import warnings
from decimal import Decimal, InvalidOperation
from typing import Any

from tokest.rates.peers.contents import broken

MOST_CHARACTERS = 8_000_000
"""A tree of more would take gigabytes; the largest list there is has two million."""

CALLED = "()"
"""The key under which a call's mapping holds what was called."""


def read_assignment(text: str, name: str, file: str) -> Any:  # noqa: ANN401  # as varied as the data
    """Read what a module assigns to a name: constants, lists, mappings, and calls of keywords.

    A call becomes a mapping of its keywords, its other arguments under ``*``; ``Decimal("0.5")``
    becomes a decimal, and whatever else a program may say ``None``.

    >>> read_assignment("a = [Model(id='x', price=Decimal('0.5'))]", "a", "data.py")
    [{'()': 'Model', '*': [], 'id': 'x', 'price': Decimal('0.5')}]
    """
    if len(text) > MOST_CHARACTERS:
        raise broken(file, f"holds more than {MOST_CHARACTERS:,} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # theirs, and never run
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise broken(file, "is not valid Python") from None
    for node in tree.body:
        found = _assigned(node, name)
        if found is not None:
            try:
                return _value(found)
            except RecursionError:
                raise broken(file, f"nests {name!r} too deeply") from None
    raise broken(file, f"has no {name!r}")


def _assigned(node: ast.stmt, name: str) -> ast.expr | None:
    if isinstance(node, ast.AnnAssign):
        return node.value if _is_named(node.target, name) else None
    if isinstance(node, ast.Assign) and any(_is_named(at, name) for at in node.targets):
        return node.value
    return None


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _value(node: ast.expr) -> Any:  # noqa: ANN401
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List | ast.Tuple):
        return [_value(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {str(_value(key)): _value(item) for key, item in pairs if key is not None}
    if isinstance(node, ast.Call):
        return _called(node)
    return None


def _called(node: ast.Call) -> Any:  # noqa: ANN401
    name = ast.unparse(node.func)
    if name == "Decimal":
        return _decimal(node)
    keywords = {word.arg: _value(word.value) for word in node.keywords if word.arg}
    return {CALLED: name, "*": [_value(arg) for arg in node.args], **keywords}


def _decimal(node: ast.Call) -> Decimal | None:
    text = _value(node.args[0]) if len(node.args) == 1 else None
    try:
        return Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        return None
