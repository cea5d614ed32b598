"""Drivers that jump: their law, on paths and on the grid, against closed forms; bounds around the grid."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm, poisson
from tests.study.switching.cases import REVERTING, X, Y, assert_brackets, case

from bascule.model.series import Floats
from bascule.study.plan.exchange import Exchange, exchange_value
from bascule.study.plan.process import Gbm, LogOu, Merton, log_moments, moments
from bascule.study.switching.bracket import Effort, bracket
from bascule.study.switching.courses import Course, Scaled
from bascule.study.switching.drivers import Drivers, drivers
from bascule.study.switching.dual import block_size
from bascule.study.switching.grid import solve_grid
from bascule.study.switching.jumps import Jumps
from bascule.study.switching.known import Known
from bascule.study.switching.law import first_law
from bascule.study.switching.paths import draw
from bascule.study.switching.quadrature import own_rule, shocks
from bascule.study.switching.transition import REACH, Transition, axes

J = Merton(start=1.0, mu=-0.05, sigma=0.45, jumps_per_year=1.5, jump_mean=-0.15, jump_sd=0.25)
CORR, STEP, PATHS = 0.4, 0.25, 200_000


def _two(x: Course = J, y: Course = REVERTING, *, dates: int = 13) -> Drivers:
    return drivers([x, y], np.array([[1.0, CORR], [CORR, 1.0]]), step_years=STEP, dates=dates)


def test_simulated_moments_are_the_closed_ones() -> None:
    """Mean, variances and third moments of both logarithms and means of both levels, three years on; rents revert meanwhile."""
    moved, last = _two(), 12
    found = draw(moved, PATHS, np.random.default_rng(2))[last]
    assert found.mean(axis=1) == pytest.approx(np.zeros(2), abs=0.005)
    assert np.cov(found) == pytest.approx(moved.variances()[last], rel=0.01)
    taken = CORR * moved.shock[1] / moved.shock[0]
    kept = sum(moved.decay[1] ** (3 * age) for age in range(last))
    third = 1.5 * 0.25 * (-(0.15**3) - 3 * 0.15 * 0.25**2)
    wanted = np.array([last * third, kept * taken**3 * third])
    assert (np.abs((found**3).mean(axis=1) - wanted) < [0.01, 0.0005]).all()
    levels = moved.levels(last, found)
    assert levels.mean(axis=1) == pytest.approx(moved.means()[:, last], rel=0.004)


def test_a_path_and_its_mirror_have_as_many_jumps() -> None:
    """Sums of a pair hold the counts alone: twice a whole number of jumps of a fixed size, less their mean."""
    sized = replace(J, jump_sd=0.0)
    found = draw(_two(sized, dates=2), 2_000, np.random.default_rng(1))[1, 0]
    counts = (found[:1_000] + found[1_000:]) / (2 * sized.jump_mean) + sized.jumps_per_year * STEP
    assert counts == pytest.approx(np.rint(counts), abs=1e-9)
    assert counts.mean() == pytest.approx(0.375, abs=0.07)


def test_the_mean_of_a_level_grows_at_its_drift_whoever_jumps() -> None:
    """Its own jumps, jumps that it is taken along by, and a factor of the date."""
    moved = _two(Scaled(process=J, factors=tuple(np.linspace(1.0, 0.5, 13))), Y)
    years = STEP * np.arange(13)
    assert moved.means()[0] == pytest.approx(np.exp(J.mu * years) * np.linspace(1.0, 0.5, 13), rel=1e-12)
    assert moved.means()[1] == pytest.approx(Y.start * np.exp(Y.mu * years), rel=1e-12)


@pytest.mark.parametrize("speed", [0.4, 0.02])
def test_a_reverting_level_comes_to_its_stationary_mean_though_it_is_taken_along(speed: float) -> None:
    """And starts where it starts."""
    rent = replace(REVERTING, speed=speed)
    moved = _two(y=rent, dates=round(80 / speed))
    assert moved.base[1, 0] == pytest.approx(rent.start)
    assert moved.means()[1, -1] == pytest.approx(rent.level, rel=1e-6)


def test_closed_moments_of_one_that_jumps() -> None:
    """The logarithm's are those of the driver; the level's are sums over Poisson numbers."""
    alone = drivers([J], np.eye(1), step_years=STEP, dates=9)
    mean, variance = log_moments(J, 2.0)
    assert math.log(alone.base[0, 8]) == pytest.approx(mean, rel=1e-12)
    assert alone.variances()[8, 0, 0] == pytest.approx(variance, rel=1e-12)
    means, squares = 0.0, 0.0
    for number in range(60):
        centre = mean + (number - 3.0) * J.jump_mean
        spread = J.sigma**2 * 2 + number * J.jump_sd**2
        means += poisson.pmf(number, 3.0) * math.exp(centre + spread / 2)
        squares += poisson.pmf(number, 3.0) * math.exp(2 * centre + 2 * spread)
    assert moments(J, 2.0) == pytest.approx((means, squares - means**2), rel=1e-10)


def _call(process: Merton, strike: float, years: float) -> float:
    """Mean of what it lies above a strike: Merton's series."""
    total = 0.0
    for number in range(90):
        variance = process.sigma**2 * years + number * process.jump_sd**2
        drift = (process.mu - process.jump_growth) * years
        forward = process.start * math.exp(drift + number * (process.jump_mean + process.jump_sd**2 / 2))
        d1 = (math.log(forward / strike) + variance / 2) / math.sqrt(variance)
        each = forward * norm.cdf(d1) - strike * norm.cdf(d1 - math.sqrt(variance))
        total += poisson.pmf(number, process.jumps_per_year * years) * each
    return total


@pytest.mark.parametrize(
    "process", [J, replace(J, jump_mean=0.4, jump_sd=0.0), replace(J, sigma=0.2, jumps_per_year=12.0)]
)
@pytest.mark.parametrize(("steps", "fineness", "within"), [(1, 60.0, 1e-4), (60, 3.0, 2e-4)])
def test_a_call_is_mertons_series(process: Merton, steps: int, fineness: float, within: float) -> None:
    """In one step on a fine grid, whose only error is the kink, and in sixty on the usual one."""
    moved = drivers([process], np.eye(1), step_years=5.0 / steps, dates=steps + 1)
    grid = axes(moved, fineness)
    step = Transition(drivers=moved, axes=grid)
    value = np.maximum(moved.levels(steps, grid.deviations(1))[0] - 1.1, 0.0)
    for _ in range(steps):
        value = step.expected(value)
    assert value[grid.centre] == pytest.approx(_call(process, 1.1, 5.0), rel=within)


def _better_rent(x: Merton, y: Gbm, years: float) -> float:
    """E max(x, y): given the number of jumps both are lognormal, and Margrabe's exchange holds."""
    if years == 0:
        return max(x.start, y.start)
    taken = CORR * y.sigma / x.sigma
    size, spread = taken * x.jump_mean, (taken * x.jump_sd) ** 2
    raised = x.jumps_per_year * math.expm1(size + spread / 2)
    total = x.start * math.exp(x.mu * years)
    for number in range(70):
        mine = x.start * math.exp((x.mu - x.jump_growth) * years + number * (x.jump_mean + x.jump_sd**2 / 2))
        ai = y.start * math.exp((y.mu - raised) * years + number * (size + spread / 2))
        first = x.sigma**2 + number * x.jump_sd**2 / years
        second = y.sigma**2 + number * spread / years
        both = CORR * x.sigma * y.sigma + taken * number * x.jump_sd**2 / years
        swap = Exchange(
            s1=mine,
            s2=ai,
            q1=0.0,
            q2=0.0,
            sigma1=math.sqrt(first),
            sigma2=math.sqrt(second),
            corr=both / math.sqrt(first * second),
            years=years,
        )
        total += poisson.pmf(number, x.jumps_per_year * years) * exchange_value(swap)
    return total


def test_free_switching_is_the_sum_of_the_better_rent_of_every_date() -> None:
    """The second rent is taken along by the jumps of the first."""
    problem = case(x=J, corr=CORR, to_ai=0.0, to_mining=0.0, curtail=False, energy_cost=0.0)
    total = sum(0.25 * math.exp(-0.025 * n) * _better_rent(J, Y, 0.25 * n) for n in range(60))
    assert solve_grid(problem).value == pytest.approx(total, rel=2e-5)


JUMPY = {
    "lead time": case(x=J, lag=4, corr=CORR),
    "a reverting rent": case(x=J, y=REVERTING, corr=CORR),
    "both jump": case(
        x=J, y=Merton(start=0.5, mu=-0.02, sigma=0.25, jumps_per_year=0.5, jump_mean=0.2, jump_sd=0.1)
    ),
}


@pytest.mark.parametrize("name", JUMPY)
def test_the_bounds_meet_around_the_grid(name: str) -> None:
    """Within 1 % and two standard errors of each other, on either side of the grid, which a coarser one meets."""
    problem = JUMPY[name]
    exact = solve_grid(problem).value
    found = bracket(problem, Effort(fitting=40_000, valuing=60_000, bounding=5_000, seed=3))
    assert_brackets(found, exact)
    assert solve_grid(problem, 2.0).value == pytest.approx(exact, rel=2e-4)


@pytest.mark.parametrize("none", [{"jumps_per_year": 0.0}, {"jump_mean": 0.0, "jump_sd": 0.0}])
def test_no_jumps_are_a_walk_to_the_bit(none: dict[str, float]) -> None:
    """On the grid and on paths."""
    still = replace(J, mu=X.mu, sigma=X.sigma, **none)
    one, other = case(x=still, dates=12), case(dates=12)
    assert solve_grid(one, 2.0).value == solve_grid(other, 2.0).value
    drawn = [draw(problem.drivers, 10, np.random.default_rng(4)) for problem in (one, other)]
    assert (drawn[0] == drawn[1]).all()


def test_jumps_that_vanish_leave_the_grid_of_a_walk() -> None:
    """Reach and value are continuous in how often they come."""
    rare = case(x=replace(J, mu=X.mu, sigma=X.sigma, jumps_per_year=1e-12), dates=20)
    plain = case(dates=20)
    assert solve_grid(rare).value == pytest.approx(solve_grid(plain).value, rel=1e-6)
    spread = math.sqrt(plain.drivers.variances()[-1, 0, 0])
    assert axes(rare.drivers, 3.0).first[-1] > REACH * spread


def test_the_grid_reaches_the_tails_of_jumps() -> None:
    """What lies beyond either end has less chance than what lies beyond 6 deviations of a normal."""
    crashing = replace(J, sigma=0.3, jumps_per_year=0.2, jump_mean=-1.0, jump_sd=0.4)
    moved = drivers([crashing], np.eye(1), step_years=STEP, dates=21)
    ends, law = axes(moved, 2.0).first[[0, -1]], first_law(moved)
    last = law.dates == 20
    for end, tail in zip(ends, (norm.cdf, norm.sf), strict=True):
        beyond = law.chances[last] @ tail((end - law.centres[last]) / law.spreads[last])
        assert beyond < norm.sf(6.0)


def test_known_means_are_those_of_many_draws() -> None:
    """Polynomials of degree three and levels one step ahead."""
    moved = _two(replace(J, jump_mean=-0.4, jumps_per_year=2.0), Y)
    known = Known(drivers=moved)
    before = np.array([[0.4], [-0.3]])
    shock = draw(moved, 400_000, np.random.default_rng(1))[1]
    after = known.rows(8, moved.decay[:, None] * before + shock)
    errors = after.std(axis=1) / np.sqrt(after.shape[1])
    assert (np.abs(after.mean(axis=1) - known.means_ahead(7, before)[:, 0]) <= 4.5 * errors + 1e-12).all()


def test_a_rule_has_the_moments_of_its_law() -> None:
    """Of shock and jumps together, the exponential's too."""
    jumps = Jumps(per_step=0.4, mean=-0.2, sd=0.3)
    points, chances = own_rule(0.2, jumps, 7)
    assert len(points) == 11
    assert [float(chances @ points**k) for k in range(4)] == pytest.approx(
        [1.0, 0.0, 0.04 + jumps.variance, jumps.third], abs=1e-8
    )
    wanted = math.exp(0.2**2 / 2 + float(jumps.log_moment(np.array(1.0))))
    assert float(chances @ np.exp(points)) == pytest.approx(wanted, rel=1e-7)


def test_a_rule_of_few_points_is_these_points() -> None:
    """Jumps of one size without a shock: a Poisson number, to the chance that is left out."""
    points, chances = own_rule(0.0, Jumps(per_step=1e-4, mean=1.0, sd=0.0), 7)
    assert points == pytest.approx([-1e-4, 1.0 - 1e-4, 2.0 - 1e-4])
    assert chances == pytest.approx(poisson.pmf([0, 1, 2], 1e-4), rel=1e-3)


def test_shocks_have_the_covariance_of_a_step() -> None:
    """And the third cumulants, of drivers that a jump takes along."""
    moved = _two()
    points, chances = shocks(moved, (0, 1), 7)
    assert (points * chances) @ points.T == pytest.approx(moved.covariance, rel=1e-7)
    thirds = np.einsum("p,ap,bp,cp->abc", chances, points, points, points)
    assert thirds == pytest.approx(moved.third_cumulants, rel=1e-5)


def test_as_many_shocks_are_held_at_a_time_as_without_jumps() -> None:
    """Blocks of paths are shorter by the nodes that a driver has more."""
    (plain, jumpy), most = (block_size(case(x=x).drivers) for x in (X, J)), 200_000
    assert plain * 49 <= most < (plain + 2) * 49
    assert jumpy * 11 * 7 <= most < (jumpy + 2) * 11 * 7


@pytest.mark.parametrize("corr", [[1.0, -1.0, 0.3], [0.2, -0.4, 0.5]])
def test_what_is_a_drivers_own_makes_up_the_covariance(corr: list[float]) -> None:
    """B diag(s^2) B', also where two move as one or nothing is uncertain between them."""
    a, b, c = corr
    table = np.array([[1.0, a, c], [a, 1.0, b * c if abs(a) == 1 else b], [c, 0.0, 1.0]])
    table[2, 1] = table[1, 2] = a * c if abs(a) == 1 else b
    moved = drivers([X, Y, J], table, step_years=STEP, dates=3)
    taken, own = moved.own()
    assert (taken * own**2) @ taken.T == pytest.approx(moved.diffusion, abs=1e-12)


def test_the_sum_over_ages_is_the_power_series() -> None:
    """Against the sum itself."""
    jumps = Jumps(per_step=0.3, mean=0.5, sd=0.4)
    ages = np.array([0.8 * 0.9**age for age in range(400)])
    assert jumps.lasting(0.8, 0.9) == pytest.approx(float(jumps.log_moment(ages).sum()), rel=1e-10)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sigma": 0.0},
        {"jump_sd": -0.1},
        {"jumps_per_year": -1.0},
        {"jump_mean": math.nan},
        {"jump_mean": 6.0},
        {"jumps_per_year": math.inf},
    ],
)
def test_a_process_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    """With all its figures."""
    with pytest.raises(ValueError, match=r"jumps come beside a volatility.*Merton"):
        _two(replace(J, **wrong))


def _law_means(moved: Drivers) -> Floats:
    law = first_law(moved)
    each = law.chances * np.exp(law.centres + law.spreads**2 / 2)
    return np.asarray(np.bincount(law.dates, each) * moved.base[0])


@pytest.mark.parametrize("process", [J, X, LogOu(start=0.5, level=0.6, speed=0.4, sigma=0.35)])
def test_the_law_of_the_first_driver_has_its_means(process: Course) -> None:
    """Mixture or not; chances of every date sum to one."""
    moved = _two(process)
    law = first_law(moved)
    assert np.bincount(law.dates, law.chances) == pytest.approx(np.ones(13), rel=1e-12)
    assert _law_means(moved) == pytest.approx(moved.means()[0], rel=1e-12)


def test_at_a_single_date_nothing_has_jumped_yet() -> None:
    """The grid is a walk's."""
    assert solve_grid(case(x=J, dates=1)).value == solve_grid(case(dates=1)).value


def test_jumps_too_large_for_the_grid_of_their_volatility_are_refused() -> None:
    """The remedy names them."""
    with pytest.raises(ValueError, match="or smaller jumps"):
        solve_grid(case(x=replace(J, sigma=0.001), dates=4))
