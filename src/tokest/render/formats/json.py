"""JSON for programs: the data itself, money as strings so that no digit is lost."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tokest.render.plain import digits

if TYPE_CHECKING:
    from tokest.render.table import Report


def render(report: Report) -> str:
    """Render the data with the name of its schema.

    >>> from tokest.render.table import Report, Table
    >>> empty = Table(columns=(), rows=())
    >>> print(render(Report(schema="x/v1", table=empty, data={"cost": Decimal("0.10")})), end="")
    {
      "schema": "x/v1",
      "cost": "0.1"
    }
    """
    body = {"schema": report.schema, **plain(report.data)}
    return json.dumps(body, ensure_ascii=True, indent=2) + "\n"


def plain(value: Any) -> Any:  # noqa: ANN401  # any value of the library to any JSON value
    """Turn values of the library into what JSON knows."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
