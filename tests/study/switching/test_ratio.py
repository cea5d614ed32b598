"""Costs in proportion to what is given up: thresholds of the ratio of two rents in closed form, against the grid of both."""

import math
from functools import cache

import numpy as np
import pytest

from bascule.model.series import Floats
from bascule.study.plan.entry_exit import Switching, ratio_thresholds
from bascule.study.plan.process import Gbm
from bascule.study.switching.drivers import drivers
from bascule.study.switching.grid import GridSolution, solve_grid
from bascule.study.switching.problem import Amount, Mode, Move, Problem
from bascule.study.switching.two_modes import AI, MINE, upward_crossing

CASE = Switching(
    rate=0.1, mu_x=0.0, mu_y=-0.02, sigma_x=0.6, sigma_y=0.3, corr=0.2, cost_to_y=8.0, cost_to_x=0.5
)
STEP, DATES = 0.125, 120


@cache
def _solved() -> GridSolution:
    rents = [
        Gbm(start=1.0, mu=CASE.mu_x, sigma=CASE.sigma_x),
        Gbm(start=1.0, mu=CASE.mu_y, sigma=CASE.sigma_y),
    ]
    moved = drivers(rents, np.array([[1, 0.2], [0.2, 1]]), step_years=STEP, dates=DATES)
    modes = (
        Mode(name="x", flow=_rent(MINE, CASE.rate - CASE.mu_x)),
        Mode(name="y", flow=_rent(AI, CASE.rate - CASE.mu_y)),
    )
    moves = (
        Move(start=MINE, end=AI, cost=lambda _, levels: CASE.cost_to_y * levels[MINE]),
        Move(start=AI, end=MINE, cost=lambda _, levels: CASE.cost_to_x * levels[MINE]),
    )
    problem = Problem(drivers=moved, modes=modes, moves=moves, rate=CASE.rate, step_years=STEP)
    return solve_grid(problem, 1.5)


def _rent(driver: int, rho: float) -> Amount:
    """A rent received all through a step, and for ever from the last date on."""
    step, ever = -math.expm1(-rho * STEP) / rho, 1 / rho
    return lambda date, levels: levels[driver] * ((ever if date == DATES - 1 else step) / STEP)


def _ratios(row: int, mode: int, way: int) -> float | None:
    """Ratio y/x where moving begins to pay, along a row of the grid."""
    found = _solved()
    ratio: Floats = found.axes.second + (found.axes.shear - 1) * found.axes.first[row]
    crossing = upward_crossing(way * ratio[::way], found.gains_now[mode][row][::way])
    return None if crossing is None else math.exp(way * crossing)


@pytest.mark.parametrize("off", [0, -20, 15])
def test_thresholds_are_ratios_whatever_the_level(off: int) -> None:
    """Watched at dates only, a barrier lies nearer by 0.5826 sigma sqrt(step): Broadie, Glasserman and Kou, 1997."""
    row = _solved().axes.centre[0] + off
    exact, variance = ratio_thresholds(CASE), 0.36 + 0.09 - 2 * 0.2 * 0.6 * 0.3
    apart = math.exp(0.5826 * math.sqrt(variance * STEP))
    assert (_ratios(row, MINE, 1) or 0.0) * apart == pytest.approx(exact.ratio_to_y, rel=0.006)
    assert (_ratios(row, AI, -1) or 0.0) / apart == pytest.approx(exact.ratio_to_x, rel=0.006)


def test_values_are_those_of_the_closed_form() -> None:
    """Less what dates only and fifteen years of choice leave out: a good hundredth."""
    found, exact = _solved(), ratio_thresholds(CASE)
    in_x, in_y = (float(found.values_now[(mode, *found.axes.centre)]) for mode in (MINE, AI))
    assert 0.985 * exact.value_in_x < in_x < exact.value_in_x
    assert 0.985 * exact.value_in_y < in_y < exact.value_in_y


def test_values_grow_with_the_levels_as_one() -> None:
    """Both rents e times as high, e times the value."""
    found = _solved()
    row, column = found.axes.centre
    width = found.axes.second[1] - found.axes.second[0]
    # One row up is first[1] - first[0] in x; y follows where q makes up for the shear.
    up = round(1.0 / (found.axes.first[1] - found.axes.first[0]))
    lifted = float(found.axes.first[row + up])
    place = column + lifted * (1 - found.axes.shear) / width
    values = np.log(found.values_now[MINE, row + up])
    there = float(np.interp(place, np.arange(len(values)), values))
    assert there == pytest.approx(math.log(found.value) + lifted, abs=0.002)
