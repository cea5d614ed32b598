"""Between two plans: each interval by merit order at the plan's marginal values."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.sites import (
    EVER,
    EXPORT,
    START,
    Case,
    battery,
    case,
    demand_charge,
    fleet,
    job,
    pool,
    site,
)

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.follow import Followed, follow, followable
from bascule.dispatch.outlook import with_hash_value
from bascule.model.ai_contracts import FirmReservation, GpuSale
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.grid_connection import GridConnection
from bascule.model.network_charges import PowerClass, SubscribedPower
from bascule.model.outcome import Outcome
from bascule.model.schedule import PlanSource, Schedule
from bascule.model.site import Site
from bascule.model.state import SiteState

TRADED = site(
    grid=GridConnection(import_limit_mw=100.0, export_limit_mw=100.0),
    exports=(EXPORT,),
    batteries=(battery(initial_mwh=5.0, charge_efficiency_frac=0.8, discharge_efficiency_frac=0.8),),
)


def followed(place: Site, believed: list[float], now: float, state: SiteState | None = None) -> Schedule:
    """The first hour of a plan on ``believed`` prices, followed at a price of ``now``."""
    planned = case(place, believed, state=state)
    plan = planned.plan()
    grid = planned.grid.window(0, 1)
    values = {name: v[:1] for name, v in planned.values.items()} | {"spot": np.array([now])}
    piece = Piece(grid=grid, values=with_hash_value(place, grid, values))
    asking = Asking(jobs=planned.jobs)
    return follow(
        planned.shape, piece, planned.before, asking, Followed(schedule=planned.schedule(), plan=plan)
    )


def done(place: Site, believed: list[float], now: float, state: SiteState | None = None) -> Outcome:
    """What the plant makes of it, checked against the laws."""
    one: Case = case(place, [now], state=state)
    return one.run(followed(place, believed, now, state).setpoints)


def test_is_labelled_and_one_interval_long() -> None:
    """Labelled as followed, so that a report can count it."""
    schedule = followed(site(fleets=(fleet(),)), [40, 40], 40)
    assert (schedule.source, schedule.grid.count) == (PlanSource.FOLLOW, 1)


@pytest.mark.parametrize(("now", "runs"), [(40, 10), (70, 0)])
def test_a_spike_stops_what_the_plan_would_have_run(now: float, runs: float) -> None:
    """The plan believed 40; at 70 the fleet stops."""
    assert done(site(fleets=(fleet(),)), [40, 40], now).fleets["fleet"].it_mw.tolist() == pytest.approx(
        [runs]
    )


@pytest.mark.parametrize(("now", "charge", "discharge"), [(30, 6.25, 0), (45, 0, 0), (70, 0, 4)])
def test_stored_energy_is_worth_what_the_plan_says(now: float, charge: float, discharge: float) -> None:
    """A stored MWh costs 50 to refill at 40: it is bought below 40, sold above 62.5, and rests between."""
    outcome = done(TRADED, [60, 40, 80], now).batteries["battery"]
    assert (float(outcome.charge_mw[0]), float(outcome.discharge_mw[0])) == pytest.approx((charge, discharge))


def test_the_planned_peak_is_not_passed_for_a_little_gain() -> None:
    """4 MW are owed; a price of 30 instead of 45 does not pay a charge of 40 per MW more."""
    state = SiteState(time=START, peak_mw={("peak", 2026 * 12): 4.0})
    place = site(fleets=(fleet(),), demand_charges=(demand_charge(0.04),))
    assert done(place, [45, 45], 30, state).import_mw.tolist() == pytest.approx([4])


def test_the_planned_peak_is_passed_for_a_large_gain() -> None:
    """At -10 a MW earns 60 in this hour alone: more than its charge."""
    state = SiteState(time=START, peak_mw={("peak", 2026 * 12): 4.0})
    place = site(fleets=(fleet(),), demand_charges=(demand_charge(0.04),))
    assert done(place, [45, 45], -10, state).import_mw.tolist() == pytest.approx([10])


def test_a_job_that_the_plan_runs_now_keeps_running() -> None:
    """Planned at 20 before an hour at 60, it still runs at 70: its pay is 100 per MWh."""
    place = site(fleets=(fleet(0.001, 0.001),), pools=(pool(),), jobs=(job(1000, 0, 2),))
    assert done(place, [20, 60], 70).jobs["job"].gpus.tolist() == pytest.approx([1000])


def test_a_job_that_the_plan_runs_later_comes_forward_when_cheaper() -> None:
    """Planned for the hour at 40, it runs at once at 10 and not at 60."""
    place = site(fleets=(fleet(0.001, 0.001),), pools=(pool(),), jobs=(job(1000, 0, 2),))
    assert done(place, [60, 40], 10).jobs["job"].gpus.tolist() == pytest.approx([1000])
    assert done(place, [60, 40], 55).jobs["job"].gpus.tolist() == pytest.approx([0])


def test_a_crowded_pool_is_shared() -> None:
    """600 reserved and 800 wanted on 1,000 GPUs."""
    firm = FirmReservation(
        name="firm",
        pool="pool",
        job_class="work",
        gpus=600.0,
        price_per_gpu_h=0.0,
        shortfall_penalty_per_gpu_h=3.0,
        term=EVER,
    )
    sale = GpuSale(
        name="sale",
        kind="spot",
        pool="pool",
        job_class="work",
        demand_gpus=800.0,
        price_per_gpu_h=0.5,
        term=EVER,
    )
    outcome = done(site(pools=(pool(),), reservations=(firm,), sales=(sale,)), [40], 40)
    assert [float(outcome.uses[name].gpus[0]) for name in ("firm", "sale")] == pytest.approx([600, 400])


def test_running_machines_stay_for_less_than_their_start() -> None:
    """At 60 they lose 10 per MWh; a start costs 20."""
    place = site(fleets=(fleet(start_cost=0.02),))
    assert done(place, [40, 40], 60).fleets["fleet"].it_mw.tolist() == pytest.approx([10])
    assert done(place, [40, 40], 80).fleets["fleet"].it_mw.tolist() == pytest.approx([0])


@pytest.mark.parametrize(
    "place",
    [
        site(loads=(FlexibleLoad(name="load", power_mw=10.0, value_per_mwh=45.0, least_mw=5.0),)),
        site(loads=(FlexibleLoad(name="load", power_mw=10.0, value_per_mwh=45.0, ramp_mw_per_h=5.0),)),
        site(fleets=(fleet(whole_block=True),)),
        site(pools=(pool(whole_nodes=True),)),
        site(pools=(pool(),), jobs=(job(1000, 0, 2, whole_interval=True),)),
        site(pools=(pool(),), jobs=(job(1000, 0, 2, pays_on_completion=True),)),
        site(grid=GridConnection(import_limit_mw=20.0, ramp_mw_per_h=4.0)),
    ],
)
def test_what_is_whole_held_or_ramped_is_planned_each_time(place: Site) -> None:
    """One interval alone cannot keep such rules."""
    assert not followable(place)


def test_everything_else_can_be_followed() -> None:
    """Fleets, pools, jobs, batteries and a demand charge."""
    assert followable(
        replace(
            TRADED,
            fleets=(fleet(),),
            pools=(pool(),),
            jobs=(job(9, 0, 2),),
            demand_charges=(demand_charge(1.0),),
        )
    )


def test_a_battery_goes_one_way() -> None:
    """Power that is paid for being taken is not burned through a battery."""
    lossy = battery(charge_efficiency_frac=0.8, discharge_efficiency_frac=0.8, initial_mwh=9.0)
    grid = GridConnection(import_limit_mw=100.0, export_limit_mw=100.0, auxiliary_fixed_mw=20.0)
    did = done(site(grid=grid, batteries=(lossy,), fleets=(fleet(),)), [-40, -40], -40).batteries["battery"]
    assert min(float(did.charge_mw[0]), float(did.discharge_mw[0])) == pytest.approx(0)


def test_only_a_plan_with_marginal_values_can_be_followed() -> None:
    """Without them there is nothing to go by."""
    planned = case(site(fleets=(fleet(),)), [40])
    blind = Followed(schedule=replace(planned.schedule(), marginal=None), plan=planned.plan())
    with pytest.raises(ValueError, match="marginal values"):
        follow(planned.shape, planned.piece, planned.before, Asking(), blind)


@pytest.mark.parametrize(("now", "import_mw"), [(30, 4), (-10, 10)])
def test_subscribed_power_is_overrun_only_where_one_interval_pays_for_it(
    now: float, import_mw: float
) -> None:
    """The plan stays at 4 MW; an hour above costs 20 x root 6 = 49 a MW: more than 20, less than 60."""
    only = PowerClass(name="all", subscribed_mw=4.0, per_kw_year=0.0, overrun_per_kw=0.02, windows=())
    place = site(fleets=(fleet(),), subscriptions=(SubscribedPower(name="htb", classes=(only,), term=EVER),))
    assert done(place, [45, 45], now).import_mw.tolist() == pytest.approx([import_mw])
