"""A bar chart in SVG: groups of bars, one colour a series."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WIDTH: Final = 960
PLOT_HEIGHT: Final = 280
LEFT, RIGHT, TOP = 52, 12, 40
LEGEND_COLUMNS: Final = 5
LEGEND_ROW: Final = 20
GAP: Final = 0.25
"""Share of a group's width that stays empty."""

STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
MOST_LINES: Final = 8

# Okabe and Ito's colours, which colour-blind readers can tell apart, and tints of them.
# https://jfly.uni-koeln.de/color/, 2008
COLOURS: Final = (
    *("#999999", "#bbbbbb", "#d55e00", "#e69f00", "#009e73", "#005f45"),
    *("#56b4e9", "#0072b2", "#cc79a7", "#e4b5d0", "#f0e442", "#7f5f00"),
)


def bar_chart(title: str, series: Sequence[str], groups: Mapping[str, Sequence[float]]) -> str:
    """Draw the values of each group (in percent; NaN is left out), one bar a series."""
    known = [value for values in groups.values() for value in values if not isnan(value)]
    step = next((s for s in STEPS if max(known) <= s * MOST_LINES), STEPS[-1])
    top = step * -(-max(known) // step) or step
    legend_rows = -(-len(series) // LEGEND_COLUMNS)
    height = TOP + PLOT_HEIGHT + 40 + legend_rows * LEGEND_ROW
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    font = 'font-family="sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {font}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{escape(title)}</text>',
        *_grid(top, step),
        *_bars(series, groups, top),
        *_legend(series),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(top: float, step: int) -> Iterator[str]:
    for value in range(0, int(top) + 1, step):
        y = _y(value, top)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" stroke="#dddddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value} %</text>'


def _bars(
    series: Sequence[str], groups: Mapping[str, Sequence[float]], top: float
) -> Iterator[str]:
    group_width = (WIDTH - LEFT - RIGHT) / len(groups)
    bar = group_width * (1 - GAP) / len(series)
    for i, (group, values) in enumerate(groups.items()):
        start = LEFT + group_width * (i + GAP / 2)
        middle = LEFT + group_width * (i + 0.5)
        label_y = TOP + PLOT_HEIGHT + 18
        yield f'<text x="{middle:.1f}" y="{label_y}" text-anchor="middle">{escape(group)}</text>'
        for j, (name, value) in enumerate(zip(series, values, strict=True)):
            if isnan(value):
                continue
            y = _y(value, top)
            tip = escape(f"{group}, {name}: {value:.1f} %")
            yield (
                f'<rect x="{start + j * bar:.1f}" y="{y}" width="{bar * 0.9:.1f}" '
                f'height="{TOP + PLOT_HEIGHT - y:.1f}" fill="{_colour(j)}">'
                f"<title>{tip}</title></rect>"
            )


def _legend(series: Sequence[str]) -> Iterator[str]:
    column_width = (WIDTH - LEFT - RIGHT) / LEGEND_COLUMNS
    for i, name in enumerate(series):
        row, column = divmod(i, LEGEND_COLUMNS)
        x, y = LEFT + column * column_width, TOP + PLOT_HEIGHT + 34 + row * LEGEND_ROW
        yield f'<rect x="{x:.1f}" y="{y}" width="12" height="12" fill="{_colour(i)}"/>'
        yield f'<text x="{x + 17:.1f}" y="{y + 11}">{escape(name)}</text>'


def _colour(index: int) -> str:
    return COLOURS[index % len(COLOURS)]


def _y(value: float, top: float) -> float:
    return round(TOP + PLOT_HEIGHT * (1 - value / top), 1)
