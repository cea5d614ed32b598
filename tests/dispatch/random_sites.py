"""Random small sites for the laws: every asset and contract that a linear program plans, in any combination."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np
from hypothesis import strategies as st
from tests.dispatch.sites import (
    EVER,
    EXPORT,
    FULL,
    HALF,
    HOUR,
    OFF,
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

from bascule.model.ai_contracts import ColocationLease, DemandPoint, FirmReservation, GpuSale
from bascule.model.asic_fleet import AsicFleet, Derate, OperatingPoint
from bascule.model.battery import Battery
from bascule.model.curve import TemperatureCurve
from bascule.model.energy_contracts import BlockPurchase, EnergyAdder, FixedSupply, SpotSupply
from bascule.model.flexible_load import FlexibleLoad, HeatSale
from bascule.model.generator import Generator
from bascule.model.grid_connection import GridCalls, GridConnection
from bascule.model.series import SeriesRef
from bascule.model.site import EmissionCap, Site
from bascule.model.term import Term

COUNT = 4
SPOT_SUPPLY = SpotSupply(name="spot", price=SPOT, term=EVER)
Draw = Callable[[st.SearchStrategy[int]], int]
_Part = TypeVar("_Part")
_WARM = TemperatureCurve(temperatures_c=(0.0, 40.0), values=(1.1, 1.4))
_ECO = OperatingPoint(name="eco", power_w=600.0, hashrate_th_s=40.0)


def _number(draw: Draw, low: int, high: int) -> float:
    return float(draw(st.integers(low, high)))


def _some(draw: Draw, part: _Part) -> tuple[_Part, ...]:
    return (part,) if draw(st.integers(0, 1)) else ()


def _fleets(draw: Draw, *, starts: bool) -> tuple[AsicFleet, ...]:
    derate = Derate(
        power_frac=TemperatureCurve(temperatures_c=(20.0, 40.0), values=(1.0, 0.5)),
        hashrate_frac=TemperatureCurve(temperatures_c=(20.0, 40.0), values=(1.0, 0.9)),
    )
    normal = OperatingPoint(name="normal", power_w=1000.0, hashrate_th_s=_number(draw, 45, 65))
    first = fleet(name="first", points=(OFF, _ECO, normal), pool_fee_frac=0.02, pue=_WARM)
    if starts and draw(st.integers(0, 1)):
        cost = _number(draw, 0, 40) / 1000
        first = replace(first, start_cost=cost, warmup_s=600.0, initial_on_frac=_number(draw, 0, 4) / 4)
    return (first, *_some(draw, fleet(_number(draw, 20, 90), 5.0, name="second", derate=derate)))


def _batteries(draw: Draw) -> tuple[Battery, ...]:
    lossy = battery(
        _number(draw, 1, 8), _number(draw, 5, 20), charge_efficiency_frac=0.9, discharge_efficiency_frac=0.95
    )
    return _some(
        draw,
        replace(lossy, wear_per_mwh=_number(draw, 0, 10), initial_mwh=4.0, final_mwh=_number(draw, 0, 4)),
    )


def _loads(draw: Draw) -> tuple[FlexibleLoad, ...]:
    heat = HeatSale(recovered_frac=0.8, demand_mw=_number(draw, 0, 4), price_per_mwh=_number(draw, 0, 30))
    ramp = None if draw(st.integers(0, 1)) else _number(draw, 1, 5)
    return _some(
        draw,
        FlexibleLoad(
            name="load", power_mw=4.0, value_per_mwh=_number(draw, 10, 90), ramp_mw_per_h=ramp, heat=heat
        ),
    )


def _leases(draw: Draw) -> tuple[ColocationLease, ...]:
    return _some(
        draw,
        ColocationLease(
            name="tenant",
            contracted_it_mw=2.0,
            drawn_frac=SeriesRef(name="drawn"),
            rent_per_kw_month=100.0,
            term=EVER,
            pue=_WARM,
            rent_basis="metered" if draw(st.integers(0, 1)) else "contracted",
            escalator_frac_per_year=_number(draw, 0, 5) / 100,
        ),
    )


def _compute(draw: Draw, plain: Site, *, jobs: bool) -> Site:
    firm = FirmReservation(
        name="firm",
        pool="pool",
        job_class="work",
        gpus=_number(draw, 0, 2000),
        price_per_gpu_h=0.05,
        shortfall_penalty_per_gpu_h=_number(draw, 5, 40) / 100,
        term=EVER,
    )
    sale = GpuSale(
        name="sale",
        kind="spot",
        pool="pool",
        job_class="work",
        demand_gpus=SeriesRef(name="wanted"),
        price_per_gpu_h=_number(draw, 1, 20) / 100,
        term=EVER,
    )
    batch = job(_number(draw, 100, 3000), 0, 3, value_per_gpu_h=_number(draw, 2, 15) / 100)
    paused = job(_number(draw, 100, 2000), 0, 4, name="paused", preemption_gpu_h=_number(draw, 1, 5) / 10)
    if draw(st.integers(0, 1)):
        curve = (DemandPoint(price_per_gpu_h=0.0, gpus=2000.0), DemandPoint(price_per_gpu_h=0.2, gpus=0.0))
        sale = replace(sale, demand_gpus=None, demand_curve=curve)
    return replace(
        plain,
        pools=(pool(2000, HALF, FULL, idle_w=50.0, pauses_nodes=False, pue=_WARM),),
        reservations=_some(draw, firm),
        sales=_some(draw, sale),
        jobs=(*_some(draw, batch), *_some(draw, paused)) if jobs else (),
    )


def _grid(draw: Draw) -> GridConnection:
    return GridConnection(
        import_limit_mw=_number(draw, 6, 30),
        export_limit_mw=_number(draw, 0, 10),
        curtailable_mw=4.0,
        loss_frac=_number(draw, 0, 3) / 100,
        auxiliary_fixed_mw=0.5,
        auxiliary_per_it_frac=0.02,
        calls=GridCalls(
            order_mw=SeriesRef(name="order_mw"),
            breach_price_per_mwh=_number(draw, 0, 60),
            most_h_per_year=_number(draw, 0, 4),
            income_per_mw_year=_number(draw, 0, 9000),
        ),
    )


@st.composite
def cases(draw: Draw, *, coupled: bool = True, cheapest: int = 0) -> Case:
    """A site of any parts over four hours.

    Args:
        draw: Hypothesis draws the parts.
        coupled: Whether parts that couple hours may be among them.
        cheapest: Lowest spot price.
    """
    exports = (EXPORT,)
    plain = site(
        grid=_grid(draw),
        fleets=_fleets(draw, starts=coupled),
        exports=exports,
        generators=_some(
            draw,
            Generator(name="sun", kind="solar", capacity_mw=6.0, capacity_frac=SeriesRef(name="sun_frac")),
        ),
        blocks=_some(
            draw, BlockPurchase(name="block", power_mw=2.0, price_per_mwh=40.0, spot=SPOT, term=EVER)
        ),
        adders=(EnergyAdder(name="adder", per_mwh=_number(draw, 0, 9), term=EVER),),
        leases=_leases(draw),
        temperature=SeriesRef(name="outdoor_c"),
    )
    if coupled:
        plain = _compute(draw, replace(plain, batteries=_batteries(draw), loads=_loads(draw)), jobs=True)
        cap = EmissionCap(
            tonnes=_number(draw, 20, 90),
            carbon=SeriesRef(name="carbon"),
            term=Term(start=START, end=START + COUNT * HOUR),
        )
        charges = _some(draw, demand_charge(_number(draw, 0, 60) / 1000, _number(draw, 1, 2)))
        plain = replace(plain, demand_charges=charges, emission_cap=cap if draw(st.integers(0, 1)) else None)
    return _valued(draw, plain, cheapest)


@st.composite
def whole_cases(draw: Draw) -> Case:
    """A site of parts that are on or off, whole or not at all, over four hours at any price."""
    block = fleet(
        _number(draw, 30, 80), 5.0, name="block", whole_block=True, start_cost=_number(draw, 0, 30) / 1000
    )
    modes = (1.0, 3.0) if draw(st.integers(0, 1)) else ()
    load = FlexibleLoad(
        name="load",
        power_mw=3.0,
        least_mw=0.0 if modes else _number(draw, 0, 2),
        modes_mw=modes,
        value_per_mwh=_number(draw, 20, 80),
        min_up_h=_number(draw, 0, 3),
        min_down_h=_number(draw, 0, 3),
        start_cost=_number(draw, 0, 40),
        initial_mw=3.0 * draw(st.integers(0, 1)),
        initial_h=_number(draw, 1, 3),
    )
    whole = job(
        _number(draw, 500, 3000), 0, 4, name="whole", whole_interval=True, restart_h=_number(draw, 0, 4) / 4
    )
    paid = job(_number(draw, 500, 3000), 0, 4, name="paid", pays_on_completion=True, value_per_gpu_h=0.15)
    sale = GpuSale(
        name="sale",
        kind="spot",
        pool="pool",
        job_class="work",
        demand_gpus=SeriesRef(name="wanted"),
        price_per_gpu_h=0.12,
        term=EVER,
    )
    place = site(
        grid=_grid(draw),
        supplies=(FixedSupply(name="fixed", price_per_mwh=_number(draw, 0, 60), term=EVER),)
        if draw(st.integers(0, 1))
        else (SPOT_SUPPLY,),
        exports=(EXPORT,),
        generators=_some(
            draw,
            Generator(name="sun", kind="solar", capacity_mw=6.0, capacity_frac=SeriesRef(name="sun_frac")),
        ),
        fleets=_some(draw, block),
        loads=_some(draw, load),
        batteries=_batteries(draw),
        pools=(pool(2000, gpus_per_node=500, idle_w=300.0, whole_nodes=bool(draw(st.integers(0, 1)))),),
        sales=_some(draw, sale),
        jobs=(*_some(draw, whole), *_some(draw, paid)),
    )
    return _valued(draw, place, -40)


def _valued(draw: Draw, place: Site, cheapest: int) -> Case:
    def series(low: int, high: int, scale: float = 1.0) -> list[float]:
        return [_number(draw, low, high) * scale for _ in range(COUNT)]

    return case(
        place,
        series(cheapest, 120),
        sun_frac=series(0, 10, 0.1),
        wanted=series(0, 2000),
        drawn=series(5, 10, 0.1),
        order_mw=series(0, 4),
        outdoor_c=series(0, 40),
        carbon=series(100, 900),
        hashprice=series(20, 28),
    )


def scaled(drawn: Case, by: float) -> Case:
    """The same case with every amount of money ``by`` times as large."""
    place = drawn.site
    calls = place.grid.calls
    grid = place.grid
    if calls is not None and calls.breach_price_per_mwh is not None:
        breach, income = by * calls.breach_price_per_mwh, by * calls.income_per_mw_year
        grid = replace(grid, calls=replace(calls, breach_price_per_mwh=breach, income_per_mw_year=income))
    return replace(
        drawn,
        site=replace(
            place,
            grid=grid,
            fleets=tuple(replace(f, start_cost=by * f.start_cost) for f in place.fleets),
            batteries=tuple(replace(b, wear_per_mwh=by * b.wear_per_mwh) for b in place.batteries),
            adders=tuple(replace(a, per_mwh=by * a.per_mwh) for a in place.adders),
            blocks=tuple(replace(b, price_per_mwh=by * b.price_per_mwh) for b in place.blocks),
            demand_charges=tuple(replace(c, per_kw_month=by * c.per_kw_month) for c in place.demand_charges),
            loads=tuple(_scaled_load(v, by) for v in place.loads),
            **_scaled_ai(place, by),  # type: ignore[arg-type]  # contracts by kind
        ),
        values={name: by * v if name in {"spot", "hashprice"} else v for name, v in drawn.values.items()},
    )


def _scaled_load(load: FlexibleLoad, by: float) -> FlexibleLoad:
    heat = (
        None
        if load.heat is None
        else replace(load.heat, price_per_mwh=by * float(np.asarray(load.heat.price_per_mwh)))
    )
    return replace(load, value_per_mwh=by * float(np.asarray(load.value_per_mwh)), heat=heat)


def _scaled_ai(place: Site, by: float) -> dict[str, object]:
    return {
        "reservations": tuple(
            replace(
                r,
                price_per_gpu_h=by * float(np.asarray(r.price_per_gpu_h)),
                shortfall_penalty_per_gpu_h=by * r.shortfall_penalty_per_gpu_h,
            )
            for r in place.reservations
        ),
        "sales": tuple(
            replace(
                s,
                price_per_gpu_h=by * float(np.asarray(s.price_per_gpu_h)),
                demand_curve=tuple(
                    replace(p, price_per_gpu_h=by * p.price_per_gpu_h) for p in s.demand_curve
                ),
            )
            for s in place.sales
        ),
        "jobs": tuple(replace(j, value_per_gpu_h=by * j.value_per_gpu_h) for j in place.jobs),
        "leases": tuple(
            replace(
                v,
                rent_per_kw_month=by * v.rent_per_kw_month,
                shortfall_penalty_per_mwh=by * v.shortfall_penalty_per_mwh,
            )
            for v in place.leases
        ),
    }
