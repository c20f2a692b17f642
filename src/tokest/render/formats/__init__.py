"""Output formats, one module each: ``render(report) -> str``; the module's name is the format's."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokest.render.table import Report


def names() -> tuple[str, ...]:
    """List the formats there are.

    >>> names()
    ('csv', 'html', 'json', 'markdown', 'text')
    """
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def render(report: Report, name: str) -> str:
    """Render a report in the format of this name."""
    text: str = import_module(f"{__name__}.{name}").render(report)
    return text
