"""Probabilities of a grid's policy, against paths on which its choices are played."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.study.switching.cases import REVERTING, X, Y, case

from bascule.model.series import Floats, Ints
from bascule.study.plan.process import Gbm, LogOu, Merton
from bascule.study.switching.courses import Course, Given
from bascule.study.switching.drivers import Drivers, drivers
from bascule.study.switching.grid import GridSolution, solve_grid
from bascule.study.switching.occupancy import occupancy
from bascule.study.switching.paths import draw
from bascule.study.switching.two_modes import AI

JUMPS = Merton(start=X.start, mu=X.mu, sigma=0.4, jumps_per_year=2.0, jump_mean=-0.2, jump_sd=0.2)
Bools = NDArray[np.bool_]
CORR, DATES, PATHS = 0.4, 20, 30_000


def _world(x: Course, y: Course, corr: float = CORR) -> Drivers:
    return drivers([x, y], np.array([[1, corr], [corr, 1]]), step_years=0.25, dates=DATES)


@pytest.mark.parametrize(
    ("lag", "worlds"),
    [
        (3, (replace(X, mu=0.15), replace(REVERTING, level=0.9))),
        (0, (replace(X, mu=-0.25), replace(REVERTING, level=0.4))),
        (1, (X, REVERTING)),
    ],
)
def test_probabilities_are_those_of_paths_that_play_the_grids_choices(
    lag: int, worlds: tuple[Gbm, LogOu]
) -> None:
    """Each path by the choice of its nearest node, under drifts that the grid was not solved for; both decays differ."""
    solved = solve_grid(case(lag=lag, y=REVERTING, corr=CORR, dates=DATES, to_ai=0.6), 2.0)
    _assert_played(solved, _world(*worlds))


def test_the_same_where_the_first_driver_jumps_and_takes_the_second_along() -> None:
    """Other drifts, the same jumps."""
    solved = solve_grid(case(lag=3, x=JUMPS, y=REVERTING, corr=CORR, dates=DATES, to_ai=0.6), 2.0)
    _assert_played(solved, _world(replace(JUMPS, mu=0.1), replace(REVERTING, level=0.9)))


def _assert_played(solved: GridSolution, world: Drivers) -> None:
    found = occupancy(solved, AI, world)
    played = _played(solved, world)
    in_ai, on_the_way, ever = (part.mean(axis=1) for part in played)
    assert found.in_mode[:, AI] == pytest.approx(in_ai, abs=0.012)
    assert found.building[:, AI] == pytest.approx(on_the_way, abs=0.012)
    assert found.entered == pytest.approx(ever, abs=0.012)
    assert found.entered[-1] > 0.2
    assert found.in_mode.sum(axis=1) + found.building.sum(axis=1) == pytest.approx(np.ones(DATES))


def _played(solved: GridSolution, world: Drivers) -> Bools:
    """Whether each path runs AI, is on its way to it, and has ever decided for it, shape (3, dates, paths)."""
    paths = draw(world, PATHS, np.random.default_rng(11))
    mode, left = np.zeros(PATHS, dtype=int), np.zeros(PATHS, dtype=int)
    ever = np.zeros(PATHS, dtype=bool)
    rows: list[Bools] = []
    for date in range(DATES):
        left = np.maximum(left - 1, 0)
        free = left == 0
        node = _nearest(solved, date, world.levels(date, paths[date]))
        chosen = np.where(free, solved.choices[date][mode, *node], 0) > 0
        to_ai = chosen & (mode != AI)
        mode = np.where(chosen, 1 - mode, mode)
        left = np.where(to_ai, solved.problem.moves[0].lag, left)
        ever |= to_ai
        rows.append(np.array([(mode == AI) & (left == 0), left > 0, ever]))
    return np.stack(rows, axis=1)


def _nearest(solved: GridSolution, date: int, levels: Floats) -> tuple[Ints, Ints]:
    grid = solved.axes
    one, other = np.log(levels / solved.problem.drivers.base[:, date, None])
    q = other - grid.shear * one
    row = np.rint((one - grid.first[0]) / (grid.first[1] - grid.first[0])).astype(int)
    column = np.rint((q - grid.second[0]) / (grid.second[1] - grid.second[0])).astype(int)
    return np.clip(row, 0, len(grid.first) - 1), np.clip(column, 0, len(grid.second) - 1)


@pytest.mark.parametrize(
    ("world", "told"),
    [
        (_world(X, REVERTING, 0.1), "correlations may not"),
        (_world(replace(X, start=2.0), REVERTING), "starts elsewhere"),
        (_world(X, Y), "reversion may not"),
        (drivers([X, REVERTING], np.eye(2), step_years=0.25, dates=9), "other drivers or dates"),
    ],
)
def test_a_world_that_the_policy_was_not_solved_for_is_refused(world: Drivers, told: str) -> None:
    """Only drifts may differ."""
    solved = solve_grid(case(y=REVERTING, corr=CORR, dates=DATES), 1.0)
    with pytest.raises(ValueError, match=told):
        occupancy(solved, AI, world)


@pytest.mark.parametrize("other", [replace(JUMPS, jump_mean=-0.1), replace(JUMPS, jumps_per_year=0.0)])
def test_a_world_with_other_jumps_is_refused(other: Merton) -> None:
    """Fewer, smaller or none."""
    solved = solve_grid(case(x=JUMPS, y=REVERTING, corr=CORR, dates=DATES), 1.0)
    with pytest.raises(ValueError, match="jumps may not"):
        occupancy(solved, AI, _world(other, REVERTING))


def test_a_known_driver_keeps_its_path() -> None:
    """Another one would meet other choices."""
    solved = solve_grid(case(x=Given(values=(0.5,) * DATES), corr=0.0, dates=DATES), 1.0)
    with pytest.raises(ValueError, match="a driver that is known takes another path"):
        occupancy(solved, AI, _world(Given(values=(0.5,) * 19 + (0.6,)), Y, 0.0))
