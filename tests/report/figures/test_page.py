"""A page of figures and tables: whole, safe, and drawn."""

import json
import re
import subprocess
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from tests.report.browser import CHROMIUM, FLAGS

from bascule.report.figures.drawn import figures_json
from bascule.report.figures.figure import Area, Axis, Band, Bars, Event, Figure, Level, Line
from bascule.report.figures.page import Page, Section, render_page
from bascule.report.tables.table import Row, Table

HOSTILE: Final = "<script>alert('x')</script> & Co"
X: Final = 1_700_000_000 + 86_400 * np.arange(30)
Y: Final = np.sin(np.arange(30.0)) + 2


def figures() -> tuple[Figure, ...]:
    """One of each kind of mark, with a gap, a name that means harm, and one without marks."""
    gap = Y.copy()
    gap[5] = np.nan
    return (
        Figure(
            title="Lines",
            unit="EH/s",
            marks=(Line(name=HOSTILE, x=X, y=gap), Band(name="", x=X, low=Y - 1, high=Y + 1)),
            levels=(Level(value=2.0, name="level"),),
            events=(Event(x=float(X[3]), name=HOSTILE),),
            note="a note",
        ),
        Figure(
            title="Shares",
            unit="%",
            marks=(Area(name="a", x=X, y=Y), Area(name="b", x=X, y=Y)),
            from_zero=True,
        ),
        Figure(
            title="Supply",
            unit="$",
            marks=(Line(name="s", x=np.arange(30.0), y=Y, steps=True),),
            axis=Axis.NUMBER,
            x_label="EH/s",
        ),
        Figure(
            title="Bars",
            unit="bn",
            marks=(
                Bars(name="", names=["one", HOSTILE], start=np.array([1.0, 2.0]), end=np.array([3.0, 2.5])),
            ),
            axis=Axis.NAMES,
        ),
        Figure(title="Nothing", unit="", marks=()),
    )


def page() -> str:
    """A page of all of them."""
    table = Table(title=HOSTILE, headings=("a", "b"), rows=(Row(cells=(HOSTILE, "1")),))
    sections = (
        Section(title="One", lead=HOSTILE, figures=figures()[:2], tables=(table,), folded=(table,)),
        Section(title="Two", figures=figures()[2:]),
    )
    return render_page(
        Page(
            kicker="Kicker",
            title=HOSTILE,
            period="2024",
            headline="Headline",
            sections=sections,
            command="bascule chain",
            banners=("STALE",),
            tiles=(("1", "one"),),
        )
    )


def test_words_are_escaped() -> None:
    """No name becomes markup, in the page or in the script's data."""
    assert HOSTILE not in page()
    assert "&lt;script&gt;alert" in page()
    assert "\\u003cscript>alert" in page()


def test_data_are_json_with_gaps() -> None:
    """What is not finite is null, times are milliseconds, and every mark says its kind."""
    found = json.loads(figures_json(figures()))["figures"]
    line = found[0]["marks"][0]
    assert line["y"][5] is None
    assert line["x"][0] == 1_700_000_000_000
    kinds = [mark["kind"] for figure in found for mark in figure["marks"]]
    assert kinds == ["line", "band", "area", "area", "line", "bars"]
    assert found[2]["marks"][0]["x"][1] == 1.0


def test_the_page_needs_no_network() -> None:
    """Nothing is fetched: no source outside the file, and a policy that forbids it."""
    text = page()
    head = text[: text.index("<style>")]
    assert "default-src 'none'" in head
    assert re.search(r"<(script|link|img)[^>]+(src|href)=", text) is None


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("width", [1200, 390])
def test_every_figure_is_drawn(tmp_path: Path, width: int) -> None:
    """In a browser each figure has its drawing and legend, nothing goes to the console, wide and narrow."""
    assert CHROMIUM is not None
    file = tmp_path / "page.html"
    file.write_text(page(), encoding="utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [CHROMIUM, *FLAGS, profile, f"--window-size={width},900", file.as_uri()]
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    for number in range(4):
        drawn = run.stdout[run.stdout.index(f'id="figure-{number}"') :]
        assert "main-svg" in drawn[:3000]
    legend = run.stdout[run.stdout.index('id="legend-1"') :]
    assert re.search(r"</i>a</span>", legend[:600])
    assert "CONSOLE" not in run.stderr
