"""What the connection, the grid's orders and a planned peak let through."""

from dataclasses import replace

import numpy as np
import pytest
from tests.simulate.sites import (
    BATTERY,
    FIRM,
    JOB,
    KILN,
    LEASE,
    NEW,
    OLD,
    POOL,
    SALE,
    SITE,
    START,
    SUN,
    called,
    did,
    hours,
    work,
)

from bascule.dispatch.check import check_outcome
from bascule.model.battery import Battery
from bascule.model.grid_connection import GridConnection
from bascule.model.outcome import Outcome
from bascule.model.schedule import Setpoints
from bascule.model.site import Site
from bascule.model.state import SiteState

ORDER = ("old", "new", "kiln", "job", "sale", "firm", "tenant")
FULL = replace(
    SITE,
    fleets=(NEW, OLD),
    pools=(POOL,),
    reservations=(FIRM,),
    sales=(SALE,),
    jobs=(JOB,),
    leases=(LEASE,),
    loads=(KILN,),
    batteries=(BATTERY,),
)
"""Seven loads of 1 MW each, and a battery that can give 1 MW for an hour."""
ON = Setpoints(
    grid=hours(1),
    fleet_run_mw={"new": np.ones(1), "old": np.ones(1)},
    use_run_mw={"firm": np.ones(1), "sale": np.ones(1)},
    job_run_mw={"job": work(1.0)},
    load_mw={"kiln": np.ones(1)},
    charge_mw={"battery": np.ones(1)},
)


def within(limit_mw: float, site: Site = FULL) -> Site:
    """The site behind so many megawatts."""
    return replace(site, grid=replace(site.grid, import_limit_mw=limit_mw))


def powers(outcome: Outcome) -> dict[str, float]:
    """IT or bus power of each of the seven loads."""
    found = {name: float(fleet.it_mw[0]) for name, fleet in outcome.fleets.items()}
    found |= {name: float(use.run_mw[0]) for name, use in outcome.uses.items()}
    found |= {"kiln": float(outcome.loads["kiln"].power_mw[0]), "job": float(outcome.jobs["job"].run_mw[0])}
    return found | {"tenant": float(outcome.leases["tenant"].it_mw[0])}


@pytest.mark.parametrize("limit_mw", [8, 7, 6])
def test_battery_gives_way_first(limit_mw: float) -> None:
    """It stops charging, then discharges, before any load is cut."""
    outcome = did(within(limit_mw), ON)
    battery = outcome.batteries["battery"]
    assert float(battery.charge_mw[0] - battery.discharge_mw[0]) == limit_mw - 7
    assert set(powers(outcome).values()) == {1.0}
    assert outcome.import_mw.tolist() == [limit_mw]


@pytest.mark.parametrize("dropped", range(1, 7))
def test_load_is_dropped_by_what_it_costs(dropped: int) -> None:
    """Least efficient hashing, hashing, other loads, batch work, sales, reservations."""
    outcome = did(within(6 - dropped), ON)
    assert powers(outcome) == {name: float(k >= dropped) for k, name in enumerate(ORDER)}
    assert outcome.shed.tolist() == [1]


def test_tenants_come_last() -> None:
    """With an empty battery and a quarter of a megawatt, three quarters are denied, after everything else is off."""
    outcome = did(within(0.25), ON, SiteState(time=START, battery_mwh={"battery": 0}))
    assert powers(outcome) == {name: 0.25 * (name == "tenant") for name in ORDER}
    assert outcome.leases["tenant"].shortfall_it_mw.tolist() == [0.75]


def test_load_is_cut_in_part() -> None:
    """Only what has to go."""
    outcome = did(within(5.5), ON)
    assert powers(outcome) == {name: 0.5 if name == "old" else 1.0 for name in ORDER}


def test_shed_load_takes_its_cooling_and_losses_with_it() -> None:
    """At PUE 1.5 and a tenth lost, 3 MW at the meter carry 2.7 MW of hall and 1.8 MW of machines."""
    site = replace(
        SITE, grid=GridConnection(import_limit_mw=3, loss_frac=0.1), fleets=(replace(NEW, count=4000),)
    )
    hot = replace(site, fleets=(replace(site.fleets[0], pue=replace(NEW.pue, values=(1.5,))),))
    outcome = did(hot, Setpoints(grid=hours(1), fleet_run_mw={"new": np.array([4.0])}))
    assert outcome.fleets["new"].it_mw.tolist() == pytest.approx([1.8])
    assert outcome.import_mw.tolist() == pytest.approx([3])


def hashing(battery: Battery, import_limit_mw: float, export_limit_mw: float = 0.0) -> Site:
    """A megawatt of machines and a battery."""
    grid = GridConnection(import_limit_mw=import_limit_mw, export_limit_mw=export_limit_mw)
    return replace(SITE, grid=grid, fleets=(NEW,), batteries=(battery,))


def test_full_battery_that_is_asked_to_charge_helps_all_the_same() -> None:
    """It cannot charge, so not charging frees nothing: it has to discharge before a machine stops."""
    asked = Setpoints(grid=hours(1), fleet_run_mw={"new": np.ones(1)}, charge_mw={"battery": np.ones(1)})
    full = SiteState(time=START, battery_mwh={"battery": 2})
    outcome = did(hashing(BATTERY, import_limit_mw=0.5), asked, full)
    assert outcome.batteries["battery"].discharge_mw.tolist() == [0.5]
    assert outcome.fleets["new"].it_mw.tolist() == [1]


def test_battery_that_helped_does_not_charge_on_others_cost() -> None:
    """Once it has helped, it has room again; charging must not stop machines in the next hour."""
    site = replace(hashing(BATTERY, import_limit_mw=1), grid=called(1, 1))
    asked = Setpoints(
        grid=hours(2), fleet_run_mw={"new": np.ones(2)}, charge_mw={"battery": np.array([0.0, 1.0])}
    )
    outcome = did(site, asked, SiteState(time=START, battery_mwh={"battery": 2}), order=[1, 0])
    assert outcome.fleets["new"].it_mw.tolist() == [1, 1]


def test_energy_spent_on_an_order_does_not_hold_a_peak_later() -> None:
    """The battery is empty after the order of the first hour, so machines have to stop for the planned peak of the second."""
    site = replace(hashing(BATTERY, import_limit_mw=2), grid=called(2, 2), fleets=(replace(NEW, count=2000),))
    both = np.array([2.0, 2.0])
    asked = Setpoints(grid=hours(2), fleet_run_mw={"new": both}, import_cap_mw=np.array([np.inf, 1.0]))
    assert did(site, asked, order=[1, 0]).import_mw.tolist() == [1, 1]


def test_battery_keeps_its_least_energy() -> None:
    """What must be in store at any time is not spent on hashing."""
    site = hashing(replace(BATTERY, least_mwh=0.75), import_limit_mw=0.5)
    outcome = did(site, Setpoints(grid=hours(1), fleet_run_mw={"new": np.ones(1)}))
    assert outcome.batteries["battery"].energy_mwh.tolist() == [0.75]


def test_load_with_modes_is_cut_to_a_mode() -> None:
    """A kiln of 0.6 or 1 MW behind 0.8 MW runs at 0.6 or not at all, and the check agrees."""
    site = replace(
        SITE, grid=GridConnection(import_limit_mw=0.8), loads=(replace(KILN, modes_mw=(0.6, 1.0)),)
    )
    outcome = did(site, Setpoints(grid=hours(1), load_mw={"kiln": np.ones(1)}))
    check_outcome(site, outcome, {}, {})
    assert outcome.loads["kiln"].power_mw[0] in (0, 0.6)


CALLED = replace(SITE, fleets=(replace(NEW, count=10_000),))
FULL_POWER = Setpoints(grid=hours(3), fleet_run_mw={"new": np.full(3, 10.0)})


def test_order_without_a_price_is_kept() -> None:
    """Load falls to what the order leaves, and back when it ends."""
    outcome = did(replace(CALLED, grid=called(10, 6)), FULL_POWER, order=[0, 4, 0])
    assert outcome.import_mw.tolist() == [10, 6, 10]
    assert (outcome.shed.tolist(), outcome.breach_mw.tolist()) == ([0, 1, 0], [0, 0, 0])


def test_order_with_a_price_may_be_breached() -> None:
    """The plan decides; what is drawn against the order is metered."""
    outcome = did(replace(CALLED, grid=called(10, 6, 500.0)), FULL_POWER, order=[0, 4, 0])
    assert outcome.import_mw.tolist() == [10, 10, 10]
    assert outcome.breach_mw.tolist() == [0, 4, 0]


@pytest.mark.parametrize("price", [None, 500.0])
def test_order_takes_at_most_the_curtailable_part(price: float | None) -> None:
    """Of 62 MW, 25 may be called: an order of 30 leaves 37, as the documentation says."""
    site = replace(SITE, grid=called(62, 25, price), fleets=(replace(NEW, count=62_000),))
    outcome = did(site, Setpoints(grid=hours(1), fleet_run_mw={"new": np.array([62.0])}), order=[30])
    assert float(outcome.import_mw[0] - outcome.breach_mw[0]) == 37


CAPPED = replace(ON, import_cap_mw=np.array([4.0]))


def test_planned_peak_is_held_by_battery_hashing_and_loads() -> None:
    """Of seven megawatts the battery carries one, and hashing goes: one for the cap of 5, both for 4."""
    assert powers(did(within(9), replace(ON, import_cap_mw=np.array([5.0]))))["new"] == 1
    outcome = did(within(9), CAPPED)
    assert powers(outcome) == {name: float(name not in {"old", "new"}) for name in ORDER}
    assert (outcome.import_mw.tolist(), outcome.shed.tolist()) == ([4], [1])


def test_ai_is_worth_more_than_a_planned_peak() -> None:
    """With hashing and the kiln gone, the rest runs above the cap."""
    outcome = did(within(9), replace(ON, import_cap_mw=np.array([0.0])))
    assert powers(outcome) == {name: float(name in {"job", "sale", "firm", "tenant"}) for name in ORDER}
    assert outcome.import_mw.tolist() == [3]


def test_infinite_cap_caps_nothing() -> None:
    """An interval that no charge bills."""
    outcome = did(within(9), replace(ON, import_cap_mw=np.array([np.inf])))
    assert (outcome.import_mw.tolist(), outcome.shed.tolist()) == ([8], [0])


def test_surplus_is_exported_up_to_the_limit_then_curtailed() -> None:
    """Of 6 MW of sun, 1 MW hashes and 2 MW at the meter leave 2.5 MW at the bus with a fifth lost."""
    site = replace(
        SITE,
        grid=GridConnection(import_limit_mw=9, export_limit_mw=2, loss_frac=0.2),
        fleets=(NEW,),
        generators=(SUN,),
    )
    outcome = did(site, Setpoints(grid=hours(1), fleet_run_mw={"new": np.ones(1)}), sun=[0.6])
    assert outcome.generation_mw["sun"].tolist() == pytest.approx([3.5])
    assert outcome.export_mw.tolist() == pytest.approx([2])
    assert outcome.import_mw.tolist() == [0]


def test_generation_is_curtailed_on_request() -> None:
    """A setpoint of 0.4 MW, then none."""
    site = replace(SITE, fleets=(NEW,), generators=(SUN,))
    asked = Setpoints(
        grid=hours(2), fleet_run_mw={"new": np.ones(2)}, generation_mw={"sun": np.array([0.4, np.inf])}
    )
    outcome = did(site, asked, sun=[0.06, 0.06])
    assert outcome.generation_mw["sun"].tolist() == [0.4, 0.6]
    assert outcome.import_mw.tolist() == pytest.approx([0.6, 0.4])


def test_discharge_is_cut_where_nobody_takes_it() -> None:
    """A quarter of a megawatt of load and a quarter of export are all that the battery may serve."""
    site = hashing(BATTERY, import_limit_mw=5, export_limit_mw=0.25)
    asked = Setpoints(
        grid=hours(1), fleet_run_mw={"new": np.array([0.25])}, discharge_mw={"battery": np.ones(1)}
    )
    outcome = did(site, asked)
    assert outcome.batteries["battery"].discharge_mw.tolist() == [0.5]
    assert (outcome.export_mw.tolist(), outcome.import_mw.tolist()) == ([0.25], [0])
