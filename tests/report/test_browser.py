"""The report in a real browser, where there is one."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.report.browser import CHROMIUM, FLAGS
from tests.report.fixture import make_backtest

from bascule.report.html import render
from bascule.study.results import Backtest

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def opened(backtest: Backtest, folder: Path) -> tuple[str, str]:
    """The page's elements after its scripts ran, and what the browser logged."""
    assert CHROMIUM is not None
    page = folder / "report.html"
    page.write_text(render(backtest, command="bascule backtest site.yaml"), encoding="utf-8")
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", page.as_uri()]
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    return run.stdout, run.stderr


def root_of(page: str) -> str:
    """The page's outermost tag, on which its script leaves its marks."""
    found = re.search(r"<html[^>]*>", page)
    assert found is not None
    return found[0]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The fixture's report, opened once."""
    return opened(make_backtest(), tmp_path_factory.mktemp("report"))


def test_every_chart_is_drawn_without_an_error(report: tuple[str, str]) -> None:
    """All scripts ran to their end, nothing went to the console, and the first chart's time is recorded."""
    page, log = report
    root = root_of(page)
    assert 'data-ready="all"' in root
    assert re.search(r'data-first-chart-ms="\d+"', root)
    assert "data-error" not in root
    assert "CONSOLE" not in log


@pytest.mark.parametrize("chart", ["bars", "gains", "time", "duration", "heat", "months"])
def test_no_chart_is_empty(report: tuple[str, str], chart: str) -> None:
    """Each chart has a drawing of its own."""
    page, _ = report
    drawn = page[page.index(f'id="{chart}"') :]
    assert re.search(r'class="main-svg"', drawn[:3000])


def test_the_dearest_hour_is_explained(report: tuple[str, str]) -> None:
    """The panel opens with sentences about the dearest interval."""
    page, _ = report
    assert re.search(r"S19j Pro hall off: its break-even is [\d.]+ \$/MWh, power costs [\d.]+ here\.", page)


def test_a_site_called_like_a_script_runs_nothing(tmp_path: Path) -> None:
    """Names reach the charts as text."""
    hostile = "<img src=x onerror=\"document.documentElement.dataset.owned='yes'\"><b>"
    backtest = make_backtest(site_name=hostile)
    fleets = {f"{hostile}{name}": worth for name, worth in backtest.break_even_per_mwh.items()}
    page, _ = opened(replace(backtest, break_even_per_mwh=fleets), tmp_path)
    root = root_of(page)
    assert 'data-ready="all"' in root
    assert "data-owned" not in root


def test_one_policy_alone_is_drawn(tmp_path: Path) -> None:
    """Neither the bound nor always-on is needed for charts."""
    backtest = make_backtest()
    page, log = opened(replace(backtest, results=(backtest.result("optimal"),)), tmp_path)
    assert 'data-ready="all"' in page
    assert "CONSOLE" not in log
