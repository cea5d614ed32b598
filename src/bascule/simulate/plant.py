"""One stretch of the plant's life: state, setpoints and conditions in; outcome and new state out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bascule.model.ai_contracts import FirmReservation, GpuSale
from bascule.model.outcome import (
    BatteryOutcome,
    FleetOutcome,
    JobOutcome,
    LeaseOutcome,
    LoadOutcome,
    Outcome,
    PoolOutcome,
    UseOutcome,
)
from bascule.model.schedule import Setpoints
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import FlexState, JobState, LoadState, Metered, OpenBilling, SiteState
from bascule.model.time_grid import TimeGrid
from bascule.settle import demand, orders, volume_bands
from bascule.settle.flexibility import flex_use
from bascule.simulate import devices, network_memory
from bascule.simulate.conditions import Conditions
from bascule.simulate.notice import taken_gpus
from bascule.simulate.regulation import Plant, Regulated, cap_mw, gpus_of, limited, regulate
from bascule.simulate.reserves import called_intervals, follow_calls, hold, same, seen_quiet
from bascule.units import KG_PER_TONNE

__all__ = ["Plant", "advance"]


def advance(
    plant: Plant,
    setpoints: Setpoints,
    given: Conditions,
    before: SiteState,
    carbon_g_per_kwh: Floats | None = None,
) -> tuple[Outcome, SiteState]:
    """Run the plant over the grid of the setpoints.

    Setpoints are cut to what devices, stored energy and the connection allow; what had to be cut for the
    connection is marked.

    Args:
        plant: The site.
        setpoints: What each asset should do.
        given: Actual conditions on the same grid.
        before: State at the start.
        carbon_g_per_kwh: Grid carbon, where an emission cap is kept.
    """
    site, grid = plant.site, setpoints.grid
    outcome, carried = _with_calls(plant, limited(plant, setpoints, given), given, before)
    bought = outcome.import_mw
    peaks, still_open = _peaks(site, grid, bought, before)
    overruns, values_open = network_memory.overruns(site, grid, bought, before)
    after = SiteState(
        time=grid.end,
        battery_mwh={name: float(b.energy_mwh[-1]) for name, b in outcome.batteries.items()},
        fleet_on=carried.fleet_on,
        jobs=carried.jobs,
        loads=carried.loads,
        peak_mw=peaks,
        open_billing={**still_open, **values_open},
        net_import_mw=float(bought[-1] - outcome.export_mw[-1]),
        emitted_tonnes=before.emitted_tonnes + _emitted(site, grid, bought, carbon_g_per_kwh),
        metered=_metered(site, grid, bought, before),
        order_h=orders.hours_used(site, grid, given.order_mw, before.order_h),
        use_gpus={sale.name: float(outcome.uses[sale.name].gpus[-1]) for sale in site.sales},
        flex=_flex(site, outcome.uses, given, before, grid),
        overrun_mw2=overruns,
    )
    return outcome, after


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carried:
    """What fleets, jobs and loads carry on."""

    fleet_on: Mapping[str, float]
    jobs: Mapping[str, JobState]
    loads: Mapping[str, LoadState]


def _with_calls(
    plant: Plant, asked: Setpoints, given: Conditions, before: SiteState
) -> tuple[Outcome, _Carried]:
    """The plant as it runs; where reserves are called, as it runs after following them."""
    quiet = regulate(plant, asked, given, before)
    uncalled, carried = _run(plant, quiet, given, before)
    if not plant.site.reserves:
        return uncalled, carried
    keep = 1.0 - plant.site.grid.loss_frac
    net_mw = uncalled.import_mw * keep - uncalled.export_mw / keep
    outcome, held, settled = uncalled, hold(plant, quiet, given, before, net_mw), quiet
    # A call that a battery follows changes what it stores for later ones: each round settles at least one call more.
    rounds = called_intervals(held)
    for _ in range(rounds + 1 if rounds else 0):
        followed = regulate(plant, follow_calls(plant, settled, given, held), given, before)
        outcome, carried = _run(plant, followed, given, before)
        settled = seen_quiet(plant.site, quiet, followed, held)
        moved = sum(
            (_net(settled.batteries[n]) - _net(was) for n, was in quiet.batteries.items()),
            np.zeros(asked.grid.count),
        )
        again = hold(plant, settled, given, before, net_mw + moved)
        if same(held, again):
            break
        held = again
    return replace(outcome, reserves=held), carried


def _net(did: BatteryOutcome) -> Floats:
    return did.charge_mw - did.discharge_mw


def _run(
    plant: Plant, regulated: Regulated, given: Conditions, before: SiteState
) -> tuple[Outcome, _Carried]:
    """What a plant does at regulated setpoints."""
    site, asked, leases = plant.site, regulated.setpoints, regulated.lease_it_mw
    grid, batteries = asked.grid, regulated.batteries
    fleets, fleet_on = _fleets(plant, asked, given, before)
    jobs, job_states = _jobs(plant, asked, before)
    uses = _uses(plant, asked, given, before, regulated.cut)
    pools = _pools(plant, asked, uses, jobs, given)
    tenants = _leases(site, leases, given)
    loads, load_states = _loads(site, asked, given, before, grid)
    load_mw = _load_mw(site, fleets, pools, tenants, grid)
    load_mw += sum((v.power_mw for v in loads.values()), np.zeros(grid.count))
    load_mw += sum((b.charge_mw - b.discharge_mw for b in batteries.values()), np.zeros(grid.count))
    generation, net = _generate(site, asked, given, load_mw)
    keep = 1.0 - site.grid.loss_frac
    bought, sold = np.maximum(net, 0.0) / keep, np.maximum(-net, 0.0) * keep
    over = np.maximum(bought - (site.grid.import_limit_mw - given.order_mw), 0.0)
    outcome = Outcome(
        grid=grid,
        import_mw=bought,
        export_mw=sold,
        breach_mw=over * (given.order_mw > 0),
        shed=regulated.cut.astype(np.float64),
        fleets=fleets,
        pools=pools,
        uses=uses,
        jobs=jobs,
        batteries=batteries,
        generation_mw=generation,
        available_mw=given.available_mw,
        loads=loads,
        leases=tenants,
        nominated_mw=asked.nominated_mw,
    )
    return outcome, _Carried(fleet_on=fleet_on, jobs=job_states, loads=load_states)


def _fleets(
    plant: Plant, asked: Setpoints, given: Conditions, before: SiteState
) -> tuple[dict[str, FleetOutcome], dict[str, float]]:
    done: dict[str, FleetOutcome] = {}
    on: dict[str, float] = {}
    for fleet in plant.site.fleets:
        was_on = min(before.fleet_on.get(fleet.name, fleet.initial_on_frac * fleet.devices), fleet.devices)
        hull = plant.curves.fleets[fleet.name]
        power = (asked.fleet_run_mw[fleet.name], asked.fleet_machines[fleet.name])
        done[fleet.name], on[fleet.name] = devices.run_fleet(
            fleet, hull, power, given.temperature_c, was_on, asked.grid.step_h
        )
    return done, on


def _jobs(
    plant: Plant, asked: Setpoints, before: SiteState
) -> tuple[dict[str, JobOutcome], dict[str, JobState]]:
    """Outcomes of jobs with power; a job without has given its GPUs back."""
    done: dict[str, JobOutcome] = {}
    states = {name: replace(was, gpus=0.0) if was.gpus else was for name, was in before.jobs.items()}
    for name, power in asked.job_run_mw.items():
        job, was = plant.jobs[name], before.jobs.get(name, JobState())
        hull = plant.curves.classes[job.pool, job.job_class]
        done[name], states[name] = devices.run_job(job, hull, power, was, asked.grid)
    return done, states


def _uses(
    plant: Plant, asked: Setpoints, given: Conditions, before: SiteState, cut: NDArray[np.bool_]
) -> dict[str, UseOutcome]:
    uses: dict[str, UseOutcome] = {}
    contracts: tuple[FirmReservation | GpuSale, ...] = (*plant.site.reservations, *plant.site.sales)
    for use in contracts:
        hull, gpus = plant.curves.classes[use.pool, use.job_class], gpus_of(use.name, given)
        owed = gpus if use.name in given.reserved_gpus else np.zeros_like(gpus)
        uses[use.name] = devices.run_use(
            hull, asked.use_gpus[use.name], asked.use_run_mw[use.name], owed, asked.grid.step_h
        )
    forced = (cut | (given.order_mw > 0)).astype(np.float64)
    for sale in plant.site.sales:
        did, held = uses[sale.name], before.use_gpus.get(sale.name, 0.0)
        taken = taken_gpus(sale, did.gpus, given.offered_gpus[sale.name], held, forced)
        uses[sale.name] = replace(did, taken_gpus=taken)
    return uses


def _flex(
    site: Site, uses: Mapping[str, UseOutcome], given: Conditions, before: SiteState, grid: TimeGrid
) -> dict[str, FlexState]:
    """What was used of each customer's flexibility."""
    return {
        firm.name: flex_use(
            firm,
            grid,
            site.time_zone,
            given.reserved_gpus[firm.name],
            uses[firm.name].shortfall_gpu_h,
            before.flex.get(firm.name),
        ).after
        for firm in site.reservations
        if firm.flex is not None
    }


def _pools(
    plant: Plant,
    asked: Setpoints,
    uses: Mapping[str, UseOutcome],
    jobs: Mapping[str, JobOutcome],
    given: Conditions,
) -> dict[str, PoolOutcome]:
    pools: dict[str, PoolOutcome] = {}
    contracts: tuple[FirmReservation | GpuSale, ...] = (*plant.site.reservations, *plant.site.sales)
    for pool in plant.site.pools:
        run, gpus = np.zeros(asked.grid.count), np.zeros(asked.grid.count)
        for use in (uses[c.name] for c in contracts if c.pool == pool.name):
            run, gpus = run + use.run_mw, gpus + use.gpus
        for did in (did for name, did in jobs.items() if plant.jobs[name].pool == pool.name):
            span = slice(did.first, did.first + did.run_mw.size)
            run[span] += did.run_mw
            gpus[span] += did.gpus
        pools[pool.name] = devices.run_pool(pool, run, gpus, given.temperature_c)
    return pools


def _leases(site: Site, served_mw: Mapping[str, Floats], given: Conditions) -> dict[str, LeaseOutcome]:
    return {
        lease.name: LeaseOutcome(
            it_mw=served_mw[lease.name],
            hall_mw=served_mw[lease.name] * lease.pue.at(given.temperature_c),
            shortfall_it_mw=given.lease_it_mw[lease.name] - served_mw[lease.name],
        )
        for lease in site.leases
    }


def _loads(
    site: Site, asked: Setpoints, given: Conditions, before: SiteState, grid: TimeGrid
) -> tuple[dict[str, LoadOutcome], dict[str, LoadState]]:
    done: dict[str, LoadOutcome] = {}
    states: dict[str, LoadState] = {}
    for load in site.loads:
        power = asked.load_mw[load.name]
        was = before.loads.get(load.name, LoadState(power_mw=load.initial_mw, held_h=load.initial_h))
        on = np.concatenate([[was.power_mw > 0], power > 0])
        heat = np.zeros(grid.count)
        if load.heat is not None:
            heat = np.minimum(load.heat.recovered_frac * power, given.heat_mw[load.name])
        done[load.name] = LoadOutcome(
            power_mw=power, starts=(on[1:] & ~on[:-1]).astype(np.float64), heat_mw=heat
        )
        turns = np.flatnonzero(on[1:] != on[:-1])
        held = (grid.count - turns[-1]) * grid.step_h if turns.size else was.held_h + grid.count * grid.step_h
        states[load.name] = LoadState(power_mw=float(power[-1]), held_h=float(held))
    return done, states


def _load_mw(
    site: Site,
    fleets: Mapping[str, FleetOutcome],
    pools: Mapping[str, PoolOutcome],
    tenants: Mapping[str, LeaseOutcome],
    grid: TimeGrid,
) -> Floats:
    halls: tuple[FleetOutcome | PoolOutcome | LeaseOutcome, ...] = (
        *fleets.values(),
        *pools.values(),
        *tenants.values(),
    )
    zero = np.zeros(grid.count)
    it_mw = sum((hall.it_mw for hall in halls), zero)
    hall_mw = sum((hall.hall_mw for hall in halls), zero)
    return np.asarray(site.grid.auxiliary_fixed_mw + site.grid.auxiliary_per_it_frac * it_mw + hall_mw)


def _generate(
    site: Site, asked: Setpoints, given: Conditions, load_mw: Floats
) -> tuple[dict[str, Floats], Floats]:
    """Output per generator, curtailed where export is full, and the net load at the bus that is left."""
    caps = {g.name: np.minimum(given.available_mw[g.name], cap_mw(asked, g.name)) for g in site.generators}
    net = load_mw - sum(caps.values(), np.zeros_like(load_mw))
    spill = np.maximum(-net - site.grid.export_limit_mw / (1.0 - site.grid.loss_frac), 0.0)
    for name, output in caps.items():
        cut = np.minimum(spill, output)
        caps[name], spill, net = output - cut, spill - cut, net + cut
    return caps, net


def _peaks(
    site: Site, grid: TimeGrid, import_mw: Floats, before: SiteState
) -> tuple[dict[tuple[str, int], float], dict[str, OpenBilling]]:
    peaks, still_open = dict(before.peak_mw), {}
    for charge in site.demand_charges:
        was = before.open_billing.get(charge.name)
        risen, still = demand.carried_peaks(charge, grid, site.time_zone, import_mw, was)
        for month, peak in risen.items():
            peaks[charge.name, month] = max(peaks.get((charge.name, month), 0.0), peak)
        if still is not None:
            still_open[charge.name] = still
    return peaks, still_open


def _emitted(site: Site, grid: TimeGrid, import_mw: Floats, carbon_g_per_kwh: Floats | None) -> float:
    if site.emission_cap is None or carbon_g_per_kwh is None:
        return 0.0
    mwh = import_mw * grid.step_h * site.emission_cap.term.covers(grid)
    return float((mwh * carbon_g_per_kwh).sum() / KG_PER_TONNE)


def _metered(
    site: Site, grid: TimeGrid, import_mw: Floats, before: SiteState
) -> dict[tuple[str, int], Metered]:
    """Energy of each band's months so far."""
    metered = dict(before.metered)
    for band in site.bands:
        now = volume_bands.metered_by_month(band, grid, site.time_zone, import_mw)
        for month, total in volume_bands.added(band.name, before.metered, now).items():
            metered[band.name, month] = total
    return metered
