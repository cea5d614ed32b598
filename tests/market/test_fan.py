"""Fans of paths come from past errors of the forecaster itself, and from nothing that is not published."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.study.markets import DAY_AHEAD, market

from bascule.dispatch.forecaster import NaiveForecaster
from bascule.market.fan import Fan, FanRule, Residuals, fan, moments, scenarios, stratified
from bascule.market.publication import Publication
from bascule.market.view import MarketView
from bascule.model.market import Market
from bascule.model.series import Floats

DAY = 24
LENGTH = 12
NOISY = 50 + np.random.default_rng(3).normal(0, 20, 40 * DAY)
FORECAST = NaiveForecaster().values


def world(spot: Floats = NOISY, rule: Publication | None = None) -> Market:
    """Hourly prices, real-time unless told otherwise."""
    return market({"spot": spot}, rules={"spot": rule} if rule else None)


def drawn(
    known: Market, at: int = 30 * DAY, rule: FanRule | None = None, residuals: Residuals | None = None
) -> Fan | None:
    """The fan of the hours after ``at``."""
    view = MarketView(known, known.grid.time(at))
    kept = residuals or Residuals(forecaster=FORECAST, names=("spot",), length=LENGTH)
    believed = {"spot": FORECAST(view, "spot", at, LENGTH)}
    return fan(view, kept, believed, at, rule or FanRule())


def paths(found: Fan | None) -> Floats:
    """The paths of spot."""
    assert found is not None
    return found.paths["spot"]


def test_a_series_that_the_forecaster_foretells_has_one_path() -> None:
    """Where the past holds no error, all paths are the forecast."""
    spot = np.tile(np.full(DAY, 40.0), 40)
    assert paths(drawn(world(spot))) == pytest.approx(np.full((8, LENGTH), 40.0))


def test_paths_are_the_forecast_and_a_past_error() -> None:
    """Each path less the forecast is what was wrong from one past moment on, whole and in order."""
    view = MarketView(world(), world().grid.time(30 * DAY))
    residuals = Residuals(forecaster=FORECAST, names=("spot",), length=LENGTH)
    past = residuals.at(view, FanRule())[:, 0]
    errors = paths(drawn(world())) - FORECAST(view, "spot", 30 * DAY, LENGTH)
    assert all(np.isclose(past, error).all(axis=1).any() for error in errors)


def test_moments_share_the_time_of_day() -> None:
    """Past moments are whole days before now, give or take the spread."""
    now = world().grid.time(30 * DAY)
    hours = {(now - moment) % timedelta(days=1) for moment in moments(now, FanRule())}
    assert hours == {timedelta(hours=h) for h in (23, 0, 1)}


def test_the_same_seed_and_moment_draw_the_same_fan() -> None:
    """Nothing but seed and moment decides the draw."""
    first, again = paths(drawn(world())), paths(drawn(world()))
    other = paths(drawn(world(), rule=FanRule(seed=1)))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_published_values_are_the_same_in_every_path() -> None:
    """A day-ahead price that is out is no scenario."""
    at = 30 * DAY + 13
    known = world(rule=DAY_AHEAD)
    out = np.isfinite(MarketView(known, known.grid.time(at)).known("spot", at, LENGTH))
    assert out.any()
    assert np.ptp(paths(drawn(known, at))[:, out], axis=0) == pytest.approx(0.0)


@given(st.integers(0, 99))
def test_what_is_not_published_changes_nothing(seed: int) -> None:
    """Other values after now give the same fan."""
    known, at = world(), 30 * DAY
    rng = np.random.default_rng(seed)
    spot = known.series["spot"]
    later = spot.known_at_s > known.grid.time(at).timestamp()
    changed = replace(spot, values=np.where(later, rng.uniform(-500, 500, later.size), spot.values))
    disturbed = replace(known, series={**known.series, "spot": changed})
    assert np.array_equal(paths(drawn(known)), paths(drawn(disturbed)))


def test_each_past_forecast_is_made_once() -> None:
    """An hour later only the moments that are new to the fan are forecast."""
    calls: list[int] = []

    def counted(view: MarketView, name: str, first: int, count: int) -> Floats:
        calls.append(first)
        return FORECAST(view, name, first, count)

    kept = Residuals(forecaster=counted, names=("spot",), length=LENGTH)
    for at in range(30 * DAY, 31 * DAY):
        drawn(world(), at, residuals=kept)
    assert len(calls) == len(set(calls))


def test_no_fan_without_history() -> None:
    """A few days in, too few past forecasts are known."""
    assert drawn(world(), at=DAY) is None


def test_paths_keep_to_the_market_s_cap_and_floor() -> None:
    """Prices that the market does not allow are cut off."""
    cut = paths(drawn(world(), rule=FanRule(floor=40.0, cap=55.0)))
    assert cut.min() == 40.0
    assert cut.max() == 55.0


def test_a_stratified_draw_is_near_the_mean_of_all() -> None:
    """One of each eighth is far closer to the mean than eight of all are."""
    sizes = np.random.default_rng(0).normal(0, 1, 80)
    means = [sizes[stratified(sizes, 8, np.random.default_rng(k))].mean() for k in range(200)]
    assert np.std(means) < 0.35 / np.sqrt(8)


def test_scenarios_replace_what_is_believed() -> None:
    """Other series are the same in every scenario."""
    found = drawn(world())
    assert found is not None
    made = scenarios({"spot": np.zeros(LENGTH), "outdoor_c": np.ones(LENGTH)}, found)
    assert np.array_equal([one["spot"] for one in made], paths(found))
    assert all(one["outdoor_c"].sum() == LENGTH for one in made)
