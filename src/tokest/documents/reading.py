"""From YAML text to the values a kind builds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from tokest.documents.notes import Notes
from tokest.errors import FileFormatError

if TYPE_CHECKING:
    from tokest.documents.kinds import Kind

MAX_DEPTH: Final = 32
"""Deeper nesting is refused before libyaml's recursive composer sees it (it would crash)."""

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str, path: str, kind: Kind) -> Any:  # noqa: ANN401  # what the kind reads
    r"""Read one YAML document as `kind`.

    Raises
    ------
    FileFormatError
        with every problem as ``path:line:column: what``.

    Examples
    --------
    >>> from tokest.documents.kinds import Choice, Number, Record
    >>> kind = Record(dict, {"price": Number()}, {"unit": Choice(("token", "image"))})
    >>> read("price: 0.80\nunit: image\n", "a.yaml", kind)
    {'price': Decimal('0.80'), 'unit': 'image'}
    >>> read("price: 128k\nunti: image\n", "a.yaml", kind)
    Traceback (most recent call last):
    tokest.errors.FileFormatError: a.yaml:1:8: expected a number, got '128k': write 128000
    a.yaml:2:1: unknown key 'unti', did you mean 'unit'?
    """
    notes = Notes(path)
    node = _compose(text, path)
    if node is None:
        raise FileFormatError((f"{path}:1:1: the file is empty",))
    value = kind.read(node, notes)
    if notes.problems:
        raise notes.error()
    return value


def _compose(text: str, path: str) -> yaml.Node | None:
    try:
        _refuse_deep(text, path)
        return yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        row, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = ", ".join(part for part in (error.problem, error.context) if part)
        if "maximum nesting depth" in what:  # libyaml's own limit, met while it scans ahead
            raise _too_deep(path, row) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        row, column = before.count("\n") + 1, error.position - before.rfind("\n")
        what = f"character {error.character:#06x} is not allowed in YAML"
    raise FileFormatError((f"{path}:{row}:{column}: not valid YAML: {what}",))


def _refuse_deep(text: str, path: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                row = event.start_mark.line + 1 if event.start_mark else 1
                raise _too_deep(path, row)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _too_deep(path: str, row: int) -> FileFormatError:
    return FileFormatError((f"{path}:{row}: nested more than {MAX_DEPTH} levels deep",))
