"""Charts as Vega-Lite specifications: plain data, drawn by the extra ``plot``.

A chart has its values inside and loads nothing. See https://vega.github.io/vega-lite/docs/ for
the language (read 2026-11-24).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import InputError
from tokest.render.look import LABELS, LIMIT, LOOK, LOW, MIDDLE, SERIES, value_axis
from tokest.render.page import Section, page_html

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Spec = dict[str, Any]
"""A part of a specification, as JSON would hold it."""

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH: Final = 480
SCALE: Final = 2
"""Pixels of a PNG for each of the chart, so that it is sharp on screens of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """One labelled value, with the least and the most that it may be."""

    label: str
    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value of a series at a place."""

    series: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is expected by a day, with the least and the most."""

    day: date
    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A Vega-Lite specification that shows and saves itself."""

    spec: Spec

    def to_png(self) -> bytes:
        """Draw the chart as PNG."""
        png: bytes = _drawer().vegalite_to_png(self.spec, scale=SCALE)
        return png

    def to_svg(self) -> str:
        """Draw the chart as SVG."""
        svg: str = _drawer().vegalite_to_svg(self.spec)
        return svg

    def to_html(self) -> str:
        """Make a page of the drawing; it has no script of its own, so no label can be one."""
        title = str(self.spec["title"])
        return page_html(title, [Section(title="", html=self.to_svg())])

    def to_bytes(self, name: str) -> bytes:
        """Draw the chart in the format that the ending of a file name says.

        Raises
        ------
        InputError
            for another ending than ``.png``, ``.svg``, ``.html`` or ``.json``.
        """
        suffix = PurePath(name).suffix.lower()
        if suffix == ".png":
            return self.to_png()
        if suffix == ".svg":
            return self.to_svg().encode()
        if suffix == ".html":
            return self.to_html().encode()
        if suffix == ".json":
            import json  # noqa: PLC0415  # the others do without it

            return json.dumps(self.spec, ensure_ascii=False, indent=1).encode()
        raise InputError(name, "a chart is saved as .png, .svg, .html or .json")

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[Spec, Spec]:
        """Show the chart as PNG, which notebooks show that are not trusted, too."""
        del include, exclude  # one form for all
        png = self.to_png()
        width = int.from_bytes(png[16:20])  # https://www.w3.org/TR/png-3/#11IHDR
        shown = {"image/png": png, "text/plain": f"<Chart: {self.spec['title']}>"}
        return shown, {"image/png": {"width": width // SCALE}}


def range_chart(title: str, unit: str, rows: Sequence[Range]) -> Chart:
    """Draw labelled values with their ranges, on a scale of powers of ten.

    >>> range_chart("Cost", "USD", [Range(label="a", low=1, value=2, high=3)]).spec["title"]
    'Cost'
    """
    axis: Spec = {
        "type": "quantitative",
        "title": unit,
        **value_axis([end for row in rows for end in (row.low, row.high)]),
    }
    text: Spec = {"field": "value", "type": "quantitative", "format": ",.4~g"}
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "height": 6, "color": LOW},
            "encoding": {"y": LABELS, "x": {"field": "low", **axis}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 70, "color": MIDDLE},
            "encoding": {"y": LABELS, "x": {"field": "value", **axis}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 9},
            "encoding": {"y": LABELS, "x": {"field": "high", **axis}, "text": text},
        },
    ]
    return _chart(title, list(map(_ranged, rows)), layers)


def line_chart(
    title: str, axes: tuple[str, str], points: Sequence[Point], crossings: Sequence[Point] = ()
) -> Chart:
    """Draw a line for each series, the highest first, and a mark where two of them cross."""
    across, up = axes
    ends = sorted(points, key=lambda point: (-point.x, -point.y))
    names = list(dict.fromkeys(point.series for point in ends))
    x: Spec = {"field": "x", "type": "quantitative", "title": across}
    y: Spec = {"field": "y", "type": "quantitative", "title": up}
    series: Spec = {"field": "series", "type": "nominal", "title": None, "sort": names}
    lines: Spec = {"color": {**series, "scale": {"range": [*SERIES]}}}
    lines["strokeDash"] = {**series, "legend": None}
    layers: list[Spec] = [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": x, "y": y, **lines}}
    ]
    if crossings:
        marks: Spec = {"values": [_placed(point) for point in crossings]}
        at: Spec = {"x": x, "y": y}
        said: Spec = {**at, "text": {"field": "series", "type": "nominal"}}
        point: Spec = {"type": "point", "size": 90, "color": "#222", "opacity": 1}
        layers += [
            {"data": marks, "mark": point, "encoding": at},
            {
                "data": marks,
                "mark": {"type": "text", "align": "right", "dx": -8, "dy": -8},
                "encoding": said,
            },
        ]
    return _chart(title, [_placed(point) for point in points], layers)


def fan_chart(
    title: str, unit: str, moments: Sequence[Moment], marks: Sequence[tuple[date, str]] = ()
) -> Chart:
    """Draw what is expected over time, within its range, and days that are marked."""
    x: Spec = {"field": "day", "type": "temporal", "title": None, "scale": {"type": "utc"}}
    x["axis"] = {"format": "%d %b", "labelOverlap": True}
    if all(one.day.day == 1 for one in moments):
        x["axis"] |= {"format": "%b %Y", "tickCount": "month"}
    axis: Spec = {"type": "quantitative", "title": unit, "scale": {"zero": True}}
    layers: list[Spec] = [
        {
            "mark": {"type": "area", "opacity": 0.5, "color": LOW},
            "encoding": {"x": x, "y": {"field": "low", **axis}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "point": len(moments) <= _POINTS, "color": MIDDLE},
            "encoding": {"x": x, "y": {"field": "value", **axis}},
        },
    ]
    if marks:
        data: Spec = {"values": [{"day": day.isoformat(), "label": label} for day, label in marks]}
        rule: Spec = {"type": "rule", "strokeDash": [6, 4], "color": LIMIT}
        text: Spec = {"type": "text", "align": "left", "dx": 5, "y": 8, "color": LIMIT}
        said: Spec = {"x": x, "text": {"field": "label", "type": "nominal"}}
        layers += [
            {"data": data, "mark": rule, "encoding": {"x": x}},
            {"data": data, "mark": text, "encoding": said},
        ]
    values = [
        {"day": one.day.isoformat(), "low": one.low, "value": one.value, "high": one.high}
        for one in moments
    ]
    return _chart(title, values, layers)


_POINTS: Final = 36
"""So many moments are marked on their line; more would hide it."""


def tornado_chart(title: str, unit: str, rows: Sequence[Range]) -> Chart:
    """Draw how far each input moves a total from its value, the widest at the top."""
    ordered = sorted(rows, key=lambda row: row.low - row.high)
    axis: Spec = {"type": "quantitative", "title": unit, "scale": {"zero": False}}
    sides = [("low", LOW), ("high", MIDDLE)]
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "color": colour},
            "encoding": {"y": LABELS, "x": {"field": "value", **axis}, "x2": {"field": side}},
        }
        for side, colour in sides
    ]
    return _chart(title, list(map(_ranged, ordered)), layers)


def bar_chart(title: str, unit: str, bars: Sequence[tuple[str, float]]) -> Chart:
    """Draw one bar for each label, in the order given, with its value."""
    x: Spec = {"field": "value", "type": "quantitative", "title": unit}
    text: Spec = {"field": "value", "type": "quantitative", "format": ","}
    layers: list[Spec] = [
        {"mark": {"type": "bar", "color": MIDDLE}, "encoding": {"y": LABELS, "x": x}},
        {
            "mark": {"type": "text", "align": "left", "dx": 5},
            "encoding": {"y": LABELS, "x": x, "text": text},
        },
    ]
    return _chart(title, [{"label": label, "value": value} for label, value in bars], layers)


def _chart(title: str, values: list[Spec], layers: list[Spec]) -> Chart:
    spec: Spec = {
        "$schema": SCHEMA,
        "title": title,
        "width": WIDTH,
        "background": "white",
        "height": {"step": 24} if _by_name(layers) else 280,
        "padding": {"left": 24, "top": 12, "right": 24, "bottom": 12},
        "config": LOOK,
        "data": {"values": values},
        "layer": layers,
    }
    return Chart(spec=spec)


def _by_name(layers: list[Spec]) -> bool:
    return layers[0]["encoding"]["y"] is LABELS


def _ranged(row: Range) -> Spec:
    return {"label": row.label, "low": row.low, "value": row.value, "high": row.high}


def _placed(point: Point) -> Spec:
    return {"series": point.series, "x": point.x, "y": point.y}


def _drawer() -> Any:  # noqa: ANN401  # a module without types
    try:
        return import_module("vl_convert")
    except ModuleNotFoundError:
        raise InputError("chart", "drawing needs the extra: pip install 'tokest[plot]'") from None
