"""Laws that hold for every site: the bill is the objective, more room never hurts, money has no scale."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.dispatch.random_sites import COUNT, cases, scaled, whole_cases
from tests.dispatch.sites import Case, battery, fleet

from bascule.dispatch.assemble import assemble
from bascule.dispatch.basis import starting_basis
from bascule.dispatch.highs import Solved, solve
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.ladder import cut_setpoints
from bascule.dispatch.merit import fill
from bascule.dispatch.optimise import Plan, optimise
from bascule.model.site import Site
from bascule.simulate.conditions import conditions, cut
from bascule.simulate.devices import Curves
from bascule.simulate.plant import Plant, advance

few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
many = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def best(drawn: Case) -> float:
    """Objective of the best plan; a draw that has none (an emission cap below the tenant's load) is passed over."""
    found = optimise(drawn.inputs())
    assume(isinstance(found, Plan))
    return drawn.plan().objective


def never_less(wide: float, narrow: float) -> None:
    """Not less, but for rounding."""
    assert wide >= narrow - 1e-6 * max(abs(narrow), 1.0)


@many
@given(drawn=cases())
def test_the_objective_is_the_bill(drawn: Case) -> None:
    """What was planned is what the ledger settles after the plant ran it, and no law is broken on the way."""
    planned = best(drawn)
    outcome = drawn.run()
    assert drawn.ledger(outcome).total == pytest.approx(planned, rel=1e-7, abs=1e-4)


@few
@given(drawn=cases(cheapest=-60))
def test_the_objective_is_the_bill_at_negative_prices(drawn: Case) -> None:
    """The same where power is paid for being taken."""
    planned = best(drawn)
    assert drawn.ledger().total == pytest.approx(planned, rel=1e-7, abs=1e-4)


@few
@given(drawn=whole_cases())
def test_the_objective_is_the_bill_where_things_are_whole(drawn: Case) -> None:
    """Blocks, nodes, modes, least times, whole intervals, completion: the same, and never above the relaxation."""
    plan = drawn.plan()
    assert drawn.ledger().total == pytest.approx(plan.objective, rel=1e-7, abs=1e-4)
    never_less(plan.relaxed, plan.objective)


@few
@given(drawn=cases(), more=st.integers(1, 9))
def test_a_wider_connection_never_costs(drawn: Case, more: int) -> None:
    """More import, more export."""
    grid, narrow = drawn.site.grid, best(drawn)
    for wider in (
        replace(grid, import_limit_mw=grid.import_limit_mw + more),
        replace(grid, export_limit_mw=grid.export_limit_mw + more),
    ):
        never_less(best(replace(drawn, site=replace(drawn.site, grid=wider))), narrow)


@few
@given(drawn=cases(), more=st.integers(1, 9))
def test_a_larger_battery_never_costs(drawn: Case, more: int) -> None:
    """More power each way, more energy."""
    assume(drawn.site.batteries)
    narrow = best(drawn)
    for field in ("charge_limit_mw", "discharge_limit_mw", "energy_mwh"):
        larger = tuple(replace(b, **{field: getattr(b, field) + more}) for b in drawn.site.batteries)
        never_less(best(replace(drawn, site=replace(drawn.site, batteries=larger))), narrow)


@few
@given(drawn=cases(), by=st.sampled_from([0.1, 3.0, 1000.0]))
def test_money_has_no_scale(drawn: Case, by: float) -> None:
    """Every price, penalty and wear times k is the objective times k."""
    planned = best(drawn)
    assert best(scaled(drawn, by)) == pytest.approx(by * planned, rel=1e-6, abs=1e-4 * by)


def with_fleet(place: Site) -> Site:
    """One fleet more, at rest for free."""
    return replace(
        place, fleets=(*place.fleets, fleet(70.0, 3.0, name="more", initial_on_frac=0.0, start_cost=0.001))
    )


def with_battery(place: Site) -> Site:
    """One battery more, empty."""
    return replace(place, batteries=(*place.batteries, battery(2.0, 5.0, name="more", wear_per_mwh=1.0)))


@few
@given(drawn=cases(), add=st.sampled_from([with_fleet, with_battery]))
def test_an_asset_that_may_rest_for_free_never_costs(drawn: Case, add: object) -> None:
    """A further fleet or battery."""
    assert callable(add)
    never_less(best(replace(drawn, site=add(drawn.site))), best(drawn))


@few
@given(drawn=cases())
def test_the_same_setpoints_give_the_same_ledger(drawn: Case) -> None:
    """Replaying is exact, line by line."""
    best(drawn)
    setpoints = drawn.schedule().setpoints
    first, second = (drawn.ledger(drawn.run(setpoints)) for _ in range(2))
    assert [line.amount for line in first.lines] == [line.amount for line in second.lines]


@few
@given(drawn=cases(), at=st.integers(1, COUNT - 1))
def test_a_run_in_two_parts_is_the_run(drawn: Case, at: int) -> None:
    """Stopping and going on from the state between changes nothing."""
    best(drawn)
    setpoints = drawn.schedule().setpoints
    plant = Plant(site=drawn.site, curves=Curves(site=drawn.site), jobs={j.name: j for j in drawn.jobs})
    given_ = conditions(drawn.site, drawn.grid, drawn.values)
    whole, after = advance(plant, setpoints, given_, drawn.before)
    head, middle = advance(plant, cut_setpoints(setpoints, 0, at), cut(given_, 0, at), drawn.before)
    tail, end = advance(plant, cut_setpoints(setpoints, at, COUNT - at), cut(given_, at, COUNT - at), middle)
    assert np.concatenate([head.import_mw, tail.import_mw]) == pytest.approx(whole.import_mw, abs=1e-9)
    assert end.battery_mwh == pytest.approx(after.battery_mwh)
    assert end.fleet_on == pytest.approx(after.fleet_on)
    assert end.peak_mw == pytest.approx(after.peak_mw)
    assert {name: j.done_gpu_h for name, j in end.jobs.items()} == pytest.approx(
        {n: j.done_gpu_h for n, j in after.jobs.items()}
    )


@few
@given(drawn=cases())
def test_the_starting_basis_never_moves_the_optimum(drawn: Case) -> None:
    """Solved cold from the merit order or from nothing, the cost is the same."""
    inputs = drawn.inputs()
    program, layout = assemble(inputs)
    plain, started = solve(program), solve(program, None, starting_basis(inputs, layout))
    assume(isinstance(plain, Solved))
    assert isinstance(plain, Solved)
    assert isinstance(started, Solved)
    assert started.objective == pytest.approx(plain.objective, rel=1e-9, abs=1e-6)


@many
@given(drawn=cases(coupled=False, cheapest=-60))
def test_the_closed_form_is_the_program(drawn: Case) -> None:
    """Where no hour depends on another, filling the merit order earns what the program earns."""
    inputs = drawn.inputs()
    assume(not inputs.couples)
    assert fill(inputs).objective == pytest.approx(drawn.plan().objective, rel=1e-9, abs=1e-6)


def heavier(inputs: Inputs, hour: int, mw: float) -> float:
    """Objective with ``mw`` more of base load in one hour."""
    load = inputs.base_load_mw.copy()
    load[hour] += mw
    return fill(replace(inputs, base_load_mw=load)).objective


@few
@given(drawn=cases(coupled=False, cheapest=-60), hour=st.integers(0, COUNT - 1))
def test_marginal_values_lie_between_the_slopes(drawn: Case, hour: int) -> None:
    """A MWh more at the bus is worth between what one less costs and what one more saves, by program and closed form."""
    inputs, small = drawn.inputs(), 1e-4
    assume(not inputs.couples)
    filled = fill(inputs)
    low = (heavier(inputs, hour, -small) - filled.objective) / small
    high = (filled.objective - heavier(inputs, hour, small)) / small
    marginal = drawn.schedule().marginal
    assert marginal is not None
    for value in (filled.bus_per_mwh[hour], marginal.bus_per_mwh[hour]):
        assert low - 1e-3 <= value <= high + 1e-3
