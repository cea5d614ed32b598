"""The plant as a whole: the bus balances whatever is asked, and a run may be cut anywhere."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.simulate.sites import (
    ALWAYS,
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
    hours,
    plant,
    ran,
    utc,
    weather,
)

from bascule.dispatch.check import check_outcome
from bascule.model.asic_fleet import Derate
from bascule.model.curve import TemperatureCurve, flat
from bascule.model.energy_contracts import DemandCharge
from bascule.model.flexible_load import HeatSale
from bascule.model.outcome import Outcome
from bascule.model.schedule import JobPower, Setpoints
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import EmissionCap
from bascule.model.state import LoadState, SiteState
from bascule.model.term import Term
from bascule.simulate.conditions import cut as cut_conditions
from bascule.simulate.plant import advance

COUNT = 6
WARM = TemperatureCurve(temperatures_c=(0, 40), values=(1.05, 1.3))
HOT = Derate(power_frac=TemperatureCurve(temperatures_c=(25, 40), values=(1, 0.6)), hashrate_frac=flat(1))
RICH = replace(
    SITE,
    grid=replace(
        called(5, 3), export_limit_mw=1, loss_frac=0.02, auxiliary_fixed_mw=0.1, auxiliary_per_it_frac=0.03
    ),
    fleets=(replace(NEW, pue=WARM, warmup_s=300), replace(OLD, pue=WARM, derate=HOT)),
    pools=(replace(POOL, pue=WARM, paused_w=20),),
    reservations=(FIRM,),
    sales=(SALE,),
    jobs=(JOB,),
    leases=(replace(LEASE, drawn_frac=0.3, pue=WARM),),
    loads=(replace(KILN, heat=HeatSale(recovered_frac=0.5, demand_mw=0.3, price_per_mwh=20.0)),),
    batteries=(replace(BATTERY, charge_efficiency_frac=0.9, discharge_efficiency_frac=0.8),),
    generators=(SUN,),
    temperature=SeriesRef(name="air_c"),
    demand_charges=(
        DemandCharge(name="peak", per_kw_month=5, billing_interval=timedelta(hours=1), term=ALWAYS),
    ),
)
"""One of each, with losses, auxiliaries, weather, orders that are never breached, and too little connection for all."""


def column(most: float) -> st.SearchStrategy[Floats]:
    """A setpoint per interval."""
    values = st.floats(0, most) | st.sampled_from([0.0, most])
    return st.lists(values, min_size=COUNT, max_size=COUNT).map(np.array)


def one_way(net_mw: Floats) -> tuple[Floats, Floats]:
    """Charge and discharge of a battery that is asked for one at a time."""
    return np.maximum(net_mw - 1, 0.0), np.maximum(1 - net_mw, 0.0)


@st.composite
def setpoints(draw: st.DrawFn) -> Setpoints:
    """Anything that a policy might ask for, within the GPUs that there are."""
    charge, discharge = one_way(draw(column(2)))
    gpus = draw(column(1000))
    return Setpoints(
        grid=hours(COUNT),
        fleet_run_mw={"new": draw(column(1.5)), "old": draw(column(1.5))},
        use_run_mw={"firm": draw(column(1.2)), "sale": draw(column(1.2))},
        job_run_mw={"job": JobPower(first=0, run_mw=gpus / 1000, gpus=gpus)},
        charge_mw={"battery": charge},
        discharge_mw={"battery": discharge},
        generation_mw={"sun": draw(column(8))},
        load_mw={"kiln": draw(column(1.2))},
        import_cap_mw=draw(st.none() | column(5)),
    )


Weather = Mapping[str, Floats]
WEATHER = st.fixed_dictionaries({"sun": column(0.5), "air_c": column(45), "order": column(2)})


@given(setpoints(), WEATHER, st.floats(0, 2))
def test_no_law_is_broken_whatever_is_asked(asked: Setpoints, values: Weather, stored_mwh: float) -> None:
    """Balance, limits, energy, pools and windows hold by a check that shares no code with the plant."""
    before = {"battery": stored_mwh}
    state = SiteState(time=START, battery_mwh=before)
    outcome, _ = ran(RICH, asked, state, values=values)
    check_outcome(RICH, outcome, {"job": JOB}, before)


@given(setpoints(), WEATHER)
def test_nothing_draws_more_than_it_was_asked_to(asked: Setpoints, values: Weather) -> None:
    """Regulation only cuts load, and only hours marked as cut differ from what devices could do."""
    outcome, _ = ran(RICH, asked, values=values)
    wide = replace(RICH, grid=replace(RICH.grid, import_limit_mw=100))
    free, _ = ran(wide, replace(asked, import_cap_mw=None), values=values)
    for name, fleet in outcome.fleets.items():
        assert (fleet.it_mw <= free.fleets[name].it_mw + 1e-9).all()
        assert (np.abs(fleet.it_mw - free.fleets[name].it_mw)[outcome.shed == 0] <= 1e-9).all()
    assert (outcome.loads["kiln"].power_mw <= asked.load_mw["kiln"] + 1e-9).all()


def flat_arrays(outcome: Outcome) -> Floats:
    """Import, export and the main array of every part, one row each."""
    parts = [outcome.import_mw, outcome.export_mw, outcome.shed, outcome.batteries["battery"].energy_mwh]
    parts += [fleet.hashrate_th_s for fleet in outcome.fleets.values()]
    parts += [use.gpu_h for use in outcome.uses.values()] + [outcome.jobs["job"].work_gpu_h]
    parts += [outcome.leases["tenant"].it_mw, outcome.loads["kiln"].starts, outcome.generation_mw["sun"]]
    return np.array(parts)


def part_of(asked: Setpoints, first: int, count: int) -> Setpoints:
    """The setpoints of a stretch."""
    span, job = slice(first, first + count), asked.job_run_mw["job"]

    def each(arrays: dict[str, Floats]) -> dict[str, Floats]:
        return {name: array[span] for name, array in arrays.items()}

    return replace(
        asked,
        grid=asked.grid.window(first, count),
        fleet_run_mw=each(dict(asked.fleet_run_mw)),
        use_run_mw=each(dict(asked.use_run_mw)),
        job_run_mw={"job": JobPower(first=0, run_mw=job.run_mw[span], gpus=job.gpus[span])},
        charge_mw=each(dict(asked.charge_mw)),
        discharge_mw=each(dict(asked.discharge_mw)),
        generation_mw=each(dict(asked.generation_mw)),
        load_mw=each(dict(asked.load_mw)),
        import_cap_mw=None if asked.import_cap_mw is None else asked.import_cap_mw[span],
    )


@settings(max_examples=60, phases=(Phase.explicit, Phase.generate))
@given(setpoints(), WEATHER, st.integers(1, COUNT - 1))
def test_run_in_two_parts_is_the_run_in_one(asked: Setpoints, values: Weather, where: int) -> None:
    """A backtest that decides step by step and one that replays all setpoints at once see the same plant."""
    conditions, site = weather(RICH, hours(COUNT), values), plant(RICH)
    whole, end = advance(site, asked, conditions, SiteState(time=START))
    one, middle = advance(
        site, part_of(asked, 0, where), cut_conditions(conditions, 0, where), SiteState(time=START)
    )
    rest = COUNT - where
    two, after = advance(site, part_of(asked, where, rest), cut_conditions(conditions, where, rest), middle)
    joined = np.concatenate([flat_arrays(one), flat_arrays(two)], axis=1)
    assert joined == pytest.approx(flat_arrays(whole), abs=1e-5)
    assert after.peak_mw == pytest.approx(dict(end.peak_mw), abs=1e-6)
    assert after.loads["kiln"] == end.loads["kiln"]


def drawn(*import_mw: float, minutes: int = 60, first: int = 0) -> Setpoints:
    """Machines that draw this."""
    start = START + timedelta(minutes=minutes * first)
    return Setpoints(grid=hours(len(import_mw), start, minutes), fleet_run_mw={"new": np.array(import_mw)})


HALL = replace(SITE, fleets=(replace(NEW, count=9000),), demand_charges=RICH.demand_charges)
JANUARY = ("peak", 2024 * 12)


def test_peak_is_carried() -> None:
    """The highest import so far stays, and rises with a higher one."""
    _, first = ran(HALL, drawn(2, 5, 3))
    assert first.peak_mw == {JANUARY: 5}
    assert ran(HALL, drawn(4, first=3), first)[1].peak_mw == {JANUARY: 5}
    assert ran(HALL, drawn(6, first=3), first)[1].peak_mw == {JANUARY: 6}


def test_peak_of_each_month_is_carried_by_itself() -> None:
    """February begins anew."""
    asked = Setpoints(grid=hours(2, utc(2024, 1, 31, 23)), fleet_run_mw={"new": np.array([5.0, 3.0])})
    assert ran(HALL, asked)[1].peak_mw == {JANUARY: 5, ("peak", 2024 * 12 + 1): 3}


def test_peak_of_an_hour_run_in_quarters_is_that_of_the_hour() -> None:
    """8 MW in one quarter and nothing in the others are 2 MW in the billed hour, decided at once or bit by bit."""
    state = SiteState(time=START)
    for k, power_mw in enumerate([0.0, 8.0, 0.0, 0.0]):
        _, state = ran(HALL, drawn(power_mw, minutes=15, first=k), state)
    assert state.peak_mw == {JANUARY: 2}


def test_emission_is_carried_within_its_term() -> None:
    """2 MWh at 400 g/kWh are 0.8 t; after the term nothing counts."""
    term = Term(start=START, end=utc(2024, 1, 10, 1))
    site = replace(HALL, emission_cap=EmissionCap(tonnes=10, carbon=SeriesRef(name="carbon"), term=term))
    asked, before = drawn(2, 2), SiteState(time=START, emitted_tonnes=1.0)
    _, after = advance(plant(site), asked, weather(site, asked.grid, {}), before, np.array([400.0, 400.0]))
    assert after.emitted_tonnes == pytest.approx(1.8)


def test_state_after_knows_the_time_and_the_net_import() -> None:
    """Import counts positive."""
    _, after = ran(HALL, drawn(2, 5))
    assert (after.time, after.net_import_mw, after.fleet_on) == (utc(2024, 1, 10, 2), 5, {"new": 5000})


def test_load_starts_and_holds_are_counted() -> None:
    """On before, off, on, on: one start, and two hours in that state."""
    asked = Setpoints(grid=hours(4), load_mw={"kiln": np.array([1.0, 0, 0.5, 1])})
    before = SiteState(time=START, loads={"kiln": LoadState(power_mw=1, held_h=3)})
    outcome, after = ran(replace(SITE, loads=(KILN,)), asked, before)
    assert outcome.loads["kiln"].starts.tolist() == [0, 0, 1, 0]
    assert after.loads["kiln"] == LoadState(power_mw=1, held_h=2)


def test_load_that_stays_adds_to_its_hours() -> None:
    """Three hours before and two now."""
    asked = Setpoints(grid=hours(2), load_mw={"kiln": np.ones(2)})
    before = SiteState(time=START, loads={"kiln": LoadState(power_mw=1, held_h=3)})
    assert ran(replace(SITE, loads=(KILN,)), asked, before)[1].loads["kiln"].held_h == 5


def test_heat_is_sold_up_to_the_demand() -> None:
    """Half of the power comes back; 0.3 MW find a buyer."""
    load = replace(KILN, heat=HeatSale(recovered_frac=0.5, demand_mw=0.3, price_per_mwh=20.0))
    asked = Setpoints(grid=hours(3), load_mw={"kiln": np.array([0.0, 0.4, 1.0])})
    assert ran(replace(SITE, loads=(load,)), asked)[0].loads["kiln"].heat_mw.tolist() == [0, 0.2, 0.3]


def test_auxiliaries_and_losses_come_on_top() -> None:
    """1 MW of machines at PUE 1.2, 0.05 per IT MW and 0.35 MW fixed: 1.6 MW at the bus, 2 MW at the meter."""
    grid = replace(SITE.grid, auxiliary_fixed_mw=0.35, auxiliary_per_it_frac=0.05, loss_frac=0.2)
    outcome, _ = ran(replace(SITE, grid=grid, fleets=(replace(NEW, pue=flat(1.2)),)), drawn(1))
    assert outcome.import_mw.tolist() == pytest.approx([2])
