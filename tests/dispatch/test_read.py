"""Marginal values are what one more unit would have earned."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.sites import (
    EVER,
    EXPORT,
    FULL,
    HALF,
    JANUARY,
    START,
    Case,
    battery,
    case,
    demand_charge,
    earned,
    fleet,
    job,
    pool,
    site,
)

from bascule.dispatch.inputs import Inputs
from bascule.dispatch.optimise import Plan, optimise
from bascule.model.ai_contracts import FirmReservation, GpuSale
from bascule.model.battery import Battery
from bascule.model.generator import Generator
from bascule.model.grid_connection import GridConnection
from bascule.model.schedule import MarginalValues
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.model.state import JobState, SiteState

SMALL = 1e-3
FULL_SITE = site(
    grid=GridConnection(import_limit_mw=12.0, export_limit_mw=3.0, loss_frac=0.02),
    exports=(EXPORT,),
    fleets=(fleet(55.0, 8.0, name="old"), fleet(85.0, 4.0, name="new")),
    batteries=(battery(2.0, 5.0, charge_efficiency_frac=0.9, wear_per_mwh=2.0, initial_mwh=1.0),),
    pools=(pool(900, HALF, FULL),),
    reservations=(
        FirmReservation(
            name="firm",
            pool="pool",
            job_class="work",
            gpus=500.0,
            price_per_gpu_h=0.0,
            shortfall_penalty_per_gpu_h=0.4,
            term=EVER,
        ),
    ),
    sales=(
        GpuSale(
            name="sale",
            kind="spot",
            pool="pool",
            job_class="work",
            demand_gpus=700.0,
            price_per_gpu_h=0.11,
            term=EVER,
        ),
    ),
)
PRICES = [31.0, 67.0, 112.0, 23.0]


def marginal(planned: Case) -> MarginalValues:
    """Marginal values of the best plan."""
    values = planned.schedule().marginal
    assert values is not None
    return values


def slope(change: Callable[[float], Site]) -> float:
    """Money per unit between a little less and a little more."""
    more, less = (case(change(step), PRICES).plan().objective for step in (SMALL, -SMALL))
    return (more - less) / (2 * SMALL)


def with_battery(**change: float) -> Site:
    """The full site with some of its battery's figures raised."""
    stored: Battery = FULL_SITE.batteries[0]
    raised = replace(stored, **{name: getattr(stored, name) + by for name, by in change.items()})
    return replace(FULL_SITE, batteries=(raised,))


@pytest.mark.parametrize("hour", range(4))
def test_bus_value_is_the_saving_of_a_lighter_load(hour: int) -> None:
    """A MWh less of base load in one hour."""
    inputs = case(FULL_SITE, PRICES).inputs()

    def loaded(by: float) -> float:
        load = inputs.base_load_mw.copy()
        load[hour] += by
        return objective(replace(inputs, base_load_mw=load))

    found = (loaded(-SMALL) - loaded(SMALL)) / (2 * SMALL)
    assert marginal(case(FULL_SITE, PRICES)).bus_per_mwh[hour] == pytest.approx(found, abs=1e-4)


def objective(inputs: Inputs) -> float:
    """Best money of given numbers."""
    found = optimise(inputs)
    assert isinstance(found, Plan)
    return found.objective


def test_connection_value_is_that_of_one_more_megawatt() -> None:
    """Summed over the hours in which the connection is full."""
    found = slope(lambda by: replace(FULL_SITE, grid=replace(FULL_SITE.grid, import_limit_mw=12.0 + by)))
    assert marginal(case(FULL_SITE, PRICES)).import_limit_per_mw_h.sum() == pytest.approx(found, abs=1e-4)
    assert found > 1


def test_battery_values_are_those_of_a_larger_battery() -> None:
    """One more MW each way, one more MWh."""
    values = marginal(case(FULL_SITE, PRICES))
    power = slope(lambda by: with_battery(charge_limit_mw=by, discharge_limit_mw=by))
    assert values.battery_per_mw["battery"] == pytest.approx(power, abs=1e-4)
    energy = slope(lambda by: with_battery(energy_mwh=by))
    assert values.battery_per_mwh["battery"] == pytest.approx(energy, abs=1e-4)
    assert power + energy > 1


def test_stored_value_is_that_of_a_fuller_start() -> None:
    """A MWh more at the start is a MWh more at the end of the first hour."""
    place = with_battery(energy_mwh=50.0)
    more, less = (
        case(replace(place, batteries=(replace(place.batteries[0], initial_mwh=1.0 + by),)), PRICES)
        .plan()
        .objective
        for by in (SMALL, -SMALL)
    )
    assert marginal(case(place, PRICES)).stored_per_mwh["battery"][0] == pytest.approx(
        (more - less) / (2 * SMALL), abs=1e-4
    )


def test_firm_value_is_the_cost_of_serving_one_more() -> None:
    """A reserved GPU more costs its power and the sale that it displaces."""
    by = 1.0

    def reserved(more: float) -> float:
        firm = replace(FULL_SITE.reservations[0], gpus=500.0 + more)
        return case(replace(FULL_SITE, reservations=(firm,)), PRICES).plan().objective

    found = (reserved(-by) - reserved(by)) / (2 * by)
    assert marginal(case(FULL_SITE, PRICES)).firm_per_gpu_h["firm"].sum() == pytest.approx(found, abs=1e-4)
    assert found > 0


def test_job_value_is_that_of_more_work_left() -> None:
    """Worth 0.1 and served at 20 USD/MWh, an hour more of work earns 0.08; a job that cannot be finished earns nothing."""
    place = site(fleets=(fleet(0.001, 0.001),), pools=(pool(),), jobs=(job(700, 0, 2),))
    assert marginal(case(place, [20, 20])).job_per_gpu_h["job"] == pytest.approx(0.08)
    assert marginal(case(replace(place, jobs=(job(2500, 0, 2),)), [20, 20])).job_per_gpu_h[
        "job"
    ] == pytest.approx(0)


def test_planned_peak_and_its_cap_are_read() -> None:
    """10 MW run in the first hour only; that is the month's peak and the cap of both."""
    place = site(fleets=(fleet(),), demand_charges=(demand_charge(0.001),))
    planned = case(place, [40, 60]).schedule()
    assert planned.marginal is not None
    assert planned.marginal.peak_mw["peak", JANUARY] == pytest.approx(10)
    assert planned.setpoints.import_cap_mw == pytest.approx(np.array([10.0, 10.0]))


def test_jobs_are_read_from_their_first_step() -> None:
    """A job released after an hour has its power from there on, on the GPUs that it holds."""
    place = site(fleets=(fleet(0.001, 0.001),), pools=(pool(),), jobs=(job(500, 1, 3),))
    power = case(place, [10, 20, 30]).schedule().setpoints.job_run_mw["job"]
    assert (power.first, power.run_mw.tolist(), power.gpus.tolist()) == (
        1,
        pytest.approx([0.5, 0]),
        pytest.approx([500, 0]),
    )


def test_uncurtailed_generation_has_no_cap() -> None:
    """What is fully used may give more than was forecast; what was curtailed may not."""
    sun = Generator(name="sun", kind="solar", capacity_mw=8.0, capacity_frac=SeriesRef(name="sun_frac"))
    place = site(fleets=(fleet(mw=5.0),), generators=(sun,))
    caps = case(place, [60, 60], sun_frac=[0.5, 1.0]).schedule().setpoints.generation_mw["sun"]
    assert caps.tolist() == pytest.approx([np.inf, 5.0])


def test_a_finished_job_is_planned_no_more() -> None:
    """Nothing of it is left to schedule."""
    place = site(fleets=(fleet(),), pools=(pool(),), jobs=(job(500, 0, 3),))
    state = SiteState(time=START, jobs={"job": JobState(done_gpu_h=500.0)})
    assert case(place, [10, 10, 10], state=state).schedule().setpoints.job_run_mw == {}
    assert earned(replace(place, jobs=()), [60]) == 0
