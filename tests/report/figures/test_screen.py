"""What a browser makes of figures: gaps, levels, nothing at all; on a phone and in the dark."""

import json
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from tests.report.browser import CHROMIUM, FLAGS

from bascule.report.figures.figure import Area, Axis, Band, Bars, Event, Figure, Level, Line
from bascule.report.figures.page import Page, Section, render_page
from bascule.report.tables.table import Row, Table

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
X: Final = 1_600_000_000 + 86_400 * np.arange(20)
GAP: Final = np.where((np.arange(20) > 7) & (np.arange(20) < 11), np.nan, 5.0)
PROBE: Final = """<script>addEventListener("load", () => {
  const page = document.documentElement;
  const charts = [...document.querySelectorAll(".chart")];
  const found = {
    room: page.clientWidth, used: page.scrollWidth, back: getComputedStyle(document.body).backgroundColor,
    drawn: charts.map((chart) => Boolean(chart.querySelector("svg.main-svg"))),
    words: charts.map((chart) => chart.textContent),
    traces: charts.map((chart) => chart.data.map(({ x, y, fill, stackgroup }) => ({ x, y, fill, stackgroup }))),
    range: charts.map((chart) => chart._fullLayout.yaxis.range),
    legend: [...document.querySelectorAll(".legend")].map((one) => one.textContent),
  };
  page.dataset.found = JSON.stringify(found);
  parent.postMessage(page.dataset.found, "*");
});</script></body>"""
FRAME: Final = """<html><body><script>
addEventListener("message", (event) => { document.documentElement.dataset.found = event.data; });
</script><iframe src="page.html" style="width:390px;height:900px;border:0"></iframe></body></html>"""


def figures() -> tuple[Figure, ...]:
    """A stack and a band with a gap, levels on a log axis, bars with an unknown end, nothing."""
    shares = tuple(Area(name=name, x=X, y=GAP) for name in ("north", "south"))
    band = (Line(name="mean", x=X, y=GAP), Band(name="", x=X, low=GAP - 1, high=GAP + 1))
    growth = (Line(name="growth", x=np.arange(4.0), y=np.array([1.0, 10.0, 100.0, 1000.0])),)
    bars = Bars(name="", names=["one", "two"], start=np.array([1.0, 2.0]), end=np.array([3.0, np.nan]))
    levels = (Level(value=100.0, name="hundred"), Level(value=0.0, name="never"))
    return (
        Figure(
            title="Shares", unit="%", marks=shares, events=(Event(x=float(X[3]), name="a long name" * 9),)
        ),
        Figure(title="Band", unit="%", marks=band),
        Figure(title="Log", unit="T", marks=growth, axis=Axis.NUMBER, log=True, levels=levels),
        Figure(title="Bars", unit="bn", marks=(bars,), axis=Axis.NAMES, levels=levels[:1]),
        Figure(title="Nothing", unit="", marks=(Line(name="none", x=X, y=np.full(20, np.nan)),)),
    )


def opened(folder: Path, file: str = "page.html", mark: str = "") -> dict[str, Any]:
    """What the probe found, after the page was drawn without a word on the console."""
    assert CHROMIUM is not None
    wide = Table(title="Wide", headings=("a",) * 30, rows=(Row(cells=("12,345",) * 30),))
    section = Section(title="All", figures=figures(), tables=(wide,))
    page = Page(kicker="k", title="t" * 80, period="p", headline="h", sections=(section,), command="c" * 200)
    (folder / "page.html").write_text(render_page(page).replace("</body>", PROBE), encoding="utf-8")
    (folder / "phone.html").write_text(FRAME, encoding="utf-8")
    address = (folder / file).as_uri() + mark
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", address]
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert "CONSOLE" not in run.stderr
    found = re.search(r'data-found="([^"]*)"', run.stdout)
    assert found is not None
    return dict(json.loads(unescape(found[1])))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The page on a desk's screen."""
    return opened(tmp_path_factory.mktemp("desk"))


def test_every_figure_is_drawn_under_its_legend(desk: dict[str, Any]) -> None:
    """Each has a drawing; bands, bars and empty figures name nothing."""
    assert desk["drawn"] == [True] * 5
    assert desk["legend"] == ["northsouth", "mean", "growth", "", ""]


@pytest.mark.parametrize(("number", "kind"), [(0, "stackgroup"), (1, "fill")])
def test_no_filled_shape_spans_a_gap(desk: dict[str, Any], number: int, kind: str) -> None:
    """Two shares, or the band, stand once before and once after the gap, without a missing value."""
    filled = [trace for trace in desk["traces"][number] if kind in trace]
    assert sorted({len(trace["x"]) for trace in filled}) == [8, 9]
    assert all(None not in trace["y"] for trace in filled)
    assert len({trace.get("stackgroup") for trace in filled}) == (2 if number == 0 else 1)


def test_a_level_on_a_log_axis_leaves_the_axis_alone(desk: dict[str, Any]) -> None:
    """The name of a level of 100 does not stretch the axis to 10 to the 100th; zero has no place on it."""
    assert 3 < desk["range"][2][1] < 4
    assert "hundred" in desk["words"][2]
    assert "never" not in desk["words"][2]


def test_a_bar_without_an_end_is_not_drawn(desk: dict[str, Any]) -> None:
    """An unknown end is not zero, and a level upright through the bars keeps both in view."""
    assert desk["traces"][3][0]["x"] == [2, None]
    assert desk["range"][3] == [1.5, -0.5]


def test_an_empty_figure_says_so(desk: dict[str, Any]) -> None:
    """Words instead of axes that hold nothing."""
    assert desk["words"][4] == "No data"


def test_a_phone_needs_no_sideways_scrolling(tmp_path: Path) -> None:
    """At 390 pixels nothing is wider than the page; the table scrolls within itself."""
    found = opened(tmp_path, "phone.html")
    assert found["room"] <= 390
    assert found["used"] <= found["room"]
    assert found["drawn"] == [True] * 5


def test_the_dark_page_is_dark(desk: dict[str, Any], tmp_path: Path) -> None:
    """Asked for, dark is drawn as well as light."""
    found = opened(tmp_path, mark="#dark")
    assert (desk["back"], found["back"]) == ("rgb(255, 255, 255)", "rgb(20, 23, 27)")
    assert found["drawn"] == [True] * 5
