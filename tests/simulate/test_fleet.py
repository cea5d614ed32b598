"""A fleet turns power into hashes, its best step first, and loses some when machines start."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulate.sites import NEW, SITE, did, hours

from bascule.model.asic_fleet import AsicFleet, Derate, OperatingPoint
from bascule.model.curve import TemperatureCurve, flat
from bascule.model.outcome import FleetOutcome
from bascule.model.schedule import Setpoints
from bascule.simulate.devices import fleet_limit_mw, run_fleet

STEPPED = replace(
    NEW,
    points=(
        OperatingPoint(name="sleep", power_w=100, hashrate_th_s=0),
        OperatingPoint(name="eco", power_w=600, hashrate_th_s=50),
        OperatingPoint(name="full", power_w=1100, hashrate_th_s=80),
    ),
)
"""1,000 machines asleep at 0.1 MW; 0.5 MW more bring 50,000 TH/s, another 0.5 MW 30,000."""
MILD = np.full(9, 15.0)


def ran(
    fleet: AsicFleet, *run_mw: float, on: float = 1000, step_h: float = 1.0, temperature_c: float = 15.0
) -> FleetOutcome:
    """What a fleet does at a power above rest."""
    air = np.full(len(run_mw), temperature_c)
    asked = (np.array(run_mw), np.full(len(run_mw), fleet.devices))
    return run_fleet(fleet, fleet.hull(), asked, air, on, step_h)[0]


def test_power_fills_the_best_step_first() -> None:
    """All machines reach eco before one goes to full."""
    done = ran(STEPPED, 0.0, 0.25, 0.5, 0.75, 1.0)
    assert done.hashrate_th_s.tolist() == [0, 25_000, 50_000, 65_000, 80_000]
    assert done.it_mw.round(9).tolist() == [0.1, 0.35, 0.6, 0.85, 1.1]


def test_hall_draws_the_machines_times_its_pue() -> None:
    """Cooling takes a fifth on top, sleeping machines included."""
    assert ran(replace(STEPPED, pue=flat(1.2)), 0.0, 0.4).hall_mw.round(9).tolist() == [0.12, 0.6]


def test_machines_that_are_not_available_draw_nothing() -> None:
    """Half of them are away."""
    done = ran(replace(STEPPED, availability_frac=0.5), 0.0, 0.5)
    assert done.it_mw.round(9).tolist() == [0.05, 0.55]
    assert done.hashrate_th_s.tolist() == [0, 40_000]


def test_starts_are_machines_that_did_not_run_before() -> None:
    """Those that run stay on; stopping is no start."""
    assert ran(NEW, 0.4, 1.0, 0.2, 0.7, on=300).starts.round(6).tolist() == [100, 600, 0, 500]


def test_warm_up_costs_hashes_not_power() -> None:
    """500 machines that warm up for 6 minutes lose a tenth of their hour, once."""
    done = ran(replace(NEW, warmup_s=360), 0.5, 0.5, on=0)
    assert done.hashrate_th_s.round(6).tolist() == [45_000, 50_000]
    assert done.it_mw.tolist() == [0.5, 0.5]


def test_warm_up_weighs_more_in_a_quarter_hour() -> None:
    """The same 6 minutes are two fifths of it."""
    assert ran(replace(NEW, warmup_s=360), 0.5, on=0, step_h=0.25).hashrate_th_s.round(6).tolist() == [30_000]


HOT = Derate(
    power_frac=TemperatureCurve(temperatures_c=(30, 40), values=(1.0, 0.5)),
    hashrate_frac=TemperatureCurve(temperatures_c=(30, 40), values=(1.0, 0.9)),
)


def test_heat_limits_power_as_a_share_of_the_top_point() -> None:
    """At 40 degrees at most 550 of 1,100 W per machine, of which 450 W are above rest."""
    limit = fleet_limit_mw(replace(STEPPED, derate=HOT), STEPPED.hull(), np.array([20.0, 35.0, 40.0]))
    assert limit.round(9).tolist() == [1.0, 0.725, 0.45]


def test_heat_takes_hashes_at_the_same_power() -> None:
    """A tenth less at 40 degrees."""
    assert ran(replace(STEPPED, derate=HOT), 0.45, temperature_c=40).hashrate_th_s.round(6).tolist() == [
        40_500
    ]


def test_machines_running_are_carried() -> None:
    """The state after tells how many run, so that the next start counts right."""
    _, on = run_fleet(NEW, NEW.hull(), (np.array([1.0, 0.3]), np.full(2, NEW.devices)), MILD[:2], 0, 1.0)
    assert on == pytest.approx(300)


def test_fleet_begins_as_the_site_says() -> None:
    """With a fifth running, full power starts the rest."""
    site = replace(SITE, fleets=(replace(NEW, initial_on_frac=0.2),))
    outcome = did(site, Setpoints(grid=hours(1), fleet_run_mw={"new": np.ones(1)}))
    assert outcome.fleets["new"].starts.round(6).tolist() == [800]


def test_setpoint_beyond_the_machines_is_cut() -> None:
    """A thousand machines draw a megawatt at most; without a setpoint they rest."""
    site = replace(SITE, fleets=(NEW, replace(NEW, name="other")))
    outcome = did(site, Setpoints(grid=hours(1), fleet_run_mw={"new": np.array([7.0])}))
    assert outcome.import_mw.tolist() == [1]
    assert outcome.fleets["other"].it_mw.tolist() == [0]


@given(st.lists(st.floats(0, 1), min_size=2, max_size=9))
def test_more_power_never_hashes_less(powers: list[float]) -> None:
    """Without starts, hashrate rises with power."""
    hashrate = ran(STEPPED, *sorted(powers)).hashrate_th_s
    assert (np.diff(hashrate) >= -1e-6).all()
