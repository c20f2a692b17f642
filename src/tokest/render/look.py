"""How charts look: colours, letters, axes; as parts of Vega-Lite specifications."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LOW: Final = "#8db6e2"
MIDDLE: Final = "#1f5fa8"
LIMIT: Final = "#b3261e"
SERIES: Final = (MIDDLE, "#b8501c", "#2a7a4b", "#8345b5", LIMIT, "#7a6200", "#4f5d6b")
"""On white, each has a contrast of 4.5 to 1 at least, as text must have:
https://www.w3.org/TR/WCAG21/#contrast-minimum (read 2026-11-24)."""

LOOK: Final[dict[str, Any]] = {
    "title": {"anchor": "start", "fontSize": 14, "offset": 10, "color": "#222"},
    "axis": {
        "gridColor": "#e4e4e4",
        "domainColor": "#999",
        "tickColor": "#999",
        "labelColor": "#333",
        "labelFontSize": 12,
        "labelLimit": 400,
        "titleColor": "#333",
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "legend": {"labelColor": "#222", "labelFontSize": 12, "labelLimit": 400},
    "text": {"color": "#222", "fontSize": 12},
    "view": {"stroke": None},
}

LABELS: Final[dict[str, Any]] = {
    "field": "label",
    "type": "nominal",
    "sort": None,
    "title": None,
    "axis": {"grid": False, "domain": False, "ticks": False},
}
"""An axis of names, in the order given; it needs no lines."""

_FEW: Final = 4
"""Powers of ten that have lines at 2 and 5 between them, too."""

_AIR: Final = 1.25
"""Between the outermost values and the ends of their axis."""


def value_axis(values: Sequence[float]) -> dict[str, Any]:
    """Give an axis of powers of ten with few lines; a plain one where a value is not above zero.

    >>> value_axis([20.0, 300.0])["axis"]["values"]
    [20.0, 50.0, 100.0, 200.0]
    """
    if not values or min(values) <= 0:
        return {"scale": {"zero": True}}
    low, high = min(values) / _AIR, max(values) * _AIR
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    steps = (1.0,) if len(powers) > _FEW else (1.0, 2.0, 5.0)
    ticks = [step * 10.0**power for power in powers for step in steps]
    inside = [tick for tick in ticks if low <= tick <= high]
    axis: dict[str, Any] = {"format": ",.12~g"}
    if len(inside) > 1:  # else as many as find room
        axis["values"] = inside
    return {"scale": {"type": "log", "domain": [low, high], "nice": False}, "axis": axis}
