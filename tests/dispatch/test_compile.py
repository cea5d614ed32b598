"""From a site, values and a state to numbers: carried state is clipped, and a coarse tail means what it means in full."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.sites import (
    EVER,
    EXPORT,
    HOUR,
    SPOT,
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

from bascule.dispatch.asking import Asking
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.highs import SolverOptions
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.outlook import coarse
from bascule.errors import DataGap
from bascule.model.ai_contracts import FirmReservation
from bascule.model.asic_fleet import OperatingPoint
from bascule.model.energy_contracts import BlockPurchase
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.grid_connection import GridConnection
from bascule.model.series import SeriesRef
from bascule.model.site import EmissionCap, Site
from bascule.model.state import JobState, SiteState
from bascule.model.term import Term

BUSY = site(
    grid=GridConnection(import_limit_mw=12.0, export_limit_mw=5.0, loss_frac=0.02),
    exports=(EXPORT,),
    fleets=(fleet(), fleet(70.0, 5.0, name="other", start_cost=0.01)),
    batteries=(battery(3.0, 6.0, charge_efficiency_frac=0.9, initial_mwh=2.0, final_mwh=2.0),),
    pools=(pool(),),
    jobs=(job(1800, 1, 4),),
    demand_charges=(demand_charge(0.005),),
    emission_cap=EmissionCap(
        tonnes=30.0, carbon=SeriesRef(name="carbon"), term=Term(start=START, end=START + 4 * HOUR)
    ),
)


def objective(planned: Case, fine: int) -> float:
    """Best money with the first ``fine`` steps as they are and the rest in hours."""
    pieces = coarse(planned.piece, fine)
    inputs = compile_inputs(planned.shape, pieces, planned.before, Asking(jobs=planned.jobs))
    found = optimise(inputs, SolverOptions(gap=1e-9))
    assert isinstance(found, Plan)
    return found.objective


def quarters(place: Site, *hourly: float) -> Case:
    """Quarter hours with prices that change by the hour."""
    return case(place, np.repeat(hourly, 4).tolist(), step_h=0.25, carbon=[900.0] * (4 * len(hourly)))


@pytest.mark.parametrize("fine", [4, 8])
def test_a_coarse_tail_of_constant_hours_changes_nothing(fine: int) -> None:
    """Every asset over four hours: in quarters, or the last hours as one step each."""
    planned = quarters(BUSY, 40, 75, 20, 60)
    assert len(coarse(planned.piece, fine)) == 2
    assert objective(planned, fine) == pytest.approx(objective(planned, 16), rel=1e-9)


def test_least_times_mean_hours_in_a_coarse_tail() -> None:
    """A load of one hour at least may run in single hours of the tail."""
    load = FlexibleLoad(name="load", power_mw=1.0, least_mw=1.0, value_per_mwh=50.0, min_up_h=1.0)
    planned = quarters(site(loads=(load,), fleets=(fleet(0.001, 0.001),)), 90, 20, 90, 20, 90, 20, 90, 90)
    assert objective(planned, 4) == pytest.approx(objective(planned, 32))


def test_a_missing_series_is_a_gap() -> None:
    """The site asks for a price that nobody gave."""
    planned = case(site(fleets=(fleet(),)), [40])
    piece = replace(planned.piece, values={k: v for k, v in planned.piece.values.items() if k != "spot"})
    with pytest.raises(DataGap, match="spot"):
        compile_inputs(planned.shape, [piece], planned.before, Asking())


def test_a_price_that_is_no_number_is_a_gap() -> None:
    """Unknown is an error, never a zero."""
    with pytest.raises(DataGap):
        case(site(fleets=(fleet(),)), [40, float("nan"), 40]).plan()


@pytest.mark.parametrize(
    "state",
    [
        SiteState(time=START, battery_mwh={"battery": 10.0 + 4e-14}),
        SiteState(time=START, battery_mwh={"battery": -4e-14}),
        SiteState(time=START, fleet_on={"fleet": 10_000 + 4e-9}),
        SiteState(time=START, jobs={"job": JobState(gpus=1000 + 4e-11, started_gpus=1000 + 4e-11)}),
        SiteState(time=START, peak_mw={("peak", 2026 * 12): 100 + 4e-14}),
    ],
)
def test_carried_state_is_clipped_to_its_bounds(state: SiteState) -> None:
    """A rounding error in what is carried over never makes a plan impossible."""
    place = site(
        fleets=(fleet(start_cost=0.01),),
        batteries=(battery(),),
        pools=(pool(),),
        jobs=(job(900, 0, 2, preemption_gpu_h=0.1),),
        demand_charges=(demand_charge(0.01),),
    )
    assert case(place, [40, 60], state=state).plan().objective > 0


def test_only_steps_inside_the_window_belong_to_a_job() -> None:
    """Release and deadline in the middle of hours leave the whole hours between."""
    late = job(900, 0, 4, release=START + HOUR / 2, deadline=START + 3.5 * HOUR)
    inputs = case(site(fleets=(fleet(),), pools=(pool(),), jobs=(late,)), [40] * 4).inputs()
    assert inputs.jobs[0].steps.tolist() == [1, 2]


def test_what_no_decision_moves_is_constant() -> None:
    """A block that earns 20 on 5 MWh, a reservation's 60 less the 1,800 that serving it wins back."""
    block = BlockPurchase(name="block", power_mw=5.0, price_per_mwh=30.0, spot=SPOT, term=EVER)
    firm = FirmReservation(
        name="firm",
        pool="pool",
        job_class="work",
        gpus=600.0,
        price_per_gpu_h=0.1,
        shortfall_penalty_per_gpu_h=3.0,
        term=EVER,
    )
    inputs = case(site(blocks=(block,), pools=(pool(),), reservations=(firm,)), [50]).inputs()
    assert inputs.constant == pytest.approx(100 + 60 - 1800)


def test_machines_at_rest_are_base_load() -> None:
    """10,000 machines at 20 W and 1,000 GPUs at 100 W, with 5 percent on top, beside 1 MW always there."""
    asleep = OperatingPoint(name="sleep", power_w=20.0, hashrate_th_s=0.0)
    awake = OperatingPoint(name="on", power_w=1000.0, hashrate_th_s=50.0)
    place = site(
        grid=GridConnection(import_limit_mw=20.0, auxiliary_fixed_mw=1.0, auxiliary_per_it_frac=0.05),
        fleets=(fleet(points=(asleep, awake)),),
        pools=(pool(idle_w=100.0, pauses_nodes=False),),
    )
    assert case(place, [50]).inputs().base_load_mw.tolist() == pytest.approx([1 + 0.3 * 1.05])
