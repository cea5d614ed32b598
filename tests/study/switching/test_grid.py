"""The exact grid against closed forms, enumeration and its own refinement."""

import math
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from tests.study.switching.cases import FREE, LEAD_TIME, REVERTING, REVERTING_FLOOR, X, Y, case

from bascule.study.plan.entry_exit import EntryExit, thresholds
from bascule.study.plan.exchange import Exchange, exchange_value
from bascule.study.plan.process import Gbm, LogOu, log_moments, moments
from bascule.study.switching.courses import Given
from bascule.study.switching.drivers import drivers
from bascule.study.switching.grid import GridSolution, solve_grid
from bascule.study.switching.occupancy import occupancy
from bascule.study.switching.problem import Problem
from bascule.study.switching.two_modes import AI, MINE, chosen_modes, mine_forever, trigger_y, upward_crossing


def test_free_switching_is_the_sum_of_the_better_rent_of_every_date() -> None:
    """E max(x, y) = E x + an option to exchange x for y (Margrabe 1978), with the energy cost left out."""
    problem, total = case(to_ai=0.0, to_mining=0.0, curtail=False, energy_cost=0.0), 0.0
    for date in range(problem.dates):
        t = date * problem.step_years
        swap = Exchange(
            s1=X.start * math.exp(X.mu * t),
            s2=Y.start * math.exp(Y.mu * t),
            q1=0.0,
            q2=0.0,
            sigma1=X.sigma,
            sigma2=Y.sigma,
            corr=0.3,
            years=t,
            rate=0.0,
            strike=0.0,
        )
        total += math.exp(-0.1 * t) * 0.25 * (X.start * math.exp(X.mu * t) + exchange_value(swap))
    assert solve_grid(problem).value == pytest.approx(total, rel=1e-5)


def test_a_reverting_rent_that_is_never_left_is_worth_its_mean_path() -> None:
    """Linear in the rent, so its mean is enough."""
    problem = replace(case(y=REVERTING), start=AI, moves=())
    means = [moments(REVERTING, 0.25 * date)[0] * 0.25 * math.exp(-0.025 * date) for date in range(60)]
    assert solve_grid(problem).value == pytest.approx(sum(means), rel=1e-7)


def test_a_floor_on_mining_is_a_strip_of_calls() -> None:
    """Black's formula for every date."""
    total = 0.25 * 0.4
    for date in range(1, 60):
        mean_log, variance = log_moments(X, 0.25 * date)
        forward, spread = math.exp(mean_log + variance / 2), math.sqrt(variance)
        d1 = (math.log(forward / 0.6) + variance / 2) / spread
        call = forward * norm.cdf(d1) - 0.6 * norm.cdf(d1 - spread)
        total += 0.25 * math.exp(-0.025 * date) * call
    assert mine_forever(case()) == pytest.approx(total, rel=1e-4)


@pytest.mark.parametrize("problem", [LEAD_TIME, FREE, REVERTING_FLOOR, case(corr=-0.8, y=REVERTING)])
def test_a_coarser_grid_agrees(problem: Problem) -> None:
    """Refinement moves values by less than two in ten thousand."""
    assert solve_grid(problem, 2.0).value == pytest.approx(solve_grid(problem).value, rel=2e-4)


def test_swapping_the_drivers_changes_nothing() -> None:
    """The shear treats the two unlike: the answer must not notice."""
    here = case(y=REVERTING, corr=0.5, energy_cost=0.0, curtail=False)
    there = case(x=REVERTING, y=X, corr=0.5, energy_cost=0.0, curtail=False, to_ai=0.5, to_mining=2.0)
    there = replace(there, start=AI)
    assert solve_grid(there).value == pytest.approx(solve_grid(here).value, rel=2e-5)


def test_fine_steps_over_a_long_horizon_come_to_dixits_thresholds() -> None:
    """Weekly decisions over eighty years against the perpetual thresholds."""
    price = Gbm(start=1.0, mu=0.0, sigma=0.3)
    problem = case(
        x=Given(values=(0.0,) * 1600),
        y=price,
        to_ai=2.0,
        to_mining=0.3,
        energy_cost=0.0,
        curtail=False,
        corr=0.0,
        dates=1600,
        step_years=0.05,
    )
    # Mining earns nothing here and AI pays no running cost, so the cost of running enters as what mining earns.
    idle = replace(
        problem,
        modes=(
            replace(problem.modes[MINE], flow=lambda _, levels: np.ones_like(levels[1])),
            problem.modes[AI],
        ),
    )
    business = EntryExit(rho=0.1, mu=0.0, sigma=0.3, running_cost=1.0, entry_cost=2.0, exit_cost=0.3)
    found = solve_grid(idle)
    # Watching at dates only moves a barrier by 0.5826 sigma sqrt(step): Broadie, Glasserman and Kou, 1997.
    apart = math.exp(0.5826 * 0.3 * math.sqrt(0.05))
    assert (trigger_y(found) or 0.0) * apart == pytest.approx(thresholds(business).high, rel=0.004)
    back = upward_crossing(-found.axes.first[::-1], found.gains_now[AI][::-1, 0])
    assert math.exp(-(back or 0.0)) / apart == pytest.approx(thresholds(business).low, rel=0.004)


LEVEL = st.floats(-2.0, 2.0)


@settings(max_examples=60, deadline=None)
@given(
    paths=st.lists(st.tuples(LEVEL, LEVEL), min_size=1, max_size=6),
    to_ai=st.floats(0.0, 1.5),
    to_mining=st.none() | st.floats(0.0, 1.5),
    lag=st.integers(0, 3),
)
def test_without_uncertainty_the_answer_is_the_best_of_all_plans(
    paths: list[tuple[float, float]], to_ai: float, to_mining: float | None, lag: int
) -> None:
    """Every plan of up to six dates is tried."""
    x, y = zip(*paths, strict=True)
    problem = case(
        x=Given(values=x),
        y=Given(values=y),
        to_ai=to_ai,
        to_mining=to_mining,
        lag=lag,
        energy_cost=0.1,
        curtail=False,
        dates=len(paths),
    )
    best = max(_earned(plan, paths, to_ai, to_mining, lag) for plan in product((MINE, AI), repeat=len(paths)))
    assert solve_grid(problem).value == pytest.approx(best, abs=1e-12)


def _earned(
    plan: tuple[int, ...], paths: list[tuple[float, float]], to_ai: float, to_mining: float | None, lag: int
) -> float:
    """Money of a plan that names the mode wanted at every date; -inf where it cannot be had."""
    total, mode, free = 0.0, MINE, 0
    for date, wanted in enumerate(plan):
        discount = math.exp(-0.025 * date)
        if date < free:
            if wanted != AI:
                return -math.inf
            continue
        if wanted != mode:
            if wanted == MINE and to_mining is None:
                return -math.inf
            total -= discount * (to_ai if wanted == AI else to_mining or 0.0)
            mode = wanted
            if wanted == AI and lag:
                free = date + lag
                continue
        total += 0.25 * discount * (paths[date][0] - 0.1 if mode == MINE else paths[date][1])
    return total


def test_the_modes_of_a_certain_future_are_told() -> None:
    """Two steps of building, then AI."""
    problem = case(
        x=Given(values=(1.0,) * 5),
        y=Given(values=(9.0,) * 5),
        to_ai=0.1,
        to_mining=None,
        lag=2,
        dates=5,
        energy_cost=0.0,
    )
    assert chosen_modes(solve_grid(problem)) == ["building", "building", "ai", "ai", "ai"]


def test_value_falls_in_costs_and_rises_in_volatility() -> None:
    """Options are worth more where more may happen."""
    by_cost = [solve_grid(case(to_ai=cost), 2.0).value for cost in (0.5, 1.0, 2.0, 4.0)]
    by_risk = [solve_grid(case(y=replace(Y, sigma=sigma)), 2.0).value for sigma in (0.15, 0.3, 0.6)]
    assert all(high > low for high, low in pairwise(by_cost))
    assert all(low < high for low, high in pairwise(by_risk))


def test_probabilities_sum_to_one_and_only_grow_for_what_has_been_decided() -> None:
    """Nothing gets lost on the way."""
    found = occupancy(solve_grid(LEAD_TIME, 2.0), AI)
    assert found.in_mode.sum(axis=1) + found.building.sum(axis=1) == pytest.approx(np.ones(60))
    assert (np.diff(found.entered) >= -1e-12).all()
    assert 0 < found.entered[-1] < 1


def _never_costs() -> GridSolution:
    return solve_grid(
        case(x=Given(values=(0.5,) * 20), to_ai=0.0, to_mining=0.0, energy_cost=0.0, curtail=False, dates=20)
    )


@pytest.mark.parametrize("drift", [-0.3, -0.02, 0.2])
def test_probabilities_under_another_drift_are_lognormal(drift: float) -> None:
    """Switching is free, so that AI runs exactly when y is above x = 0.5."""
    world = drivers([Given(values=(0.5,) * 20), replace(Y, mu=drift)], np.eye(2), step_years=0.25, dates=20)
    found = occupancy(_never_costs(), AI, world)
    for date in (1, 7, 19):
        mean_log, variance = log_moments(replace(Y, mu=drift), 0.25 * date)
        above = norm.sf((math.log(0.5) - mean_log) / math.sqrt(variance))
        # A node at the threshold belongs to mining.
        assert found.in_mode[date, AI] == pytest.approx(above, abs=0.05 / math.sqrt(date))


def test_another_volatility_is_refused() -> None:
    """Probabilities may be stated under other drifts only."""
    world = drivers([Given(values=(0.5,) * 20), replace(Y, sigma=0.4)], np.eye(2), step_years=0.25, dates=20)
    with pytest.raises(ValueError, match="volatility and reversion may not"):
        occupancy(_never_costs(), AI, world)


def test_impossible_correlations_are_refused() -> None:
    """The least eigenvalue is named."""
    with pytest.raises(ValueError, match="positive semidefinite"):
        drivers([X, Y, X], np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]), step_years=1.0, dates=3)


def test_a_log_ou_steps_to_the_same_law_in_one_step_or_many() -> None:
    """Steps are exact, not Euler's."""
    fine = drivers([LogOu(start=0.5, level=0.6, speed=0.4, sigma=0.35)], np.eye(1), step_years=0.25, dates=9)
    coarse = drivers([LogOu(start=0.5, level=0.6, speed=0.4, sigma=0.35)], np.eye(1), step_years=2.0, dates=2)
    assert fine.base[0, 8] == pytest.approx(coarse.base[0, 1])
    assert fine.variances()[8, 0, 0] == pytest.approx(coarse.variances()[1, 0, 0])


def test_a_start_in_no_mode_is_refused() -> None:
    """By its number."""
    with pytest.raises(ValueError, match="does not exist: -1"):
        replace(LEAD_TIME, start=-1)


def test_a_step_takes_time() -> None:
    """Nothing would ever be discounted."""
    with pytest.raises(ValueError, match="a step takes time"):
        replace(LEAD_TIME, step_years=0.0)


def test_a_negative_volatility_is_refused() -> None:
    """It would pass for certainty."""
    with pytest.raises(ValueError, match="a volatility is not negative"):
        drivers([replace(X, sigma=-0.6)], np.eye(1), step_years=1.0, dates=3)


def test_a_grid_too_coarse_to_hold_a_shock_is_refused() -> None:
    """A node per two standard deviations."""
    with pytest.raises(ValueError, match="at least one node"):
        solve_grid(LEAD_TIME, 0.5)


def test_choices_that_no_memory_holds_are_refused() -> None:
    """Five thousand modes of sixty dates."""
    mode = LEAD_TIME.modes[0]
    with pytest.raises(ValueError, match=r"60 dates x 5000 modes .* take fewer modes"):
        solve_grid(replace(LEAD_TIME, modes=(mode,) * 5000))


def test_a_grid_that_no_machine_holds_is_refused() -> None:
    """Two drivers that move almost as one and then drift apart."""
    with pytest.raises(ValueError, match=r"nodes of one coordinate.*correlation further from 1"):
        solve_grid(case(y=REVERTING, corr=0.9999))
