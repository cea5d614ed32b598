"""From a site, series values and a state to the numbers of one horizon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch import compile_groups as groups
from bascule.dispatch.compile_jobs import job_inputs
from bascule.dispatch.inputs import (
    BatteryInput,
    EmissionInput,
    GeneratorInput,
    Group,
    Inputs,
    LoadInput,
    PeakInput,
    PoolInput,
    StartInput,
)
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import DataGap
from bascule.model.ai_contracts import BatchJob
from bascule.model.series import Floats, Ints
from bascule.model.site import Site
from bascule.model.state import LoadState, SiteState
from bascule.model.time_grid import TimeGrid
from bascule.settle import ai, demand, energy
from bascule.settle.values import Values, resolve, series
from bascule.units import KG_PER_TONNE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """A stretch of the horizon on one grid, with the series values believed there."""

    grid: TimeGrid
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How much of the truth a horizon is asked to weigh.

    Attributes:
        jobs: Batch jobs that the operator knows of.
        peak_weight: Share of a demand charge's price that counts, by (charge, month); 1 where absent.
        peak_floor_mw: Peaks taken as owed in any case, by (charge, month); the state's where absent.
        final_energy: Whether batteries must end with their final energy.
    """

    jobs: Sequence[BatchJob] = ()
    peak_weight: Mapping[tuple[str, int], float] = field(default_factory=dict)
    peak_floor_mw: Mapping[tuple[str, int], float] = field(default_factory=dict)
    final_energy: bool = True


def compile_inputs(shape: SiteShape, pieces: Sequence[Piece], state: SiteState, asking: Asking) -> Inputs:
    """Numbers of a horizon made of consecutive pieces.

    Args:
        shape: The site with its curves.
        pieces: Consecutive stretches, the finest first.
        state: What the site carries in.
        asking: Known jobs and weights.

    Raises:
        DataGap: A needed series is missing.
    """
    parts = [_piece(shape, piece, state) for piece in pieces]
    whole = parts[0] if len(parts) == 1 else _join(parts)
    ends_s = whole.starts_s + np.round(whole.hours * 3600).astype(np.int64)
    by_pool = {pool.pool.name: pool.bus_per_it for pool in whole.pools}
    jobs = job_inputs(asking.jobs, shape, state, whole.starts_s, ends_s, by_pool)
    return replace(
        whole,
        jobs=jobs,
        peaks=_peaks(shape, pieces, state, asking),
        batteries=_batteries(shape, whole, state, asking),
        constant=whole.constant + _lease_peaks(shape, pieces),
    )


def _lease_peaks(shape: SiteShape, pieces: Sequence[Piece]) -> float:
    site, money = shape.site, 0.0
    for lease in (lease for lease in site.leases if lease.network_pass_through):
        for charge in site.demand_charges:
            highest: dict[int, float] = {}
            for piece in pieces:
                temperature_c = groups.temperatures(shape, piece.grid, piece.values)
                hall_mw = ai.lease_it_mw(lease, piece.grid, piece.values) * lease.pue.at(temperature_c)
                metered = hall_mw / (1.0 - site.grid.loss_frac)
                for month, peak in demand.month_peaks(charge, piece.grid, site.time_zone, metered).items():
                    highest[month] = max(highest.get(month, 0.0), peak)
            money += sum(mw * demand.price_per_mw(charge, m, site.time_zone) for m, mw in highest.items())
    return money


def _piece(shape: SiteShape, piece: Piece, state: SiteState) -> Inputs:
    site, grid, values = shape.site, piece.grid, piece.values
    temperature_c = groups.temperatures(shape, grid, values)
    pools = tuple(
        PoolInput(pool=p, bus_per_it=p.pue.at(temperature_c) + site.grid.auxiliary_per_it_frac)
        for p in site.pools
    )
    _refuse_gaps(site, piece)
    made = _groups(shape, piece, state, temperature_c, {p.pool.name: p.bus_per_it for p in pools})
    order = np.zeros(grid.count)
    if site.grid.calls is not None:
        # The grid can call back the curtailable part, and no more.
        order = np.minimum(resolve(site.grid.calls.order_mw, values, grid.count), site.grid.curtailable_mw)
    breach = site.grid.calls.breach_price_per_mwh if site.grid.calls else None
    return Inputs(
        starts_s=grid.starts_s(),
        hours=np.full(grid.count, grid.step_h),
        import_rate=energy.import_rate(site, grid, values),
        export_rate=energy.export_rate(site, grid, values),
        import_limit_mw=site.grid.import_limit_mw - order,
        breach_limit_mw=np.zeros(grid.count) if breach is None else order,
        breach_price_per_mwh=breach or 0.0,
        export_limit_mw=site.grid.export_limit_mw,
        loss_frac=site.grid.loss_frac,
        base_load_mw=_base_load(shape, grid, made, pools),
        constant=_constant(shape, piece),
        groups=made,
        pools=pools,
        jobs=(),
        batteries=(),
        generators=_generators(shape, piece),
        loads=_loads(shape, piece, state),
        peaks=(),
        ramp_mw_per_h=site.grid.ramp_mw_per_h,
        net_import_before_mw=state.net_import_mw,
        emission=_emission(shape, piece, state),
    )


def _refuse_gaps(site: Site, piece: Piece) -> None:
    rate = energy.import_rate(site, piece.grid, piece.values)
    gaps = np.flatnonzero(~np.isfinite(rate))
    if gaps.size:
        at = piece.grid.time(int(gaps[0])).isoformat()
        raise DataGap(
            f"no price of imported energy is known at {at}: no contract is in force, or its series has no value"
        )


def _groups(
    shape: SiteShape, piece: Piece, state: SiteState, temperature_c: Floats, pool_bus: dict[str, Floats]
) -> tuple[Group, ...]:
    site, grid, values = shape.site, piece.grid, piece.values
    return (
        *(groups.lease_group(lease, shape, grid, values, temperature_c) for lease in site.leases),
        *(groups.reservation_group(r, shape, grid, values, pool_bus[r.pool]) for r in site.reservations),
        *(groups.sale_group(s, shape, grid, values, pool_bus[s.pool]) for s in site.sales),
        *(groups.fleet_group(f, shape, grid, values, state, temperature_c) for f in site.fleets),
    )


def _base_load(
    shape: SiteShape, grid: TimeGrid, made: tuple[Group, ...], pools: tuple[PoolInput, ...]
) -> Floats:
    load = np.full(grid.count, shape.site.grid.auxiliary_fixed_mw)
    by_name = {group.name: group for group in made}
    for fleet in shape.site.fleets:
        load += fleet.devices * shape.fleets[fleet.name].rest_mw * by_name[fleet.name].bus_per_it
    for pool in pools:
        # With whole nodes the difference between an idle and a paused node is a decision; the base is all
        # paused.
        rest_w = pool.pool.paused_w if pool.pool.whole_nodes else pool.pool.rest_w
        load += pool.pool.devices * rest_w / 1e6 * pool.bus_per_it
    return load


def _constant(shape: SiteShape, piece: Piece) -> float:
    site, grid, values = shape.site, piece.grid, piece.values
    money = sum(float(energy.block_income(block, grid, values).sum()) for block in site.blocks)
    for firm in site.reservations:
        owed = ai.reserved_gpus(firm, grid, values).sum() * grid.step_h * firm.shortfall_penalty_per_gpu_h
        money += float(ai.reservation_income(firm, grid, values).sum() - owed)
    for lease in site.leases:
        owed = ai.lease_it_mw(lease, grid, values).sum() * grid.step_h * lease.shortfall_penalty_per_mwh
        money += float(ai.lease_rent(lease, grid).sum() - owed)
    return money


def _generators(shape: SiteShape, piece: Piece) -> tuple[GeneratorInput, ...]:
    return tuple(
        GeneratorInput(
            name=g.name, available_mw=g.capacity_mw * resolve(g.capacity_frac, piece.values, piece.grid.count)
        )
        for g in shape.site.generators
    )


def _loads(shape: SiteShape, piece: Piece, state: SiteState) -> tuple[LoadInput, ...]:
    return tuple(
        LoadInput(
            load=load,
            worth_per_mwh=resolve(load.value_per_mwh, piece.values, piece.grid.count),
            before=state.loads.get(load.name, LoadState(power_mw=load.initial_mw, held_h=load.initial_h)),
            heat_mw=resolve(load.heat.demand_mw if load.heat else 0.0, piece.values, piece.grid.count),
            heat_per_mwh=resolve(
                load.heat.price_per_mwh if load.heat else 0.0, piece.values, piece.grid.count
            ),
        )
        for load in shape.site.loads
    )


def _emission(shape: SiteShape, piece: Piece, state: SiteState) -> EmissionInput | None:
    cap = shape.site.emission_cap
    if cap is None:
        return None
    tonnes = series(cap.carbon.name, piece.values) / KG_PER_TONNE * cap.term.covers(piece.grid)
    total_h = (cap.term.end - cap.term.start).total_seconds() / 3600
    left_h = max((cap.term.end - max(state.time, cap.term.start)).total_seconds() / 3600, piece.grid.step_h)
    here_h = min(float(cap.term.covers(piece.grid).sum()) * piece.grid.step_h, total_h)
    # A horizon shorter than the rest of the term may use its share of what is left.
    share = min(here_h / left_h, 1.0)
    return EmissionInput(
        tonnes_per_mwh=tonnes, left_tonnes=max(cap.tonnes - state.emitted_tonnes, 0.0) * share
    )


def _batteries(
    shape: SiteShape, inputs: Inputs, state: SiteState, asking: Asking
) -> tuple[BatteryInput, ...]:
    made = []
    for battery in shape.site.batteries:
        before = min(max(state.battery_mwh.get(battery.name, battery.initial_mwh), 0.0), battery.energy_mwh)
        reach = before + battery.charge_efficiency_frac * battery.charge_limit_mw * float(inputs.hours.sum())
        final = min(battery.final_mwh, reach) if asking.final_energy else 0.0
        least = min(battery.least_mwh, before)
        made.append(
            BatteryInput(battery=replace(battery, final_mwh=final, least_mwh=least), before_mwh=before)
        )
    return tuple(made)


def _peaks(
    shape: SiteShape, pieces: Sequence[Piece], state: SiteState, asking: Asking
) -> tuple[PeakInput, ...]:
    made: list[PeakInput] = []
    for charge in shape.site.demand_charges:
        bills = [demand.billing(charge, piece.grid, shape.site.time_zone) for piece in pieces]
        offsets = np.cumsum([0, *(bill.hours.size for bill in bills)])
        group = np.concatenate([bill.group + offset for bill, offset in zip(bills, offsets, strict=False)])
        hours, months = np.concatenate([b.hours for b in bills]), np.concatenate([b.month for b in bills])
        billed = np.concatenate([b.billed for b in bills])
        mwh = np.zeros(hours.size)
        was = state.open_billing.get(charge.name)
        if was is not None and was.number == bills[0].number[0]:
            mwh[0], hours[0] = was.mwh, hours[0] + was.hours
        for month in np.unique(months[billed]).tolist():
            key = (charge.name, month)
            price = demand.price_per_mw(charge, month, shape.site.time_zone) * asking.peak_weight.get(
                key, 1.0
            )
            floor = max(state.peak_mw.get(key, 0.0), asking.peak_floor_mw.get(key, 0.0))
            made.append(_peak(key, price, floor, group, (months == month) & billed, (hours, mwh)))
    return tuple(made)


def _peak(
    key: tuple[str, int],
    price: float,
    floor_mw: float,
    group: Ints,
    wanted: NDArray[np.bool_],
    billed: tuple[Floats, Floats],
) -> PeakInput:
    steps = np.flatnonzero(wanted[group])
    ids, inner = np.unique(group[steps], return_inverse=True)
    hours, before_mwh = billed
    return PeakInput(
        charge=key[0],
        month=key[1],
        price_per_mw=price,
        floor_mw=floor_mw,
        group=inner,
        steps=steps,
        hours=hours[ids],
        before_mwh=before_mwh[ids],
    )


def _join(parts: Sequence[Inputs]) -> Inputs:
    first = parts[0]
    return replace(
        first,
        starts_s=np.concatenate([p.starts_s for p in parts]),
        hours=np.concatenate([p.hours for p in parts]),
        import_rate=np.concatenate([p.import_rate for p in parts]),
        export_rate=np.concatenate([p.export_rate for p in parts]),
        import_limit_mw=np.concatenate([p.import_limit_mw for p in parts]),
        breach_limit_mw=np.concatenate([p.breach_limit_mw for p in parts]),
        base_load_mw=np.concatenate([p.base_load_mw for p in parts]),
        constant=sum(p.constant for p in parts),
        groups=tuple(_join_group([p.groups[k] for p in parts]) for k in range(len(first.groups))),
        pools=tuple(
            PoolInput(pool=pool.pool, bus_per_it=np.concatenate([p.pools[k].bus_per_it for p in parts]))
            for k, pool in enumerate(first.pools)
        ),
        generators=tuple(
            GeneratorInput(
                name=g.name, available_mw=np.concatenate([p.generators[k].available_mw for p in parts])
            )
            for k, g in enumerate(first.generators)
        ),
        loads=tuple(_join_load([p.loads[k] for p in parts]) for k in range(len(first.loads))),
        emission=_join_emission(parts),
    )


def _join_group(parts: Sequence[Group]) -> Group:
    starts = [p.start for p in parts if p.start is not None]
    start = None
    if starts:
        cost = np.concatenate([s.cost for s in starts])
        start = StartInput(cost=cost, before=starts[0].before, whole_block=starts[0].whole_block)
    return replace(
        parts[0],
        widths_mw=np.concatenate([p.widths_mw for p in parts], axis=1),
        worth_per_mwh=np.concatenate([p.worth_per_mwh for p in parts], axis=1),
        bus_per_it=np.concatenate([p.bus_per_it for p in parts]),
        start=start,
    )


def _join_load(parts: Sequence[LoadInput]) -> LoadInput:
    return replace(
        parts[0],
        worth_per_mwh=np.concatenate([p.worth_per_mwh for p in parts]),
        heat_mw=np.concatenate([p.heat_mw for p in parts]),
        heat_per_mwh=np.concatenate([p.heat_per_mwh for p in parts]),
    )


def _join_emission(parts: Sequence[Inputs]) -> EmissionInput | None:
    emissions = [p.emission for p in parts if p.emission is not None]
    if not emissions:
        return None
    tonnes = np.concatenate([e.tonnes_per_mwh for e in emissions])
    return EmissionInput(tonnes_per_mwh=tonnes, left_tonnes=sum(e.left_tonnes for e in emissions))
