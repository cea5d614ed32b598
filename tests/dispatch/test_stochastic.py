"""Plans under several paths: what is decided, what more is worth, and how the worst paths count."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from tests.dispatch.random_sites import cases
from tests.dispatch.scenario_cases import priced
from tests.dispatch.sites import START, Case, battery, case, demand_charge, fleet, job, pool, site

from bascule.dispatch.inputs import Inputs
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.read import marginal_values
from bascule.dispatch.risk import Risk
from bascule.dispatch.stochastic import NeedsIntegers, Scenarios, StochasticPlan, optimise_scenarios
from bascule.model.grid_connection import GridConnection
from bascule.model.state import SiteState

LATER = [[0, 0, -30, -25], [0, 0, 10, 5], [0, 0, 60, 40]]
SITE = site(
    grid=GridConnection(import_limit_mw=22.0, auxiliary_fixed_mw=3.0),
    fleets=(fleet(45.0),),
    batteries=(battery(4.0, 12.0, charge_efficiency_frac=0.9),),
    pools=(pool(1000),),
    jobs=(job(2100, 0, 4),),
    demand_charges=(demand_charge(0.02),),
)
HEDGE = site(grid=GridConnection(import_limit_mw=50.0, auxiliary_fixed_mw=10.0), batteries=(battery(),))


def planned(inputs: list[Inputs], steps: int = 2, risk: Risk | None = None) -> StochasticPlan:
    """The plan for equally likely scenarios."""
    weights = np.full(len(inputs), 1.0 / len(inputs))
    found = optimise_scenarios(Scenarios(inputs=inputs, weights=weights, steps=steps), risk)
    assert isinstance(found, StochasticPlan), found
    return found


def worth(stored_mwh: float = 6.0, base_mw: float = 0.0) -> float:
    """Expected money of the best first steps, from an energy stored and with more load in the first hour."""
    drawn = case(SITE, [40.0] * 4, state=SiteState(time=START, battery_mwh={"battery": stored_mwh}))
    inputs = [
        replace(one, base_load_mw=one.base_load_mw + np.array([base_mw, 0, 0, 0]))
        for one in priced(drawn, LATER)
    ]
    return planned(inputs).plan.objective


def test_marginal_values_are_expected_ones() -> None:
    """A MWh more in the battery, and a MW more in the first hour, move the expected money by what the plan says."""
    drawn = case(SITE, [40.0] * 4, state=SiteState(time=START, battery_mwh={"battery": 6.0}))
    said = marginal_values(planned(priced(drawn, LATER)).plan, 4)
    step, money = 0.01, worth()
    stored = ((worth(6.0 + step) - money) / step, (money - worth(6.0 - step)) / step)
    load = ((worth(base_mw=step) - money) / step, (money - worth(base_mw=-step)) / step)
    # At a kink any value between the slopes to its two sides is right.
    assert stored[0] - 1e-4 <= said.stored_per_mwh["battery"][0] <= stored[1] + 1e-4
    assert load[0] - 1e-4 <= -said.bus_per_mwh[0] <= load[1] + 1e-4


def test_later_work_is_worth_its_mean_over_the_paths() -> None:
    """A job that can run in one later hour only is worth its pay less the mean price there."""
    drawn = case(site(pools=(pool(1000),), jobs=(job(500, 0, 4),)), [90.0, 90.0, 50.0, 90.0])
    plan = planned(priced(drawn, [[0, 0, -30, 0], [0, 0, 20, 0]])).plan
    assert marginal_values(plan, 4).job_per_gpu_h["job"] == pytest.approx((0.08 + 0.03) / 2)


@given(cases())
def test_equal_scenarios_decide_what_one_path_decides(drawn: Case) -> None:
    """The plan under three equal paths earns what the plan on that path earns."""
    alone = optimise(drawn.inputs(), relax=True)
    weights = np.full(3, 1 / 3)
    found = optimise_scenarios(Scenarios(inputs=[drawn.inputs()] * 3, weights=weights, steps=2))
    if isinstance(found, StochasticPlan):
        assert isinstance(alone, Plan)
        assert found.plan.objective == pytest.approx(alone.objective, abs=1e-4, rel=1e-6)
        assert np.ptp(found.money) == pytest.approx(0.0, abs=1e-4)


def test_jobs_may_be_held_to_a_plan() -> None:
    """With its jobs held, a plan under one path is that path's plan."""
    drawn = case(SITE, [40.0, 30.0, 20.0, 60.0])
    alone = drawn.plan()
    given_ = Scenarios(inputs=[drawn.inputs()] * 2, weights=np.full(2, 0.5), steps=1)
    found = optimise_scenarios(given_, jobs_as=alone)
    assert isinstance(found, StochasticPlan)
    assert found.plan.objective == pytest.approx(alone.objective)


def test_a_block_that_switches_in_part_is_left_to_the_plan_with_integers() -> None:
    """A whole block on a connection too small for it would be switched in part."""
    block = fleet(50.0, 10.0, whole_block=True)
    drawn = case(site(grid=GridConnection(import_limit_mw=6.0), fleets=(block,)), [20.0] * 4)
    given_ = Scenarios(inputs=[drawn.inputs()] * 2, weights=np.full(2, 0.5), steps=1)
    assert isinstance(optimise_scenarios(given_), NeedsIntegers)


class TestRisk:
    """A full battery of 10 MWh before a load of 10 MW: 60 now, then 10, 10 or 130.

    Discharging now costs 100, 100 or 1,300 later (mean 500); holding costs 600 whatever comes.
    """

    INPUTS = priced(
        case(HEDGE, [60.0, 0.0], state=SiteState(time=START, battery_mwh={"battery": 10.0})),
        [[0, 10], [0, 10], [0, 130]],
    )

    def test_the_mean_discharges_now(self) -> None:
        """500 is less than 600."""
        assert planned(self.INPUTS, steps=1).money == pytest.approx([-100, -100, -1300])

    def test_the_tail_holds(self) -> None:
        """With the worst third counting for a fifth, 0.8 x 500 + 0.2 x 1,300 = 660 is more than 600."""
        found = planned(self.INPUTS, steps=1, risk=Risk(weight=0.2, tail_frac=1 / 3))
        assert found.money == pytest.approx([-600] * 3)
        assert found.plan.objective == pytest.approx(-600)

    def test_a_little_aversion_changes_nothing(self) -> None:
        """At a tenth, 0.9 x 500 + 0.1 x 1,300 = 580 is still less."""
        found = planned(self.INPUTS, steps=1, risk=Risk(weight=0.1, tail_frac=1 / 3))
        assert found.money == pytest.approx([-100, -100, -1300])

    @pytest.mark.parametrize("weight", [0.05, 0.15, 0.5, 1.0])
    @pytest.mark.parametrize("tail", [0.2, 1 / 3, 0.5, 1.0])
    def test_equals_the_best_of_all_discharges(self, weight: float, tail: float) -> None:
        """No share discharged now does better by mean and tail computed directly."""
        found = planned(self.INPUTS, steps=1, risk=Risk(weight=weight, tail_frac=tail))
        tried = [-600 * (1 - d) - d * np.array([100.0, 100.0, 1300.0]) for d in np.linspace(0, 1, 101)]
        best = max(scored(money, weight, tail) for money in tried)
        assert scored(found.money, weight, tail) == pytest.approx(best)

    def test_a_whole_tail_is_the_mean(self) -> None:
        """The worst 100 % of scenarios are all of them."""
        found = planned(self.INPUTS, steps=1, risk=Risk(weight=0.7, tail_frac=1.0))
        assert found.plan.objective == pytest.approx(-500)

    @pytest.mark.parametrize(("weight", "tail"), [(-0.1, 0.1), (1.1, 0.1), (0.5, 0.0), (0.5, 1.5)])
    def test_shares_that_are_none_are_refused(self, weight: float, tail: float) -> None:
        """A weight lies in 0 to 1, a tail in (0, 1]."""
        with pytest.raises(ValueError, match="risk weight"):
            Risk(weight=weight, tail_frac=tail)


def scored(money: np.ndarray[tuple[int], np.dtype[np.float64]], weight: float, tail: float) -> float:
    """Mean and conditional value at risk of equally likely amounts, by sorting."""
    share = np.clip(tail - np.arange(money.size) / money.size, 0.0, 1.0 / money.size)
    worst = float(np.sort(money) @ share) / tail
    return (1 - weight) * float(money.mean()) + weight * worst
