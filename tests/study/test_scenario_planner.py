"""`optimal` under scenarios: honest, repeatable, and the same as on one path where nothing is uncertain."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispatch.sites import EVER, SPOT, battery, demand_charge, fleet, job, pool, site
from tests.study.markets import DAY_AHEAD, market, stage_of
from tests.study.test_no_leak import same_until

from bascule.dispatch.planner import Planner, PlannerKind
from bascule.dispatch.policies.optimal import Cadence
from bascule.market.fan import FanRule
from bascule.model.energy_contracts import Auction, NominatedSupply
from bascule.model.market import Market
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.settle.ledger import settle
from bascule.study.backtest import Run, run
from bascule.study.compare import Settings, compare, make_policy

HOURS = 16
FIRST = 8 * 24
COUNT = FIRST + HOURS
NOISY = 45 + np.random.default_rng(8).normal(0, 25, COUNT)
HOUR = timedelta(hours=1)
CADENCE = Cadence(window=10 * HOUR, fine=4 * HOUR, replan=HOUR)
SCENARIOS = Planner(kind=PlannerKind.SCENARIO, fan=FanRule(count=4))
SITE = site(
    fleets=(fleet(),),
    batteries=(battery(4.0, 8.0, charge_efficiency_frac=0.9, initial_mwh=4.0),),
    pools=(pool(1000),),
    jobs=(job(3000, FIRST, FIRST + 12),),
    demand_charges=(demand_charge(0.05),),
)


def asked(known: Market, planner: Planner = SCENARIOS, place: Site = SITE, first: int = FIRST) -> Run:
    """The run of the last hours."""
    stage = stage_of(place, known, first=first)
    return run(stage, make_policy("optimal", stage, Settings(planner=planner, cadence=CADENCE)))


def world(spot: Floats = NOISY) -> Market:
    """Real-time prices by the hour."""
    return market({"spot": spot})


@settings(max_examples=8, deadline=None)
@given(st.integers(1, HOURS - 1), st.integers(0, 99))
def test_what_is_not_published_moves_no_scenario(last: int, seed: int) -> None:
    """Other prices later leave every setpoint until then as it was."""
    known = world()
    moment_s = known.grid.time(FIRST + last).timestamp()
    spot, rng = known.series["spot"], np.random.default_rng(seed)
    later = spot.known_at_s > moment_s
    changed = replace(spot, values=np.where(later, rng.uniform(-50, 300, COUNT), spot.values))
    disturbed = replace(known, series={**known.series, "spot": changed})
    before, after = asked(known).setpoints, asked(disturbed).setpoints
    assert same_until(before, after, last)


def test_a_past_without_error_leaves_the_plan_on_one_path() -> None:
    """Prices that come as forecast make scenarios that are equal, and the same money."""
    known = world(np.full(COUNT, 40.0))
    stage = stage_of(SITE, known, first=FIRST)
    one, several = (
        settle(SITE, asked(known, planner).outcome, stage.values, stage.start).total
        for planner in (Planner(), SCENARIOS)
    )
    # Of plans that are equally good one is taken, and not the same one: with a demand charge that is not quite the same.
    assert several == pytest.approx(one, rel=1e-4)


def test_scenarios_change_what_is_done() -> None:
    """On noisy prices the battery is used otherwise, and every plan is made by the program."""
    one, several = asked(world(), Planner()), asked(world())
    assert not np.allclose(one.outcome.import_mw, several.outcome.import_mw)
    assert several.notes == ()


def test_too_little_history_is_said() -> None:
    """Without past forecasts the plan is made on one path, with the reason."""
    short = asked(market({"spot": NOISY[:40]}), first=24, place=replace(SITE, jobs=()))
    assert any("too few past forecasts" in note for note in short.notes)


def test_value_of_information_is_the_difference_of_runs() -> None:
    """The figures are those of the runs that they name, whichever planner ran first."""
    known = world()
    start, end = known.grid.time(FIRST), known.grid.end
    found = {}
    for planner in (Planner(fan=FanRule(count=4)), SCENARIOS):
        chosen = Settings(planner=planner, cadence=CADENCE, value_of_information=True)
        done = compare(SITE, known, start, end, ("optimal",), chosen)
        assert done.information is not None
        found[planner.kind] = (done.information, done.result("optimal").metrics.movable)
    first, again = found[PlannerKind.NAIVE][0], found[PlannerKind.SCENARIO][0]
    assert first == again
    assert first.one_path == found[PlannerKind.NAIVE][1]
    assert first.scenarios == found[PlannerKind.SCENARIO][1]
    assert first.known > max(first.one_path, first.scenarios)
    assert first.stochastic_solution + first.perfect_information == pytest.approx(first.lost["naive"])


def test_two_forecasters_are_scored_where_there_is_an_anchor() -> None:
    """A site with two settlements states error and lost margin of the anchored and of the naive forecaster."""
    supply = NominatedSupply(
        name="two",
        day_ahead=SeriesRef(name="auction"),
        imbalance=SPOT,
        auction=Auction(zone="UTC", gate_hour=12.0),
        term=EVER,
    )
    auction = np.full(COUNT, 45.0)
    known = market({"spot": NOISY, "auction": auction}, rules={"auction": DAY_AHEAD})
    place = replace(SITE, supplies=(supply,))
    chosen = Settings(planner=SCENARIOS, cadence=CADENCE, value_of_information=True)
    done = compare(place, known, known.grid.time(FIRST), known.grid.end, ("optimal",), chosen)
    assert done.information is not None
    assert set(done.information.lost) == {"anchored", "naive"}
    assert {(score.series, score.forecaster) for score in done.forecasts} >= {
        ("spot", "anchored"),
        ("spot", "naive"),
    }
