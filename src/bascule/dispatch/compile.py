"""From a site, series values and a state to the numbers of one horizon."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bascule.dispatch import compile_groups as groups
from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile_contracts import band_inputs, bands_owed, contract_constant, deviation_input
from bascule.dispatch.compile_flex import flex_inputs
from bascule.dispatch.compile_jobs import job_inputs
from bascule.dispatch.compile_network import (
    fixed_network_cost,
    lease_system_peaks,
    overrun_inputs,
    peak_rates,
)
from bascule.dispatch.compile_notice import with_notice
from bascule.dispatch.compile_peaks import lease_peaks, peak_inputs
from bascule.dispatch.compile_reserves import reserve_inputs
from bascule.dispatch.inputs import (
    BatteryInput,
    EmissionInput,
    GeneratorInput,
    Group,
    Inputs,
    LoadInput,
    PoolInput,
)
from bascule.dispatch.join_pieces import joined
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import DataGap
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import LoadState, SiteState
from bascule.model.time_grid import TimeGrid
from bascule.settle import ai, energy
from bascule.settle.orders import curtailable_income, orders_of_pieces
from bascule.settle.values import resolve, series
from bascule.units import KG_PER_TONNE


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
    called = orders_of_pieces(shape.site, [(p.grid, p.values) for p in pieces], state.order_h)
    parts = [_piece(shape, piece, state, order) for piece, order in zip(pieces, called, strict=True)]
    whole = parts[0] if len(parts) == 1 else joined(parts)
    whole = with_notice(whole, shape.site.sales, state, asking.noticed)
    ends_s = whole.starts_s + np.round(whole.hours * 3600).astype(np.int64)
    by_pool = {pool.pool.name: pool.bus_per_it for pool in whole.pools}
    jobs = job_inputs(asking.jobs, shape, state, whole.starts_s, ends_s, by_pool)
    return replace(
        whole,
        jobs=jobs,
        peaks=peak_inputs(shape, pieces, state, asking),
        batteries=_batteries(shape, whole, state, asking),
        reserves=reserve_inputs(shape.site, pieces, whole.starts_s, asking, _idle_mw(whole)),
        bands=band_inputs(shape.site, pieces, state),
        flexes=flex_inputs(shape, pieces, whole, state, asking),
        constant=whole.constant
        + lease_peaks(shape, pieces)
        + lease_system_peaks(shape, pieces)
        + bands_owed(shape.site, pieces, state),
        # Decisions weigh system peaks that may come; the ledger books the ones that did.
        import_rate=whole.import_rate + peak_rates(shape.site, pieces),
        overruns=overrun_inputs(shape.site, pieces, state),
    )


def _piece(shape: SiteShape, piece: Piece, state: SiteState, order: Floats) -> Inputs:
    site, grid, values = shape.site, piece.grid, piece.values
    temperature_c = groups.temperatures(shape, grid, values)
    pools = tuple(
        PoolInput(pool=p, bus_per_it=p.pue.at(temperature_c) + site.grid.auxiliary_per_it_frac)
        for p in site.pools
    )
    _refuse_gaps(site, piece)
    made = _groups(shape, piece, state, temperature_c, {p.pool.name: p.bus_per_it for p in pools})
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
        deviation=deviation_input(site, piece),
    )


def _idle_mw(inputs: Inputs) -> Floats:
    """Metered power while everything runs that holds no reserve, and nothing that does."""
    fixed = [g.widths_mw.sum(axis=0) * g.bus_per_it for g in inputs.groups if g.control is None]
    return np.asarray(sum(fixed, inputs.base_load_mw) / (1.0 - inputs.loss_frac))


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
    money = contract_constant(site, piece)
    money += float(curtailable_income(site, grid).sum())
    for firm in site.reservations:
        owed = ai.reserved_gpus(firm, grid, values).sum() * grid.step_h * firm.shortfall_penalty_per_gpu_h
        money += float(ai.reservation_income(firm, grid, values).sum() - owed)
    for lease in site.leases:
        owed = ai.lease_it_mw(lease, grid, values).sum() * grid.step_h * lease.shortfall_penalty_per_mwh
        money += float(ai.lease_rent(lease, grid, site.time_zone).sum() - owed)
    return money - fixed_network_cost(site, grid)


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
