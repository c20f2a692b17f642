"""Read a configuration: ``pyproject.toml``, ``tokest.toml`` or ``tokest.yaml``."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError

if TYPE_CHECKING:
    import yaml

FILES: Final = ("tokest.toml", "tokest.yaml", "tokest.yml", "pyproject.toml")
"""In this order in each folder; a pyproject.toml counts if it has ``[tool.tokest]``."""

_WHERE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_config(path: str, text: str) -> dict[str, Any] | None:
    """Read the values of a configuration file; ``None`` for a pyproject.toml without ours.

    Raises
    ------
    FileFormatError
        with every problem as ``path:line:column: what, nearest right answer``.

    Examples
    --------
    >>> read_config("tokest.toml", 'models = ["qwen-max"]')
    {'models': ('qwen-max',)}
    """
    shared = path.replace("\\", "/").rpartition("/")[2] == "pyproject.toml"
    if shared and "tool.tokest" not in text:
        return None
    from tokest.documents.notes import Notes  # noqa: PLC0415  # YAML only where there is a file
    from tokest.documents.reading import read  # noqa: PLC0415
    from tokest.linter.schema import PLAIN  # noqa: PLC0415

    if path.endswith((".yaml", ".yml")):
        values: dict[str, Any] = read(text, path, PLAIN)
        return values
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileFormatError((_toml_problem(path, str(error)),)) from None
    if shared:
        data = data.get("tool", {}).get("tokest")
        if data is None:
            return None
    notes = Notes(path)
    found: dict[str, Any] = PLAIN.read(_node(data, text, 0)[0], notes)
    if notes.problems:
        raise notes.error()
    return found


def _toml_problem(path: str, message: str) -> str:
    where = _WHERE.search(message)
    place = f"{where[1]}:{where[2]}" if where else "1:1"
    return f"{path}:{place}: not valid TOML: {_WHERE.sub('', message).strip()}"


def _node(data: object, text: str, at: int) -> tuple[yaml.Node, int]:
    """Turn TOML data into nodes; a key's place is where its name next stands in the file."""
    import yaml  # noqa: PLC0415

    mark = _mark(text, at)
    if isinstance(data, dict):
        pairs = []
        for key, value in data.items():
            found = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])").search(text, at)
            at_key = found.start() if found else at
            place = _mark(text, at_key)
            pairs.append((yaml.ScalarNode("", key, place, place), _node(value, text, at_key)[0]))
        return yaml.MappingNode("", pairs, mark, mark), at
    if isinstance(data, list):
        items = []
        for value in data:
            node, at = _node(value, text, at)
            items.append(node)
        return yaml.SequenceNode("", items, mark, mark), at
    word = str(data).lower() if isinstance(data, bool) else str(data)
    return yaml.ScalarNode("", word, mark, mark), at


def _mark(text: str, at: int) -> yaml.Mark:
    import yaml  # noqa: PLC0415

    row = text.count("\n", 0, at)
    return yaml.Mark("", at, row, at - text.rfind("\n", 0, at) - 1, None, 0)
