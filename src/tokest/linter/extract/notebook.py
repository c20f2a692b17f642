"""Notebooks: each code cell is read as Python, with places in the notebook's own file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tokest.linter.extract.jsontree import parse
from tokest.linter.extract.python import read as read_python
from tokest.linter.mapping import MapMaker, TextMap
from tokest.linter.source import Source
from tokest.linter.values import Document, Part, Problem, Prompt

if TYPE_CHECKING:
    from tokest.linter.extract.tree import Node


def read(source: Source, *, names: tuple[str, ...]) -> Document:
    """Find the prompts of the code cells; cells with magics that are no Python are passed over."""
    root = parse(source.text)
    if isinstance(root, Problem):
        return Document(source=source, problems=(root,))
    cells = root.get("cells")
    prompts: list[Prompt] = []
    for index, cell in enumerate(cells.items() if cells else ()):
        code = cell.get("source")
        if cell.text("cell_type") == "code" and code is not None:
            prompts += _cell(source, code, index, names)
    return Document(source=source, prompts=tuple(prompts))


def _cell(source: Source, code: Node, index: int, names: tuple[str, ...]) -> list[Prompt]:
    lines = [code] if isinstance(code.value, str) else list(code.items())
    texts = [str(line.value) for line in lines]
    # A magic is no Python: blank it out, so that the places stay.
    clean = ["#" + text[1:] if text[:1] in "%!" and text else text for text in texts]
    inner = Source(source.path, "".join(clean))
    found = read_python(inner, names=names)
    return [
        Prompt(
            source,
            f"cell[{index}].{prompt.key}",
            tuple(
                Part(part.key, part.text, partial(_places, part, lines), variables=part.variables)
                for part in prompt.parts
            ),
            kind="python",
        )
        for prompt in found.prompts
    ]


def _places(part: Part, lines: list[Node]) -> TextMap:
    """Follow a part's places in its cell on into the notebook's file."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(str(line.value))
    maker = MapMaker()
    for offset, char in enumerate(part.text):
        cell = part.span(offset, offset + 1)
        row = max(index for index, start in enumerate(starts) if start <= cell.start)
        locate = lines[row].locate
        if locate is None:
            continue
        inside = cell.start - starts[row]
        start, end = locate().span(inside, inside + max(1, cell.end - cell.start))
        maker.add(char, start, end - start)
    return maker.map
