"""Least squares from below and the dual from above, around the exact grid."""

import numpy as np
import pytest
from tests.study.switching.cases import (
    FREE,
    IRREVERSIBLE,
    LEAD_TIME,
    REVERTING_FLOOR,
    X,
    Y,
    assert_brackets,
    case,
)

from bascule.study.plan.process import Gbm
from bascule.study.switching.bracket import Effort, bracket
from bascule.study.switching.courses import Given
from bascule.study.switching.drivers import drivers
from bascule.study.switching.follow import follow
from bascule.study.switching.grid import solve_grid
from bascule.study.switching.known import Known
from bascule.study.switching.occupancy import occupancy
from bascule.study.switching.paths import draw
from bascule.study.switching.problem import Amount, Mode, Move, Problem, flat
from bascule.study.switching.regression import fit
from bascule.study.switching.two_modes import AI

SMALL = Effort(fitting=20_000, valuing=40_000, bounding=1_000, seed=3)


@pytest.mark.parametrize("problem", [LEAD_TIME, IRREVERSIBLE, FREE, REVERTING_FLOOR])
def test_the_bounds_meet_around_the_grid(problem: Problem) -> None:
    """Within 1 % and two standard errors of each other, and on either side of the grid."""
    exact, found = solve_grid(problem).value, bracket(problem, SMALL)
    assert_brackets(found, exact)


def test_probabilities_of_paths_are_those_of_the_grid() -> None:
    """Up to late moves that are worth next to nothing."""
    found, exact = bracket(LEAD_TIME, SMALL), occupancy(solve_grid(LEAD_TIME), AI)
    assert found.moves == pytest.approx(exact.moves.sum(), abs=0.04)
    assert np.abs(found.building[:, AI] - exact.building[:, AI]).max() < 0.04
    assert (found.in_mode.sum(axis=1) + found.building.sum(axis=1)).tolist() == pytest.approx([1.0] * 60)


def test_the_same_seed_gives_the_same_bits() -> None:
    """Paths come in fixed blocks, a child seed each."""
    quick = Effort(fitting=2_000, valuing=2_000, bounding=200, seed=5)
    assert bracket(FREE, quick).lower == bracket(FREE, quick).lower


def test_known_means_are_those_of_many_draws() -> None:
    """Polynomials and levels one step ahead."""
    moved = LEAD_TIME.drivers
    known, rng = Known(drivers=moved), np.random.default_rng(1)
    before = np.array([[0.4], [-0.3]])
    shocks = rng.multivariate_normal(np.zeros(2), moved.covariance, size=400_000).T
    after = known.rows(8, moved.decay[:, None] * before + shocks)
    errors = after.std(axis=1) / np.sqrt(after.shape[1])
    assert (np.abs(after.mean(axis=1) - known.means_ahead(7, before)[:, 0]) <= 4.5 * errors + 1e-12).all()


def test_the_control_has_mean_zero() -> None:
    """Its mean on new paths is within four standard errors."""
    rng = np.random.default_rng(2)
    policy = fit(REVERTING_FLOOR, draw(REVERTING_FLOOR.drivers, 4_000, rng))
    control = follow(policy, draw(REVERTING_FLOOR.drivers, 40_000, rng)).control
    pairs = (control[:20_000] + control[20_000:]) / 2
    assert abs(pairs.mean()) < 4 * pairs.std() / np.sqrt(len(pairs))


def _rent(driver: int) -> Amount:
    return lambda _, levels: levels[driver]


def test_three_drivers_and_three_modes_without_a_grid() -> None:
    """Free switching among three rents: the sum of discounted expected maxima, by an independent simulation."""
    rents = [X, Y, Gbm(start=0.7, mu=-0.1, sigma=0.4)]
    corr = np.array([[1.0, 0.3, 0.2], [0.3, 1.0, 0.1], [0.2, 0.1, 1.0]])
    moved = drivers(rents, corr, step_years=0.5, dates=16)
    modes = tuple(Mode(name=str(k), flow=_rent(k)) for k in range(3))
    moves = tuple(Move(start=a, end=b, cost=flat(0.0)) for a in range(3) for b in range(3) if a != b)
    problem = Problem(drivers=moved, modes=modes, moves=moves, rate=0.1, step_years=0.5)
    found = bracket(problem, SMALL)
    paths = draw(moved, 200_000, np.random.default_rng(9))
    best = [0.5 * np.exp(-0.05 * n) * moved.levels(n, paths[n]).max(axis=0).mean() for n in range(16)]
    assert found.upper is not None
    assert found.lower.mean == pytest.approx(sum(best), rel=0.01)
    assert found.upper.mean == pytest.approx(sum(best), rel=0.01)


def test_without_uncertainty_least_squares_is_exact() -> None:
    """One path is all there is."""
    sure = case(
        x=Given(values=(1.0, 0.2, 0.1)), y=Given(values=(0.1, 0.5, 0.9)), to_ai=0.05, dates=3, energy_cost=0.0
    )
    found = bracket(sure, Effort(fitting=4, valuing=4, bounding=4))
    assert found.lower.mean == pytest.approx(solve_grid(sure).value)


def test_odd_paths_are_refused() -> None:
    """Each path has its mirror."""
    with pytest.raises(ValueError, match="antithetic pairs"):
        draw(FREE.drivers, 7, np.random.default_rng(1))


def test_a_gap_over_nothing_is_not_known() -> None:
    """A problem that is worth nothing."""
    nothing = case(x=Given(values=(0.0,) * 3), y=Given(values=(0.0,) * 3), dates=3, energy_cost=0.0)
    assert bracket(nothing, Effort(fitting=4, valuing=4, bounding=4)).gap_frac is None


@pytest.mark.parametrize("wrong", [{"fitting": 7}, {"valuing": 2}, {"valuing": 0}, {"bounding": 3}])
def test_too_few_paths_for_an_error_are_refused(wrong: dict[str, int]) -> None:
    """One pair has no spread: its error is unknown, not zero."""
    with pytest.raises(ValueError, match=f"{next(iter(wrong))}.* even number of paths from 4"):
        Effort(**wrong)
