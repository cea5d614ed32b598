"""A battery gives and takes what its limits and its energy allow."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulate.sites import BATTERY

from bascule.model.battery import Battery
from bascule.model.outcome import BatteryOutcome
from bascule.simulate.storage import Around, operate

LOSSY = replace(
    BATTERY,
    charge_limit_mw=4,
    discharge_limit_mw=3,
    energy_mwh=10,
    charge_efficiency_frac=0.8,
    discharge_efficiency_frac=0.5,
)


def ran(
    battery: Battery, charge: list[float], discharge: list[float], before: float = 0.0, step_h: float = 1.0
) -> BatteryOutcome:
    """What a battery does with setpoints."""
    free = np.full(len(charge), np.inf)
    around = Around(
        load_mw=np.full(len(charge), 1e3),
        available_mw=np.zeros(len(charge)),
        export_mw=0.0,
        cap_mw=free,
        limit_mw=free,
        hashing_mw=np.zeros(len(charge)),
    )
    name, into, out = battery.name, {battery.name: np.array(charge)}, {battery.name: np.array(discharge)}
    return operate([battery], into, out, {name: before}, around, step_h).batteries[name]


def test_energy_follows_with_a_loss_each_way() -> None:
    """4 MWh in store 3.2; 1 MWh out takes 2."""
    done = ran(LOSSY, [4, 0, 0], [0, 1, 0])
    assert done.energy_mwh.round(9).tolist() == [3.2, 1.2, 1.2]


def test_power_stays_within_its_limits() -> None:
    """Each way has its own."""
    done = ran(LOSSY, [9, 0], [0, 9], before=8, step_h=0.25)
    assert (done.charge_mw.tolist(), done.discharge_mw.tolist()) == ([4, 0], [0, 3])


def test_negative_setpoints_are_nothing() -> None:
    """A direction is never reversed."""
    done = ran(LOSSY, [-1], [-1], before=5)
    assert (done.charge_mw.tolist(), done.discharge_mw.tolist(), done.energy_mwh.tolist()) == ([0], [0], [5])


def test_full_battery_takes_what_it_has_room_for() -> None:
    """2.4 MWh of room take 3 MWh from the bus, then nothing."""
    done = ran(LOSSY, [4, 4], [0, 0], before=7.6)
    assert done.charge_mw.round(9).tolist() == [3, 0]
    assert done.energy_mwh.round(9).tolist() == [10, 10]


def test_empty_battery_gives_what_it_has() -> None:
    """3 MWh in store give 1.5 MWh to the bus, then nothing."""
    done = ran(LOSSY, [0, 0], [3, 3], before=3)
    assert done.discharge_mw.round(9).tolist() == [1.5, 0]
    assert done.energy_mwh.round(9).tolist() == [0, 0]


def test_quarter_hours_move_a_quarter() -> None:
    """4 MW for 15 minutes store 0.8 MWh."""
    assert ran(LOSSY, [4, 4], [0, 0], step_h=0.25).energy_mwh.round(9).tolist() == [0.8, 1.6]


def test_what_comes_later_does_not_change_what_came_before() -> None:
    """A full battery asked for both ways does the same in its first hour, whether or not it runs empty in a later one."""
    alone = ran(BATTERY, [1], [1], before=2)
    followed = ran(BATTERY, [1, 0, 0, 0], [1, 1, 1, 1], before=2)
    assert followed.charge_mw[0] == alone.charge_mw[0]


POWERS = st.lists(st.tuples(st.floats(-1, 6), st.booleans()), min_size=1, max_size=8)


def split(powers: list[tuple[float, bool]]) -> tuple[list[float], list[float]]:
    """Charge and discharge, never both at once."""
    return [mw if into else 0.0 for mw, into in powers], [0.0 if into else mw for mw, into in powers]


@given(POWERS, st.floats(0, 10), st.sampled_from([0.25, 1.0]))
def test_battery_equals_brute_force(powers: list[tuple[float, bool]], before: float, step_h: float) -> None:
    """Interval by interval: as much as limits and energy allow, whichever way the plant computes it."""
    done, stored = ran(LOSSY, *split(powers), before=before, step_h=step_h), before
    for k, (mw, into) in enumerate(powers):
        most = (10 - stored) / 0.8 / step_h if into else stored * 0.5 / step_h
        moved = min(max(mw, 0), 4 if into else 3, most)
        stored += (0.8 * moved if into else -moved / 0.5) * step_h
        assert (done.charge_mw if into else done.discharge_mw)[k] == pytest.approx(moved, abs=1e-7)
        assert done.energy_mwh[k] == pytest.approx(stored, abs=1e-7)


@given(POWERS, st.floats(0, 10))
def test_no_energy_from_nowhere(powers: list[tuple[float, bool]], before: float) -> None:
    """What is in store at the end is what was there, plus what went in, less what came out, with their losses."""
    done = ran(LOSSY, *split(powers), before=before)
    gained = 0.8 * done.charge_mw.sum() - done.discharge_mw.sum() / 0.5
    assert done.energy_mwh[-1] == pytest.approx(before + gained, abs=1e-7)
    assert done.energy_mwh.min() >= 0
    assert done.energy_mwh.max() <= 10
