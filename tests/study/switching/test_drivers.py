"""Courses that a driver may take: a process times known factors is that process at other levels."""

import math

import numpy as np
import pytest
from tests.study.switching.cases import X, Y, case

from bascule.study.plan.process import Gbm, LogOu
from bascule.study.switching.courses import Course, Scaled
from bascule.study.switching.drivers import Drivers, drivers
from bascule.study.switching.grid import solve_grid

STEP = 0.25
REVERTING = LogOu(start=2.0, level=3.0, speed=0.5, sigma=0.4)


def test_factors_of_one_change_nothing() -> None:
    """The same problem, the same value to the bit."""
    plain = solve_grid(case(dates=12), 2.0)
    scaled = solve_grid(case(x=Scaled(process=X, factors=(1.0,) * 12), dates=12), 2.0)
    assert scaled.value == plain.value
    assert (scaled.choices == plain.choices).all()


def test_factors_that_grow_steadily_are_a_drift() -> None:
    """X exp(g t) is geometric Brownian motion with the drift raised by g."""
    factors = tuple(math.exp(0.03 * STEP * date) for date in range(20))
    scaled = solve_grid(case(x=Scaled(process=X, factors=factors), dates=20), 2.0)
    drifting = solve_grid(case(x=Gbm(start=X.start, mu=X.mu + 0.03, sigma=X.sigma), dates=20), 2.0)
    assert scaled.value == pytest.approx(drifting.value, rel=1e-12)


@pytest.mark.parametrize("process", [Y, REVERTING])
def test_a_step_moves_the_level_and_neither_shock_nor_reversion(process: Gbm | LogOu) -> None:
    """Half from the third date on."""
    factors = (1.0, 1.0, 0.5, 0.5)
    plain, scaled = _alone(process), _alone(Scaled(process=process, factors=factors))
    assert scaled.base[0] == pytest.approx(plain.base[0] * np.array(factors))
    assert (scaled.decay[0], scaled.shock[0]) == (plain.decay[0], plain.shock[0])


def test_there_is_one_factor_for_each_date() -> None:
    """The message names both counts."""
    with pytest.raises(ValueError, match="3 factors for 4 decision dates"):
        _alone(Scaled(process=Y, factors=(1.0,) * 3))


def test_a_factor_leaves_a_level() -> None:
    """Zero would have no logarithm."""
    with pytest.raises(ValueError, match="above zero: 0"):
        Scaled(process=Y, factors=(1.0, 0.0))


def _alone(course: Course) -> Drivers:
    return drivers([course], np.ones((1, 1)), step_years=STEP, dates=4)
