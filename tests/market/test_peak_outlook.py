"""The days to come: level, spread, and the probability that none exceeds a load."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bascule.market.local_calendar import local_calendar
from bascule.market.normal import normal_below
from bascule.market.peak_outlook import LEAST_SPREAD, SPELL_DAYS, WIDENING, day_maxima, rest_below
from bascule.model.time_grid import TimeGrid


def test_level_and_spread_of_days() -> None:
    """Twenty days of one hour above the others: means and deviations as numpy has them."""
    highest = np.random.default_rng(1).normal(4.0, 0.1, 20)
    load = np.full((20, 24), 1.0)
    load[:, 16] = highest
    grid = TimeGrid(start=datetime(2024, 5, 1, tzinfo=UTC), step=timedelta(hours=1), count=480)
    found = day_maxima(load.ravel(), local_calendar(grid, "UTC"))
    assert np.isnan(found.level[:6]).all()
    assert found.level[6] == pytest.approx(highest[:7].mean())
    assert found.level[19] == pytest.approx(highest[6:].mean())
    assert found.spread[19] == pytest.approx(highest.std())
    assert found.spread[0] == LEAST_SPREAD


def test_a_day_mostly_missing_does_not_count() -> None:
    """Its highest load is not known."""
    load = np.full((10, 24), 4.0)
    load[9, :13] = np.nan
    load[9, 20] = 9.0
    grid = TimeGrid(start=datetime(2024, 5, 1, tzinfo=UTC), step=timedelta(hours=1), count=240)
    assert day_maxima(load.ravel(), local_calendar(grid, "UTC")).level[9] == pytest.approx(4.0)


def test_the_chance_of_the_rest_by_hand() -> None:
    """One spread times the widening above the level, six days to come: two spells at 84.1 %."""
    found = rest_below(
        np.array([[4.0 + WIDENING * 0.1]]), np.array([4.0]), np.array([0.1]), np.array([2 * SPELL_DAYS])
    )
    assert found[0, 0] == pytest.approx(0.8413447**2, abs=1e-6)
    assert rest_below(np.array([[1.0]]), np.array([4.0]), np.array([0.1]), np.array([0])) == 1.0


def test_the_normal_distribution_is_that_of_the_error_function() -> None:
    """To 1e-7 everywhere."""
    z = np.linspace(-9, 9, 1001)
    exact = [0.5 * math.erfc(-value / math.sqrt(2)) for value in z]
    assert normal_below(z) == pytest.approx(exact, abs=2e-7)
