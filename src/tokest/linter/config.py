"""Read a configuration: ``pyproject.toml``, ``tokest.toml`` or ``tokest.yaml``."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError

if TYPE_CHECKING:
    import yaml

FILES: Final = ("tokest.toml", "tokest.yaml", "tokest.yml", "pyproject.toml")
"""In this order in each folder; a pyproject.toml counts if it has ``[tool.tokest]``."""

_WORD: Final = re.compile(
    r'"(?P<basic>(?:[^"\\\n]|\\.)*)"|\'(?P<literal>[^\'\n]*)\'|(?P<bare>[\w-]+)', re.ASCII
)
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
    if shared and "tokest" not in text:
        return None
    from tokest.documents.notes import Notes  # noqa: PLC0415  # YAML only where there is a file
    from tokest.documents.reading import read  # noqa: PLC0415
    from tokest.linter.extract.tomltree import DEEP  # noqa: PLC0415
    from tokest.linter.schema import PLAIN  # noqa: PLC0415

    if path.endswith((".yaml", ".yml")):
        values: dict[str, Any] = read(text, path, PLAIN)
        return values
    if DEEP.search(text):
        raise FileFormatError((_toml_problem(path, "nested too deeply"),))
    try:
        data: Any = tomllib.loads(text)
        if shared:
            tool = data.get("tool")
            data = tool.get("tokest") if isinstance(tool, dict) else None
        node = None if data is None else _node(data, _Places(text), 0)[0]
    except tomllib.TOMLDecodeError as error:
        raise FileFormatError((_toml_problem(path, str(error)),)) from None
    except ValueError:
        raise FileFormatError((_toml_problem(path, "a number of thousands of digits"),)) from None
    except RecursionError:
        raise FileFormatError((_toml_problem(path, "nested too deeply"),)) from None
    if node is None:
        return None
    notes = Notes(path)
    found: dict[str, Any] = PLAIN.read(node, notes)
    if notes.problems:
        raise notes.error()
    return found


def _toml_problem(path: str, message: str) -> str:
    where = _WHERE.search(message)
    place = f"{where[1]}:{where[2]}" if where else "1:1"
    return f"{path}:{place}: not valid TOML: {_WHERE.sub('', message).strip()}"


class _Places:
    """Where words stand in a TOML file; keys are looked for by it, in the order of the file."""

    def __init__(self, text: str) -> None:
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.words: dict[str, list[int]] = {}
        for found in _WORD.finditer(text):
            group = found.lastgroup or "bare"
            self.words.setdefault(found[group], []).append(found.start(group))

    def after(self, word: str, at: int, otherwise: int) -> int:
        """Give where a word next stands from a place on."""
        known = self.words.get(word, [])
        number = bisect_left(known, at)
        return known[number] if number < len(known) else otherwise

    def mark(self, at: int) -> yaml.Mark:
        """Give a place as lines and columns."""
        import yaml  # noqa: PLC0415

        row = bisect_right(self.lines, at) - 1
        return yaml.Mark("", at, row, at - self.lines[row], None, 0)


def _node(data: object, places: _Places, at: int) -> tuple[yaml.Node, int]:
    """Turn TOML data at a place into nodes; also give where the last of its keys stands."""
    import yaml  # noqa: PLC0415

    mark, last = places.mark(at), at
    if isinstance(data, dict):
        pairs, here = [], at
        for key, value in data.items():
            here = places.after(key, here, otherwise=here)
            place = places.mark(here)
            name = yaml.ScalarNode("", key, place, place)
            node, end = _node(value, places, here)
            pairs.append((name, node))
            last = max(last, end)
        return yaml.MappingNode("", pairs, mark, mark), last
    if isinstance(data, list):
        items: list[yaml.Node] = []
        for value in data:
            start = last + bool(items)
            if not isinstance(value, dict):
                start = places.after(str(value), start, otherwise=last)
            node, last = _node(value, places, start)
            items.append(node)
        return yaml.SequenceNode("", items, mark, mark), last
    word = str(data).lower() if isinstance(data, bool) else str(data)
    return yaml.ScalarNode("", word, mark, mark), at
