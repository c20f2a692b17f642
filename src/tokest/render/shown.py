"""What every value with a table can do: show itself in notebooks, and leave as data."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tokest.render.bars import Bar

if TYPE_CHECKING:
    from collections.abc import Container

    from tokest.render.table import Cell, Column, Table


class Shown:
    """A value that is read as a table.

    Everything here is made from `table`. Numbers leave as they are in `to_dicts`, where money is
    exact; frames hold money as floats. Nothing of a frame library is imported before it is asked
    for.
    """

    __slots__ = ()

    @abstractmethod
    def table(self) -> Table:
        """Lay the value out as a table."""

    def to_dicts(self) -> list[dict[str, Cell]]:
        """Give the rows as dicts by the names of the columns."""
        table = self.table()
        names = [column.name for column in table.columns]
        rows = ([str(one) if isinstance(one, Bar) else one for one in row] for row in table.rows)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def to_markdown(self) -> str:
        """Give the table as Markdown, with its title and notes."""
        return self._rendered("markdown")

    def to_arrow(self) -> Any:  # noqa: ANN401  # pyarrow is not imported before it is needed
        """Give a `pyarrow.Table`: counts as int64, money as float64, unknown as null."""
        arrow = import_module("pyarrow")
        table = self.table()
        cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
        arrays = [arrow.array(*_typed(*one)) for one in zip(cells, table.columns, strict=True)]
        return arrow.table(arrays, names=[column.name for column in table.columns])

    def to_pandas(self) -> Any:  # noqa: ANN401  # as above
        """Give a `pandas.DataFrame`."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:  # noqa: ANN401  # as above
        """Give a `polars.DataFrame`."""
        return import_module("polars").from_arrow(self.to_arrow())

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the table to any library that reads Arrow streams."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """Show the value in a notebook, as text and as HTML."""
        from tokest.render.html import table_html  # noqa: PLC0415  # only notebooks need it

        made = {"text/plain": self._rendered("text"), "text/html": table_html(self.table())}
        return {
            kind: text
            for kind, text in made.items()
            if (not include or kind in include) and not (exclude and kind in exclude)
        }

    def _repr_pretty_(self, printer: Any, cycle: object) -> None:  # noqa: ANN401  # of IPython
        """Show the value in a terminal of IPython, where it may be a tuple, too."""
        del cycle
        printer.text(self._rendered("text"))

    def _rendered(self, name: str) -> str:
        from tokest.render.formats import render  # noqa: PLC0415  # only those who look need it
        from tokest.render.table import Report  # noqa: PLC0415  # as above

        return render(Report(schema="", table=self.table(), data=None), name)


def _typed(cells: tuple[Cell, ...], column: Column) -> tuple[list[Any], str]:
    """Give the cells of a column as one type, and the name of that type."""
    if column.kind == "amount" or any(isinstance(cell, Decimal) for cell in cells):
        return [None if cell is None else float(str(cell)) for cell in cells], "float64"
    known = [cell for cell in cells if cell is not None]
    if column.kind == "count" or (known and all(isinstance(cell, int) for cell in known)):
        return list(cells), "int64"
    if known and all(isinstance(cell, date) for cell in known):
        return list(cells), "date32"
    return [None if cell is None else str(cell) for cell in cells], "string"
