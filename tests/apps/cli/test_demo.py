"""``bascule demo``: both bundled sites, a report of each."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.apps.cli.program import bascule, everything_in

from bascule.apps.cli import demo, demo_runs
from bascule.apps.cli.demo_runs import DEMOS, Demo, Found


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two days of each site."""
    runs = tuple(Demo(site=d.site, market=d.market, start=d.start, days=2) for d in DEMOS)
    monkeypatch.setattr(demo, "DEMOS", runs)
    monkeypatch.setattr(demo_runs, "DEMOS", runs)


@pytest.mark.usefixtures("short")
def test_both_sites_are_compared_and_their_reports_named(tmp_path: Path) -> None:
    """A table and a report per site, and the answer of both."""
    result = bascule("demo", "--out", tmp_path / "demo", "--json", tmp_path / "demo.json")
    assert result.exit_code == 0, result.output
    assert everything_in(tmp_path) == ["demo", "demo.json", "demo/france.html", "demo/texas.html"]
    assert result.stdout.count("\noptimal ") == 2
    assert result.stdout.count("SYNTHETIC") == 2
    assert "texas.html" in result.stdout
    assert list(json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))["sites"]) == [
        "france",
        "texas",
    ]


def test_the_demo_is_a_year_and_eight_weeks() -> None:
    """France over an hourly year, Texas over eight weeks."""
    assert [(d.site, d.days, d.market.split(":")[2]) for d in DEMOS] == [
        ("france", 365, "2023"),
        ("texas", 56, "2022"),
    ]


def test_a_run_that_fails_is_our_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure in one of the processes ends the demo with its reason, and nothing is written."""
    monkeypatch.setattr(
        demo_runs, "DEMOS", (Demo(site="france", market="embedded:france:1900:7", start="2023", days=1),)
    )
    result = bascule("demo", "--out", tmp_path / "demo")
    assert result.exit_code == 1
    assert "france" in result.stderr
    assert everything_in(tmp_path) == []


def test_an_unwritable_place_is_known_before_the_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reports' place is tried first."""

    def never(_: Callable[[str, float], None]) -> dict[str, Found]:
        raise AssertionError("it ran")

    monkeypatch.setattr(demo, "run_all", never)
    (tmp_path / "file").touch()
    result = bascule("demo", "--out", tmp_path / "file")
    assert (result.exit_code, "--out" in result.stderr) == (2, True)
