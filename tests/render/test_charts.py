from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING

import altair as alt
import pytest

from browser import Watched, chromium
from tokest.errors import InputError
from tokest.render.charts import (
    WIDTH,
    Chart,
    Moment,
    Point,
    Range,
    bar_chart,
    fan_chart,
    line_chart,
    range_chart,
    tornado_chart,
)

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&中\u202e"
RANGES = [
    Range(label=HOSTILE, low=0.5, value=1, high=2),
    Range(label="b", low=20, value=30, high=90),
]
POINTS = [
    Point(series=name, x=x, y=x * slope) for name, slope in (("a", 1), ("b", 3)) for x in (0, 9)
]
CHARTS = {
    "ranges": range_chart(HOSTILE, "USD", RANGES),
    "ranges from zero": range_chart("c", "USD", [Range(label="free", low=0, value=0, high=0)]),
    "lines": line_chart("l", ("output", "USD"), POINTS, [Point(series="a = b", x=0, y=0)]),
    "fan": fan_chart(
        "f",
        "USD",
        [Moment(day=date(2026, month, 1), low=1, value=month, high=month * 2) for month in (1, 2)],
        marks=[(date(2026, 2, 1), "used up")],
    ),
    "tornado": tornado_chart("t", "USD", RANGES),
    "bars": bar_chart("b", "tokens", [("content", 90), ("tools", 10)]),
}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


@every_chart
def test_a_specification_is_valid(chart: Chart) -> None:
    alt.LayerChart.from_dict(chart.spec, validate=True)
    assert json.loads(chart.to_bytes("chart.json")) == chart.spec


@every_chart
def test_a_chart_is_drawn_alike_each_time(chart: Chart) -> None:
    assert chart.to_png().startswith(b"\x89PNG")
    assert len(chart.to_png()) > 3_000
    assert chart.to_svg() == chart.to_svg()


def test_the_widest_range_of_a_tornado_is_at_the_top() -> None:
    assert [row["label"] for row in CHARTS["tornado"].spec["data"]["values"]] == ["b", HOSTILE]


def test_values_at_zero_are_not_on_a_scale_of_powers() -> None:
    (first, *_) = CHARTS["ranges from zero"].spec["layer"]
    assert first["encoding"]["x"]["scale"] == {"zero": True}


def test_months_are_named_and_days_are_not() -> None:
    (area, *_) = CHARTS["fan"].spec["layer"]
    assert area["encoding"]["x"]["axis"]["tickCount"] == "month"
    days = [Moment(day=date(2026, 1, day), low=1, value=1, high=1) for day in (1, 2)]
    (area, *_) = fan_chart("f", "USD", days).spec["layer"]
    assert area["encoding"]["x"]["axis"] == {"format": "%d %b", "labelOverlap": True}


def test_a_page_of_a_chart_loads_nothing(tmp_path: Path) -> None:
    file = tmp_path / "chart.html"
    file.write_bytes(CHARTS["ranges"].to_bytes(file.name))
    with chromium() as browser:
        watched = Watched(browser.new_context(offline=True).new_page())
        watched.page.goto(file.as_uri())
        watched.page.wait_for_selector("svg")
        assert watched.page.inner_text("h1").startswith("</script><img")
        assert watched.asked == [file.as_uri()]
        assert watched.said == []
        assert watched.page.locator("img").count() == 0


def test_a_notebook_shows_a_picture() -> None:
    found, about = CHARTS["bars"]._repr_mimebundle_()
    assert found["image/png"] == CHARTS["bars"].to_png()
    assert found["text/plain"] == "<Chart: b>"
    assert WIDTH < about["image/png"]["width"] < WIDTH + 150  # with its labels


def test_another_ending_is_refused() -> None:
    with pytest.raises(InputError, match=r"^a\.gif: a chart is saved as \.png, \.svg"):
        CHARTS["bars"].to_bytes("a.gif")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(InputError, match=r"pip install 'tokest\[plot\]'"):
        CHARTS["bars"].to_png()
