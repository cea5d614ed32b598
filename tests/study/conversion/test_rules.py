"""The rule of net present value, against the paths on which it is played."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.cases import DEAR
from tests.study.conversion.small_case import CASE
from tests.study.switching.cases import LEAD_TIME
from tests.study.switching.cases import case as two_rents

from bascule.model.series import Floats
from bascule.study.conversion.build import problem_of
from bascule.study.conversion.rules import NpvRule, npv_rule
from bascule.study.switching.courses import Given
from bascule.study.switching.grid import solve_grid
from bascule.study.switching.paths import draw
from bascule.study.switching.problem import Problem
from bascule.study.switching.two_modes import AI, Terms, convert_now, mine_forever

SHORT = replace(CASE, quarters=20, resting=DEAR, shell=replace(CASE.shell, capex_per_it_mw=3.4e6))
PATHS = 40_000


def test_the_rule_earns_what_paths_that_play_it_earn() -> None:
    """Each path moves at its first node where the rule says so."""
    problem = problem_of(SHORT)
    rule = npv_rule(problem, 3)
    earned = _played(problem, rule)
    error = float(earned.std()) / math.sqrt(PATHS / 2)
    assert rule.value == pytest.approx(float(earned.mean()), abs=4 * error)
    assert error < 0.01 * rule.value
    assert rule.value > rule.stay + 10 * error


def _played(problem: Problem, rule: NpvRule) -> Floats:
    paths, grid = draw(problem.drivers, PATHS, np.random.default_rng(3)), rule.axes
    total, moved = np.zeros(PATHS), np.zeros(PATHS, dtype=bool)
    for date in range(problem.dates):
        levels, one = problem.drivers.levels(date, paths[date]), paths[date, 0]
        other = paths[date, 1] - grid.shear * one
        row, column = (
            np.clip(np.rint((w - axis[0]) / (axis[1] - axis[0])).astype(int), 0, len(axis) - 1)
            for w, axis in ((one, grid.first), (other, grid.second))
        )
        now = ~moved & (rule.moves[date, row, column] > 0)
        cost = problem.moves_from(0)[0].cost(date, levels) if now.any() else np.zeros(PATHS)
        total -= problem.discount**date * np.where(now, cost, 0.0)
        moved |= now
        total += problem.discount**date * np.where(moved, 0.0, problem.earned(0, date, levels))
    return np.asarray(total + problem.discount**problem.dates * problem.modes[0].closing)


def test_gain_and_staying_are_those_of_two_plans_without_choice() -> None:
    """AI now for ever against mining for ever."""
    problem = two_rents(to_mining=None, dates=20)
    rule = npv_rule(problem, AI)
    terms = Terms(energy_cost=0.6, curtail=True, to_ai=2.0, to_mining=None)
    assert rule.stay == pytest.approx(mine_forever(problem), rel=1e-12)
    gain = float(rule.gain_now[rule.axes.centre])
    assert rule.stay + gain == pytest.approx(convert_now(problem, terms), rel=1e-12)


def test_with_a_known_future_the_rule_moves_too_early() -> None:
    """Mining pays 2 today and AI 4 tomorrow, at a cost of 1: moving today gains, moving tomorrow gains more."""
    sure = two_rents(
        x=Given(values=(8.0, 0.0)),
        y=Given(values=(0.0, 16.0)),
        to_ai=1.0,
        to_mining=None,
        energy_cost=0.0,
        curtail=False,
        dates=2,
        rate=0.0,
    )
    rule = npv_rule(sure, AI)
    assert (rule.stay, rule.value) == pytest.approx((2.0, 3.0))
    assert solve_grid(sure).value == pytest.approx(2.0 + 4.0 - 1.0)


def test_a_move_that_is_not_there_or_takes_time_is_refused() -> None:
    """In words."""
    with pytest.raises(ValueError, match="no move leads there"):
        npv_rule(problem_of(SHORT), 0, 1.0)
    with pytest.raises(ValueError, match="takes effect at once"):
        npv_rule(LEAD_TIME, AI, 1.0)
