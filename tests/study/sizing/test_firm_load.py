"""Firm load against cases solved by hand, a plain loop over intervals, and laws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.study.sizing.cases import firm, laid, quiet, year

from bascule.study.sizing.plant import Measure, Plant, Recharge, Store
from bascule.study.sizing.play import play
from bascule.study.sizing.service import Hold, level_of

CLOSE = 2e-3


def lossless(power: float, energy: float) -> Store:
    """A battery without losses."""
    return Store(power_mw=power, energy_mwh=energy, charge_efficiency_frac=1.0, discharge_efficiency_frac=1.0)


def test_without_calls_the_load_is_the_connection() -> None:
    """No call, no outage: meter MW of AI = connection, IT MW = connection / PUE."""
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20, meter_mw_per_it_mw=1.25, hashing_meter_mw=30)
    found = firm(plant, year(quiet(200)))
    assert found.ai_meter_mw == pytest.approx(60, abs=CLOSE)
    assert found.ai_meter_mw / plant.meter_mw_per_it_mw == pytest.approx(48, abs=CLOSE)


def test_a_call_without_battery_leaves_the_firm_part() -> None:
    """At 100 % one call leaves connection less what is called; hashing behind it adds nothing."""
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20)
    for hashing in (0.0, 50.0):
        found = firm(replace(plant, hashing_meter_mw=hashing), year(quiet(200, (50, 3, 20))))
        assert found.ai_meter_mw == pytest.approx(40, abs=CLOSE)


def test_a_battery_bridges_a_call_of_known_depth_and_length() -> None:
    """4 h of 20 MW: 24 MWh carry 6 MW, 80 % of them given carry 4.8; 3 MW of power carry 3."""
    plant, calls = Plant(firm_meter_mw=40, curtailable_meter_mw=20), year(quiet(200, (50, 4, 20)))
    assert firm(replace(plant, store=lossless(10, 24)), calls).ai_meter_mw == pytest.approx(46, abs=CLOSE)
    lossy = Store(power_mw=10, energy_mwh=24, discharge_efficiency_frac=0.8)
    assert firm(replace(plant, store=lossy), calls).ai_meter_mw == pytest.approx(44.8, abs=CLOSE)
    assert firm(replace(plant, store=lossless(3, 24)), calls).ai_meter_mw == pytest.approx(43, abs=CLOSE)


def test_what_a_level_forgives() -> None:
    """4 called hours of 200 at 98 % are forgiven whole; at 99 % the battery carries two of four: 12 MW more, if it has them."""
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20, store=lossless(20, 24))
    calls = year(quiet(200, (50, 4, 20)))
    assert firm(plant, calls, level=0.98).ai_meter_mw == pytest.approx(60, abs=CLOSE)
    assert firm(plant, calls, level=0.99).ai_meter_mw == pytest.approx(52, abs=CLOSE)


def test_a_second_call_finds_what_was_refilled() -> None:
    """Two calls of 2 h, 1 h apart, charging at most 4 MW from spare: x MW each time need 2x <= 16 and 4x <= 16 + 4: 5 MW."""
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20, store=lossless(20, 16))
    apart = firm(plant, year(quiet(300, (50, 2, 20), (150, 2, 20)))).ai_meter_mw
    assert apart == pytest.approx(48, abs=CLOSE)
    close = replace(plant, store=replace(plant.store, energy_mwh=16.0))
    found = firm(close, year(quiet(300, (50, 2, 20), (53, 2, 20)))).ai_meter_mw
    # Between them the connection leaves 60 - (40 + x) = 20 - x MW for an hour: 4x <= 16 + min(2x, 20 - x).
    assert found == pytest.approx(47.2, abs=CLOSE)


def test_hashing_that_refills_last_slows_the_battery() -> None:
    """Where hashing has the spare connection first, 15 MW of it leave 5 - x MW to refill: 4x <= 16 + 5 - x."""
    store = replace(lossless(20, 16), recharge=Recharge.AFTER_HASHING)
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20, hashing_meter_mw=15, store=store)
    found = firm(plant, year(quiet(300, (50, 2, 20), (53, 2, 20)))).ai_meter_mw
    assert found == pytest.approx(44.2, abs=CLOSE)


def test_a_reduction_is_carried_by_hashing_that_ran() -> None:
    """Asked to fall by 20 MW, 15 MW of hashing and 5 MW of battery save all AI beside them.

    With 14 MW of hashing one megawatt lacks; only where the meter may fall to zero does the battery carry all, 5 MW.
    """
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20, measure=Measure.REDUCTION, store=lossless(5, 20))
    calls = year(quiet(200, (50, 3, 20)))
    assert firm(replace(plant, hashing_meter_mw=15), calls).ai_meter_mw == pytest.approx(45, abs=CLOSE)
    assert firm(replace(plant, hashing_meter_mw=25), calls).ai_meter_mw == pytest.approx(45, abs=CLOSE)
    assert firm(replace(plant, hashing_meter_mw=14), calls).ai_meter_mw == pytest.approx(5, abs=CLOSE)


def test_the_worse_year_decides_where_every_year_must_hold() -> None:
    """1 % lost over two years may be 2 % in one of them."""
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20)
    years = year(quiet(100), 2022), year(quiet(100, (10, 2, 20)), 2023)
    assert firm(plant, *years, level=0.99).ai_meter_mw == pytest.approx(60, abs=CLOSE)
    assert firm(plant, *years, level=0.99, hold=Hold.EVERY_YEAR).ai_meter_mw == pytest.approx(40, abs=CLOSE)


def test_a_battery_is_saved_for_the_shallow_where_that_keeps_more() -> None:
    """Spent on one hour of 9 MW it would lack in three hours of 3 MW that follow at once."""
    plant = Plant(firm_meter_mw=40, curtailable_meter_mw=20, store=lossless(10, 9))
    stretches = laid(plant, year(quiet(100, (50, 1, 20), (51, 3, 14))))
    greedy = level_of(stretches, play(plant, stretches, 49.0, 10.0), Hold.ALL_YEARS)
    saved = level_of(stretches, play(plant, stretches, 49.0, 3.0), Hold.ALL_YEARS)
    assert [greedy, saved] == pytest.approx([0.97, 0.99])
    assert firm(plant, year(quiet(100, (50, 1, 20), (51, 3, 14))), level=0.99).ai_meter_mw >= 49 - CLOSE


called = st.lists(st.sampled_from([0.0, 0.0, 0.0, 8.0, 20.0]), min_size=30, max_size=60)
stores = st.builds(
    Store,
    power_mw=st.sampled_from([0.0, 4.0, 11.0]),
    energy_mwh=st.sampled_from([0.0, 7.0, 30.0]),
    recharge=st.sampled_from(Recharge),
)
levels = st.sampled_from([0.7, 0.9, 0.95, 1.0])


@settings(max_examples=60, deadline=None)
@given(called, stores, levels, st.floats(0.5, 10.0))
def test_more_never_carries_less(calls: list[float], store: Store, level: float, more: float) -> None:
    """More battery power, energy or connection never lowers the load; a higher level never raises it."""
    plant, data = (
        Plant(firm_meter_mw=30, curtailable_meter_mw=20, hashing_meter_mw=10, store=store),
        year(calls),
    )
    base = firm(plant, data, level=level).ai_meter_mw
    for larger in (
        replace(plant, store=replace(store, power_mw=store.power_mw + more)),
        replace(plant, store=replace(store, energy_mwh=store.energy_mwh + more)),
        replace(plant, firm_meter_mw=30 + more),
    ):
        assert firm(larger, data, level=level).ai_meter_mw >= base - CLOSE
    assert firm(plant, data, level=min(level + 0.04, 1.0)).ai_meter_mw <= base + CLOSE


@settings(max_examples=60, deadline=None)
@given(called, stores, st.floats(5.0, 49.0))
def test_stretches_play_as_single_intervals_do(calls: list[float], store: Store, size: float) -> None:
    """A plain loop over hours serves, stores and hashes the same; energy in store is conserved.

    Charging runs at its cap until the battery is full, also inside an hour.
    """
    plant = Plant(firm_meter_mw=30, curtailable_meter_mw=20, hashing_meter_mw=10, store=store)
    stretches = laid(plant, year(calls))
    played = play(plant, stretches, size, store.power_mw)
    level, full, hashed, drawn = store.energy_mwh, 0, 0.0, 0.0
    for depth in calls:
        room = 50 - depth - size
        given_mw = taken_mw = cap = 0.0
        if room < -1e-9 and -room <= store.power_mw + 1e-9:
            given_mw = min(-room, level * store.discharge_efficiency_frac)
        if room > 0:
            left = room if store.recharge is Recharge.BEFORE_HASHING else max(room - 10, 0.0)
            cap = min(store.power_mw, left)
            taken_mw = min(cap, (store.energy_mwh - level) / store.charge_efficiency_frac)
        level += taken_mw * store.charge_efficiency_frac - given_mw / store.discharge_efficiency_frac
        full += room >= -1e-9 or given_mw >= -room - 1e-9
        charging_h = taken_mw / cap if cap > 0 else 0.0
        hashing = max(min(10.0, room), 0.0) * (1 - charging_h) + max(min(10.0, room - cap), 0.0) * charging_h
        hashed += hashing
        drawn += size + min(room, 0.0) + taken_mw + hashing
    assert int(played.full.sum()) == full
    assert float(played.end_mwh[0]) == pytest.approx(level, abs=1e-6)
    assert float(played.drawn_mwh.sum()) == pytest.approx(drawn, abs=1e-6)
    balance = store.energy_mwh + played.in_mwh.sum() - played.out_mwh.sum()
    assert float(played.end_mwh[0]) == pytest.approx(float(balance), abs=1e-9)
    assert np.all(played.out_mwh >= 0)
    assert float(played.hashing_mwh.sum()) == pytest.approx(hashed, abs=1e-6)
