"""Interval columns name their unit and hold every asset."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bascule.apps.outcome_columns import outcome_columns, summed
from bascule.apps.wiring import bundled_site, instant, read_market
from bascule.model.time_grid import TimeGrid
from bascule.study.compare import compare
from bascule.study.results import Backtest

UNITS = ("_mw", "_mwh", "_th_s", "_gpu_h", "_count", "_frac")


@pytest.fixture(scope="module")
def backtest() -> Backtest:
    """A day of the Texan site with everything on."""
    site = bundled_site("texas").site
    start, end = (instant(f"2022-06-0{day}", site.time_zone, "") for day in (1, 2))
    return compare(site, read_market(site, ["embedded:texas:2022:7"], start, end), start, end, ["always-on"])


def test_every_column_ends_in_a_unit_and_has_every_interval(backtest: Backtest) -> None:
    """No column without unit, none of another length."""
    columns = outcome_columns(backtest.site, backtest.results[0].outcome)
    assert [name for name in columns if not name.endswith(UNITS)] == []
    assert {values.size for values in columns.values()} == {96}


def test_columns_add_up_to_the_metrics(backtest: Backtest) -> None:
    """Energy at the bus by asset is what the metrics say of it."""
    columns, used = outcome_columns(backtest.site, backtest.results[0].outcome), backtest.results[0].metrics
    for fleet in backtest.site.fleets:
        assert columns[f"{fleet.name}.hall_mw"].sum() / 4 == pytest.approx(used.mwh_by_use[fleet.name])
    assert columns["import_mw"].sum() / 4 == pytest.approx(used.import_mwh)


def test_parts_are_added_from_their_first_interval_on() -> None:
    """Two jobs that overlap in one interval."""
    grid = TimeGrid(start=datetime(2024, 1, 1, tzinfo=UTC), step=timedelta(hours=1), count=4)
    parts = [(0, np.array([1.0, 2.0])), (1, np.array([10.0, 20.0]))]
    assert summed(parts, grid).tolist() == [1.0, 12.0, 20.0, 0.0]
