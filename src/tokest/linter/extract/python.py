"""Python sources: strings assigned to prompt-like names or passed to known arguments."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING, Final

from tokest.linter.extract.strings import Literal, read_string
from tokest.linter.extract.variables import fields, tags
from tokest.linter.values import Document, Part, Problem, Prompt, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.mapping import TextMap
    from tokest.linter.source import Source

ARGUMENTS: Final = frozenset(
    [
        "system",
        "system_prompt",
        "system_message",
        "prompt",
        "instructions",
        "system_instruction",
        "template",
        "prompt_template",
    ]
)
"""Keyword arguments whose strings are prompts, whatever is called."""

TEMPLATES: Final = frozenset(["PromptTemplate", "from_template", "Template", "from_string"])
"""Calls whose first argument is a template."""

VERSION: Final = "{}.{}".format(*sys.version_info)
"""Whose grammar a file is held against."""

SHORTEST: Final = 40
"""Characters: shorter strings with such names are mostly keys and labels."""

_MARK: Final = "# tokest: prompt"
_WRAPPERS: Final = frozenset(["dedent", "cleandoc", "strip", "lstrip", "rstrip", "format"])


def read(source: Source, *, names: tuple[str, ...]) -> Document:
    """Find the prompts of a Python source; nothing of it is run."""
    if not _may_have(source.text, names):
        return Document(source=source, comments="#")
    try:
        with warnings.catch_warnings():  # what Python thinks of the code is not our finding
            warnings.simplefilter("ignore")
            tree = ast.parse(source.text)
    except SyntaxError as error:
        row = max(1, min(error.lineno or 1, len(source.starts)))
        at = source.starts[row - 1] + max(0, (error.offset or 1) - 1)
        problem = Problem(f"not valid Python {VERSION}: {error.msg}", min(at, len(source.text)))
        return Document(source=source, problems=(problem,), comments="#")
    except (ValueError, RecursionError, MemoryError):
        return Document(source=source, problems=(Problem("nested too deeply"),), comments="#")
    found = tuple(_prompts(source, tree, names))
    return Document(source=source, prompts=found, comments="#")


def _may_have(text: str, names: tuple[str, ...]) -> bool:
    """Say cheaply whether a file can hold a prompt at all."""
    low = text.lower()
    stems = [name.strip("*").lower() for name in names]
    return any(stem in low for stem in (*stems, *ARGUMENTS, _MARK, "from_string"))


def _prompts(source: Source, tree: ast.AST, names: tuple[str, ...]) -> Iterator[Prompt]:
    lines = source.text.splitlines() if _MARK in source.text else []
    seen: dict[str, int] = {}
    for label, value in _candidates(tree, names, lines):
        made = _part(source, label, value)
        if made is None or len(made.text) < SHORTEST:
            continue
        seen[label] = seen.get(label, 0) + 1
        key = label if seen[label] == 1 else f"{label}[{seen[label]}]"
        yield Prompt(source, key, (made,), kind="python")


def _candidates(
    tree: ast.AST, names: tuple[str, ...], lines: list[str]
) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for name in (_target(one) for one in targets):
                marked = any(_MARK in one for one in lines[max(0, node.lineno - 2) : node.lineno])
                if name and (marked or _is_prompt_name(name, names)):
                    yield name, node.value
        elif isinstance(node, ast.Call):
            called = _target(node.func)
            if called in TEMPLATES and node.args:
                yield f"{called}()", node.args[0]
            for keyword in node.keywords:
                if keyword.arg in ARGUMENTS:
                    yield f"{called}({keyword.arg})", keyword.value


def _target(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_prompt_name(name: str, names: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name.upper(), pattern.upper()) for pattern in names)


def _part(source: Source, label: str, value: ast.expr) -> Part | None:
    formatted = False
    while isinstance(value, ast.Call):
        name = _target(value.func)
        if name not in _WRAPPERS:
            return None
        formatted |= name == "format"
        if name in ("dedent", "cleandoc"):
            if not value.args:
                return None
            value = value.args[0]
        elif isinstance(value.func, ast.Attribute):
            value = value.func.value
        else:
            return None
    literals = _pieces(source, value)
    if literals is None or not any(one.text for one in literals):
        return None
    text = "".join(one.text for one in literals)
    variables = _variables(literals, text, formatted=formatted or "TEMPLATE" in label.upper())
    return Part(label, text, partial(_places, literals), variables=variables)


def _places(literals: list[Literal]) -> TextMap:
    from tokest.linter.mapping import TextMap  # noqa: PLC0415  # only for a finding

    runs, at = [], 0
    for one in literals:
        runs += [(at + text, file, size, wide) for text, file, size, wide in one.runs]
        at += len(one.text)
    return TextMap(tuple(runs))


def _pieces(source: Source, value: ast.expr) -> list[Literal] | None:
    """Flatten strings joined by ``+``; what is no string is a variable."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        out: list[Literal] = []
        stack: list[ast.expr] = [value]
        while stack:
            one = stack.pop()
            if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add):
                stack += [one.right, one.left]
                continue
            out += _pieces(source, one) or [_expression(source, one)]
        return out if any(_says_something(one) for one in out) else None
    if isinstance(value, ast.JoinedStr) or (
        isinstance(value, ast.Constant) and isinstance(value.value, str)
    ):
        start, end = _offsets(source, value)
        return [read_string(source.text, start, end)]
    return None


def _says_something(one: Literal) -> bool:
    return len(one.text) > sum(place.end - place.start for place in one.variables)


def _expression(source: Source, value: ast.expr) -> Literal:
    start, end = _offsets(source, value)
    text = source.text[start:end]
    names = re.findall(r"[A-Za-z_]\w*", text)
    variable = Variable(names[0] if names == [text] else "", 0, len(text))
    return Literal(text, ((0, start, len(text), len(text)),), (variable,))


def _offsets(source: Source, node: ast.expr) -> tuple[int, int]:
    def offset(row: int, column: int) -> int:
        start = source.starts[row - 1]
        line = source.text[start : start + column]
        if line.isascii():
            return start + column
        return start + len(line.encode()[:column].decode(errors="ignore"))

    return offset(node.lineno, node.col_offset), offset(
        node.end_lineno or node.lineno, node.end_col_offset or 0
    )


def _variables(literals: list[Literal], text: str, *, formatted: bool) -> tuple[Variable, ...]:
    out, at = [], 0
    for one in literals:
        out += [Variable(v.name, v.start + at, v.end + at) for v in one.variables]
        at += len(one.text)
    if out:
        return tuple(out)
    return tags(text) if "{{" in text and not formatted else fields(text) if formatted else ()
