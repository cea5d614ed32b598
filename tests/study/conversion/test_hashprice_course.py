"""Hashprice from the price of bitcoin, against the chain room's supply, simulated prices and identities."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.adapters.chain.scenario_file import bundled_scenario
from bascule.chain.cohort import Cohort
from bascule.chain.pivot import network_revenue_usd_per_day
from bascule.chain.supply_forms import isoelastic_hashrate_ratio, uniform_supply
from bascule.study.conversion.hashprice_course import Supply, arc_eta, halvings_years, hashprice_course
from bascule.study.plan.process import Gbm, Merton, log_moments, moments
from bascule.study.switching.courses import Scaled
from bascule.study.switching.drivers import drivers

PRICE = Gbm(start=70_000.0, mu=0.06, sigma=0.6)
SUPPLY = Supply(eta=1.0, technology_growth_per_year=0.15, fees_frac=0.02, halvings_years=(0.4, 4.4))


def test_without_supply_hashprice_is_the_price_times_the_reward() -> None:
    """At eta 0 and still technology hashrate never moves."""
    still = Supply(eta=0.0, technology_growth_per_year=0.0, fees_frac=0.1, halvings_years=(0.5,))
    course = _course(still, dates=4)
    assert isinstance(course.process, Gbm)
    assert (course.process.start, course.process.sigma) == (30.0, PRICE.sigma)
    assert course.process.mu == pytest.approx(PRICE.mu)
    assert course.factors == pytest.approx((1.0, 1.0, 0.55, 0.55))


def test_where_the_hashprice_is_pinned_only_technology_moves_it() -> None:
    """At an infinite elasticity neither price nor halving reaches it."""
    pinned = Supply(eta=math.inf, technology_growth_per_year=0.2, fees_frac=0.0, halvings_years=(0.5,))
    course = _course(pinned, dates=4)
    assert (course.process.sigma, course.factors) == (0.0, (1.0,) * 4)
    assert moments(course.process, 1.0)[0] == pytest.approx(30.0 * math.exp(-0.2))


@given(
    eta=st.floats(0, 5),
    growth=st.floats(-0.2, 0.5),
    fees=st.floats(0, 0.3),
    up=st.floats(-1, 1),
    years=st.floats(0, 8),
)
def test_every_path_agrees_with_revenue_over_the_hashrate_that_revenue_calls_for(
    eta: float, growth: float, fees: float, up: float, years: float
) -> None:
    """Solve H = c x^eta and x = R/H by bisection, with c grown so that H at an unchanged revenue grows by the technology."""
    supply = Supply(eta=eta, technology_growth_per_year=growth, fees_frac=fees, halvings_years=(0.4, 4.4))
    date = round(years / 0.25)
    course = hashprice_course(30.0, PRICE, supply, step_years=0.25, dates=date + 1)
    t, noise = 0.25 * date, up * math.sqrt(0.25 * date)
    price = math.exp((PRICE.mu - PRICE.sigma**2 / 2) * t + PRICE.sigma * noise)
    revenue = price * supply.reward_ratio(t)
    # c grows by growth (1 + eta): H^(1 + eta) = c R^eta.
    offered = math.exp(growth * (1 + eta) * t)
    low, high = 1e-9, 1e9
    for _ in range(200):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if middle < offered * (revenue / middle) ** eta else (low, middle)
    process = course.process
    drift = (process.mu - process.sigma**2 / 2) * t  # type: ignore[union-attr]
    here = 30.0 * course.factors[date] * math.exp(drift + process.sigma * noise)
    assert here == pytest.approx(30.0 * revenue / low, rel=1e-9)


def test_a_halving_of_a_reward_without_fees_is_a_fall_of_revenue_as_the_chain_room_has_it() -> None:
    """Halving revenue at constant elasticity: H'/H = (1/2)^(eta/(1 + eta)), so x'/x = (1/2)^(1/(1 + eta)).

    A share of capacity that leaves moves H by (1 - share)^(1/(1 + eta)): the same exponent as a hashprice at given revenue.
    """
    course = _course(
        Supply(eta=0.8, technology_growth_per_year=0, fees_frac=0, halvings_years=(0.1,)), dates=2
    )
    assert course.factors[1] == pytest.approx(isoelastic_hashrate_ratio(0.5, 0.8))


def test_the_mean_of_simulated_prices_pushed_through_supply_is_the_mean_of_the_course() -> None:
    """100,000 prices after two years."""
    course = _course(SUPPLY, dates=9)
    noise = np.random.default_rng(1).standard_normal(100_000) * math.sqrt(2.0)
    revenue = np.exp((PRICE.mu - PRICE.sigma**2 / 2) * 2 + PRICE.sigma * noise) * SUPPLY.reward_ratio(2.0)
    drawn = 30.0 * revenue**SUPPLY.pass_through * math.exp(-0.15 * 2)
    mean = moments(course.process, 2.0)[0] * course.factors[8]
    assert drawn.mean() == pytest.approx(mean, abs=4 * float(drawn.std()) / math.sqrt(100_000))


def test_jumps_of_the_price_reach_the_hashprice_as_its_volatility_does() -> None:
    """100,000 prices that jump, pushed through supply, against the mean of the course; volatility by its closed form."""
    price = Merton(start=1.0, mu=0.06, sigma=0.5, jumps_per_year=2.0, jump_mean=-0.2, jump_sd=0.3)
    course = hashprice_course(30.0, price, SUPPLY, step_years=0.25, dates=9)
    rng = np.random.default_rng(1)
    counts = rng.poisson(4.0, 100_000)
    jumps = -0.2 * counts + 0.3 * np.sqrt(counts) * rng.standard_normal(100_000)
    drift = (0.06 - 0.5**2 / 2 - 2.0 * math.expm1(-0.2 + 0.3**2 / 2)) * 2
    prices = np.exp(drift + 0.5 * math.sqrt(2.0) * rng.standard_normal(100_000) + jumps)
    drawn = 30.0 * (prices * SUPPLY.reward_ratio(2.0)) ** SUPPLY.pass_through * math.exp(-0.15 * 2)
    mean = moments(course.process, 2.0)[0] * course.factors[8]
    assert drawn.mean() == pytest.approx(mean, abs=4 * float(drawn.std()) / math.sqrt(100_000))
    assert np.log(drawn).var() == pytest.approx(log_moments(course.process, 2.0)[1], rel=0.02)
    pinned = replace(SUPPLY, eta=math.inf)
    still = hashprice_course(30.0, price, pinned, step_years=0.25, dates=9)
    assert drivers([still], np.ones((1, 1)), step_years=0.25, dates=9).shock[0] == 0


def test_the_course_serves_as_a_driver_with_steps_at_halvings() -> None:
    """The median steps between the second and the third date and nowhere else in the first two years."""
    moved = drivers([_course(SUPPLY, dates=8)], np.ones((1, 1)), step_years=0.25, dates=8)
    steps = np.diff(np.log(moved.base[0]))
    assert steps[1] - steps[0] == pytest.approx(math.log(0.51) / 2)
    assert np.delete(steps, 1) == pytest.approx(steps[0])
    assert moved.shock[0] == pytest.approx(0.3 * 0.5)


def test_halvings_are_those_of_the_chain_room() -> None:
    """Two within eight years of 2026, none within two, and one that has passed is none."""
    assert len(halvings_years(1_767_225_600, 8.0)) == 2
    assert halvings_years(1_767_225_600, 2.0) == ()
    assert len(halvings_years(1_838_019_000, 4.5)) == 1


def test_the_bundled_world_of_miners_has_an_elasticity_near_one() -> None:
    """The cohorts at February 2026: between 0.75 and 1.25 over arcs of 10 % to 50 %, so plans that take 1 pass half on."""
    world = bundled_scenario()
    revenue = network_revenue_usd_per_day(world)
    found = [arc_eta(world.cohorts, revenue, move) for move in (0.1, 0.2, 0.3, 0.4, 0.5)]
    assert found == pytest.approx([0.785, 0.876, 0.893, 0.838, 1.170], abs=0.001)


def test_the_arc_agrees_with_evenly_spread_break_evens_in_closed_form() -> None:
    """1,000 small cohorts between 20 and 60 USD; the closed form's own arc."""
    cohorts = [
        Cohort(name=str(k), eh_s=1.0, j_per_th=20, usd_per_mwh=(20 + 0.04 * (k + 0.5)) / 0.48)
        for k in range(1000)
    ]
    ends = [uniform_supply(30e6 * f, 1000.0, 20.0, 60.0).hashrate_eh_s for f in (0.8, 1.2)]
    joined = math.log(ends[1] / ends[0]) / math.log(1.5)
    assert arc_eta(cohorts, 30e6, 0.2) == pytest.approx(joined / (1 - joined), rel=0.01)


@pytest.mark.parametrize(("field", "value"), [("eta", -0.1), ("fees_frac", 1.2), ("eta", math.nan)])
def test_what_no_supply_can_be_is_refused(field: str, value: float) -> None:
    """With the value in the message."""
    terms = {"eta": 1.0, "technology_growth_per_year": 0.1, "fees_frac": 0.01, field: value}
    with pytest.raises(ValueError, match=str(value)):
        Supply(**terms)  # type: ignore[arg-type]


def test_an_arc_needs_a_width_and_somebody_who_runs() -> None:
    """Both refused in words."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        arc_eta([], 30e6, 1.0)
    with pytest.raises(ValueError, match="nobody runs"):
        arc_eta([], 30e6, 0.5)


def _course(supply: Supply, *, dates: int) -> Scaled:
    return hashprice_course(30.0, PRICE, supply, step_years=0.25, dates=dates)
