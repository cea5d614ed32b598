"""Least squares on a whole plan, against the grid where that can go, and what more uncertainty and more choice do."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.cases import STILL, with_rungs
from tests.study.conversion.small_case import CASE
from tests.study.conversion.test_cloud import FUNDING, WORLD
from tests.study.conversion.wide_case import CLOUD, nothing_beyond, wide_case

from bascule.study.conversion.build import HASHING, Place, places, problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.fitted import Fitted
from bascule.study.conversion.risk import joined, known_control, risk, tasks, work
from bascule.study.conversion.terms import Rung
from bascule.study.conversion.triggers import triggers
from bascule.study.conversion.wide import Wide, wide
from bascule.study.switching.bracket import Effort, bracket
from bascule.study.switching.grid import solve_grid
from bascule.study.switching.occupancy import occupancy

EFFORT = Effort(fitting=20_000, valuing=20_000, bounding=1_000)


def _book(case: Case, found: Wide) -> Fitted:
    return Fitted(case=case, continuation=found.site.policy.continuation, degree=None)


def test_with_nothing_beyond_the_trigger_map_is_the_grids() -> None:
    """Paths whose starts are spread teach the boundary of date 0: within a fiftieth along hashprices from half to double."""
    case = nothing_beyond(CASE)
    exact, found = triggers(case), wide(case, EFFORT)
    low = found.alone.lower
    assert low.mean <= exact.ladder.value + 3 * low.standard_error
    assert low.mean == pytest.approx(exact.ladder.value, rel=0.01)
    assert found.trigger == pytest.approx(exact.trigger, rel=0.02)
    known = found.rents.hashprice <= 80.0
    grid = np.interp(found.rents.hashprice[known], exact.lines[0].hashprice, exact.lines[0].rent)
    assert found.rents.rent[known] == pytest.approx(grid, rel=0.02)
    begun = occupancy(exact.ladder, places(case).index(Place(rungs=1, rest=HASHING))).entered[19]
    assert [basis.begun for basis in found.bases] == pytest.approx([begun] * 3, abs=0.05)
    assert [basis.trigger for basis in found.bases] == pytest.approx([exact.trigger] * 3, rel=0.03)


def test_bounds_of_five_drivers_enclose_the_value() -> None:
    """Lower and upper bound of the first rung with hashprice, rent, power, contract and spot."""
    found = bracket(
        problem_of(wide_case(24), wide_case(24).drivers()), replace(EFFORT, bounding=100, spread_steps=8)
    )
    assert found.upper is not None
    noise = found.lower.standard_error + found.upper.standard_error
    assert found.lower.mean < found.upper.mean + 2 * noise
    assert found.gap_frac == pytest.approx(0.0, abs=0.05)


def test_a_strategy_earns_on_histories_what_it_was_valued_at() -> None:
    """Valued by the switching problem, accounted for in cash: a ladder of two rungs, sent to another process and back."""
    case = replace(
        with_rungs(STILL, Rung(meter_mw=20.0), Rung(meter_mw=20.0, capex_factor=1.05)),
        quarters=24,
        beyond=wide_case(24).beyond,
        cloud=CLOUD,
    )
    problem = problem_of(case, case.drivers())
    found = bracket(problem, replace(EFFORT, bounding=0, spread_steps=8))
    book = pickle.loads(  # noqa: S301 -- its own bytes
        pickle.dumps(Fitted(case=case, continuation=found.policy.continuation, degree=None))
    )
    played = joined(map(work, tasks(case, FUNDING, (), WORLD, (book,))))
    mean = risk(played.sheets["optimal"], FUNDING, known_control(case, played.levels))
    noise = mean.standard_error + found.lower.standard_error
    assert mean.mean_npv == pytest.approx(found.lower.mean, abs=4 * noise)


def test_what_may_be_chosen_and_is_not_costs_nothing() -> None:
    """A cloud that is offered never lowers the value; cheap enough, it is taken today."""
    few = replace(EFFORT, fitting=8_000, valuing=8_000, bounding=0)
    offers = (None, CLOUD, replace(CLOUD, capex_per_it_mw=2e6))
    tenants, dear, cheap = (wide(wide_case(16, cloud), few) for cloud in offers)
    noise = 4 * tenants.alone.lower.standard_error
    assert dear.alone.lower.mean > tenants.alone.lower.mean - noise
    assert cheap.alone.lower.mean > dear.alone.lower.mean
    assert cheap.own_now
    assert cheap.gain_now > 0
    assert tenants.contracts is None
    assert tenants.contract_trigger is None
    assert dear.contracts is not None
    rising = dear.contracts.rent[~np.isnan(dear.contracts.rent)]
    assert (np.diff(rising) > 0).all()


def test_a_grid_is_refused_what_it_cannot_hold() -> None:
    """It points to least squares."""
    case = wide_case(24)
    with pytest.raises(ValueError, match="least squares"):
        solve_grid(problem_of(case, case.drivers()))
