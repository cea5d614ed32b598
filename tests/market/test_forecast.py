"""Naive forecasts and their score."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bascule.market.forecast import Forecaster, filled, persistence, seasonal_naive
from bascule.market.forecast_error import forecast_error
from bascule.market.publication import Publication, PublicationRule
from bascule.market.view import MarketView
from bascule.model.market import Market
from bascule.model.series import Floats, Series
from bascule.model.time_grid import TimeGrid

START = datetime(2024, 1, 1, tzinfo=UTC)


def market(values: Floats, rule: str = "real_time", step_min: int = 60) -> Market:
    """One series on a grid from the start on, published by a rule."""
    grid = TimeGrid(start=START, step=timedelta(minutes=step_min), count=values.size)
    known = Publication(rule=PublicationRule(rule)).known_at_s(grid)
    return Market(grid=grid, series={"a": Series(name="a", values=values, known_at_s=known)})


def at(hour: float, values: Floats, rule: str = "real_time") -> MarketView:
    """The view of an hourly market so many hours after its start."""
    return MarketView(market(values, rule), START + timedelta(hours=hour))


def test_persistence_repeats_the_newest_value() -> None:
    """Ten hours in, the value of the tenth hour is the forecast everywhere."""
    assert persistence(at(10, np.arange(48.0)), "a", 10, 3).tolist() == [9.0, 9.0, 9.0]


def test_seasonal_naive_repeats_the_same_hour_of_the_latest_known_day() -> None:
    """From hour 30 on the last 24 known hours repeat, hour for hour, as long as asked for."""
    out = seasonal_naive(at(30, np.arange(100.0)), "a", 30, 50)
    assert out.tolist() == [float(6 + i % 24) for i in range(50)]


def test_a_week_can_be_the_period() -> None:
    """With 168 hours the same hour of the last known week is used."""
    out = seasonal_naive(at(200, np.arange(400.0)), "a", 200, 3, period_h=168)
    assert out.tolist() == [32.0, 33.0, 34.0]


def test_a_day_ahead_series_repeats_its_last_published_day() -> None:
    """Before the auction the pattern is today, after it tomorrow: never the day after."""
    values = np.repeat(np.arange(5.0), 24)
    for hour, day in ((24 + 11, 1.0), (24 + 13, 2.0)):
        out = seasonal_naive(at(hour, values, "day_ahead_eu"), "a", 3 * 24, 22)
        assert set(out) == {day}


@pytest.mark.parametrize("forecaster", [persistence, seasonal_naive])
def test_a_forecast_is_finite_as_soon_as_anything_is_known(forecaster: Forecaster) -> None:
    """One known hour is enough; without any the answer is NaN."""
    values = np.concatenate([[4.0], np.arange(47.0)])
    assert forecaster(at(1, values), "a", 1, 30).tolist() == [4.0] * 30
    assert np.isnan(forecaster(at(0, values), "a", 0, 3)).all()


def test_missing_history_is_replaced_by_the_newest_value() -> None:
    """An hour that yesterday had no value takes the newest one."""
    values = np.arange(48.0)
    values[5] = np.nan
    assert seasonal_naive(at(24, values), "a", 28, 3).tolist() == [4.0, 23.0, 6.0]


def test_filled_keeps_what_is_known() -> None:
    """Known values stay, the forecaster speaks for the rest only."""
    assert filled(at(30, np.arange(60.0)), "a", 28, 4, persistence).tolist() == [28.0, 29.0, 29.0, 29.0]
    assert filled(at(60, np.arange(60.0)), "a", 0, 2, persistence).tolist() == [0.0, 1.0]


def test_quarter_hours_repeat_after_96_steps() -> None:
    """The period is in hours, whatever the step."""
    view = MarketView(market(np.arange(300.0), step_min=15), START + timedelta(hours=48))
    assert seasonal_naive(view, "a", 192, 2).tolist() == [96.0, 97.0]


def test_a_periodic_series_has_no_error() -> None:
    """What repeats every day is forecast exactly from the second day on."""
    error = forecast_error(market(np.tile(np.arange(24.0), 10)), "a", seasonal_naive, first=24)
    assert error.count.sum() == 24 * (9 + 8)
    assert np.max(error.mae) == np.max(error.rmse) == 0.0


def test_errors_by_hand() -> None:
    """A rising series under persistence is underestimated by one more each hour."""
    error = forecast_error(market(np.arange(40.0)), "a", persistence, horizon_h=3, every_h=10, first=10)
    assert error.lead_h.tolist() == [0, 1, 2]
    assert error.bias.tolist() == [-1.0, -2.0, -3.0]
    assert error.mae.tolist() == error.rmse.tolist() == [1.0, 2.0, 3.0]
    assert error.count.tolist() == [3, 3, 3]


def test_the_root_mean_square_is_no_mean() -> None:
    """Errors of 0 and 2 have mean 1 and root mean square of the square root of 2."""
    values = np.array([0.0, 0.0, 0.0, 2.0])
    error = forecast_error(market(values), "a", persistence, horizon_h=1, every_h=2, first=1)
    assert (error.mae[0], error.rmse[0], error.bias[0]) == (1.0, pytest.approx(2**0.5), -1.0)


def test_what_was_published_is_not_scored() -> None:
    """At midnight the day in progress is known: only the day after it counts."""
    values = np.random.default_rng(1).normal(size=24 * 6 + 1)
    error = forecast_error(market(values, "day_ahead_eu"), "a", persistence, first=23, every_h=24)
    assert np.flatnonzero(error.count).tolist() == list(range(24, 48))
    assert np.isnan(error.mae[:24]).all()
