"""A plan whose hashprice jumps: hashing in closed form against grid and paths, moves of its volatility, its two measures."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.cases import with_courses
from tests.study.conversion.small_case import CASE, RENT

from bascule.study.conversion.build import gross_margin, one_rung, problem_of
from bascule.study.conversion.central import expected_mining
from bascule.study.conversion.machines import Machines
from bascule.study.conversion.mining_on import mining_on
from bascule.study.conversion.moved import moved_driver, volatility
from bascule.study.conversion.plan_drivers import HASHPRICE, Driver
from bascule.study.conversion.resale import expected_resale_left, resale
from bascule.study.conversion.rules import npv_rule
from bascule.study.plan.process import Merton, log_moments
from bascule.study.switching.courses import Scaled
from bascule.study.switching.paths import draw

JUMPY = Merton(start=40.0, mu=-0.05, sigma=0.35, jumps_per_year=1.5, jump_mean=-0.2, jump_sd=0.3)
PLAN = with_courses(CASE, JUMPY, RENT)
PATHS = 40_000


def test_hashing_on_is_what_the_grid_says_of_staying() -> None:
    """A mixture of strips of calls, against the grid whose density is one."""
    problem = problem_of(one_rung(PLAN))
    stay = npv_rule(problem, len(problem.modes) - 1).stay
    closing = 200_000 * (1 - 0.21) * math.exp(-CASE.rate * 15)
    assert mining_on(PLAN) == pytest.approx(stay - closing, rel=2e-4)


def test_expected_margins_are_those_of_paths() -> None:
    """Year by year before tax, within four standard errors of the mean of pairs."""
    drivers = PLAN.drivers()
    paths = draw(drivers, PATHS, np.random.default_rng(5))
    quarters = range(PLAN.quarters)
    drawn = [gross_margin(PLAN, date, drivers.levels(date, paths[date])[HASHPRICE]) for date in quarters]
    yearly = 0.25 * np.array(drawn).reshape(15, 4, 2, PATHS // 2).sum(axis=1).mean(axis=1)
    error = yearly.std(axis=1) / math.sqrt(PATHS / 2)
    assert (np.abs(expected_mining(PLAN, drivers) - yearly.mean(axis=1)) < 4 * error).all()


def test_the_mean_price_of_machines_that_are_left_has_a_closed_form() -> None:
    """The moment generating function of diffusion and jumps at the elasticity, over 59 steps."""
    machines = Machines(resale_per_ph=4_000.0, at_hashprice=40.0, elasticity=1.5, decline_frac=0.2)
    plan = replace(PLAN, machines=machines)
    drivers, last = plan.drivers(), plan.quarters - 1
    jumped = math.expm1(1.5 * JUMPY.jump_mean + (1.5 * JUMPY.jump_sd) ** 2 / 2) - 1.5 * JUMPY.jump_mean
    raised = math.exp(last / 4 * ((1.5 * JUMPY.sigma) ** 2 / 2 + JUMPY.jumps_per_year * jumped))
    unmoved = float(resale(plan, last, drivers.base[HASHPRICE, last]))
    assert expected_resale_left(plan, drivers) == pytest.approx(unmoved * raised, rel=1e-9)


@pytest.mark.parametrize("pricing", [JUMPY, Scaled(process=JUMPY, factors=(1.0,) * 60)])
def test_a_move_of_the_volatility_moves_the_sizes_of_jumps_with_it(pricing: Merton | Scaled) -> None:
    """Logarithms spread twice as far, and as many jumps come."""
    driver = Driver(pricing=pricing, world=pricing)
    moved = moved_driver(driver, start=0.5, sigma=2.0)
    found = moved.pricing.process if isinstance(moved.pricing, Scaled) else moved.pricing
    assert isinstance(found, Merton)
    assert (found.start, found.jumps_per_year) == (20.0, 1.5)
    assert volatility(driver) == pytest.approx(math.sqrt(log_moments(JUMPY, 1.0)[1]))
    assert volatility(moved) == pytest.approx(2 * volatility(driver))


@pytest.mark.parametrize(
    "other", [{"jumps_per_year": 1.4}, {"jump_mean": 0.2}, {"jump_sd": 0.2}, {"jumps_per_year": 0.0}]
)
def test_measures_with_other_jumps_are_refused(other: dict[str, float]) -> None:
    """Only the drift may differ; a rule was not solved for other jumps."""
    with pytest.raises(ValueError, match="hashprice: pricing and world must share jumps"):
        replace(PLAN, hashprice=Driver(pricing=JUMPY, world=replace(JUMPY, **other)))


def test_another_drift_beside_the_same_jumps_is_another_drift() -> None:
    """Accepted, and the mean grows at it."""
    plan = replace(PLAN, hashprice=Driver(pricing=JUMPY, world=replace(JUMPY, mu=0.1)))
    assert plan.drivers(world=True).means()[0, 40] == pytest.approx(40 * math.exp(0.1 * 10))
