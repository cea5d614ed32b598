"""What a site's own regulation does to setpoints: device limits, surplus, the planned peak, the connection."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bascule.model.ai_contracts import BatchJob, ColocationLease, FirmReservation, GpuSale
from bascule.model.asic_fleet import AsicFleet
from bascule.model.gpu_pool import GpuPool
from bascule.model.hull import Hull
from bascule.model.outcome import BatteryOutcome
from bascule.model.schedule import JobPower, Setpoints
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.simulate import devices
from bascule.simulate.conditions import Conditions
from bascule.simulate.devices import Curves
from bascule.simulate.shedding import shed, shed_hashing, sheddable
from bascule.simulate.storage import Around, operate
from bascule.units import W_PER_MW


@dataclass(frozen=True, kw_only=True)
class Plant:
    """A site that can be run: its curves, and the batch jobs that exist.

    Attributes:
        site: The site.
        curves: Its device curves.
        jobs: Every batch job of the run, by name.
    """

    site: Site
    curves: Curves
    jobs: Mapping[str, BatchJob]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regulated:
    """Setpoints as regulation lets them pass.

    Attributes:
        setpoints: What devices are told.
        lease_it_mw: What each tenant gets.
        batteries: What each battery does.
        cut: Intervals in which load was dropped to keep a limit.
    """

    setpoints: Setpoints
    lease_it_mw: Mapping[str, Floats]
    batteries: Mapping[str, BatteryOutcome]
    cut: NDArray[np.bool_]


def regulate(plant: Plant, asked: Setpoints, given: Conditions, before: SiteState) -> Regulated:
    """Hold the planned peak with battery, hashing and flexible loads, and the connection with everything.

    Args:
        plant: The site.
        asked: Setpoints within device limits.
        given: Actual conditions.
        before: State at the start.
    """
    site, bus_per_it = plant.site, bus_factors(plant.site, given)
    operated = operate(
        site.batteries,
        asked.charge_mw,
        asked.discharge_mw,
        {b.name: before.battery_mwh.get(b.name, b.initial_mwh) for b in site.batteries},
        _around(plant, asked, given, bus_per_it),
        asked.grid.step_h,
    )
    leases = dict(given.lease_it_mw)
    if operated.over_cap_mw.any():
        asked = shed_hashing(asked, site, plant.curves, operated.over_cap_mw, bus_per_it)
    if operated.over_limit_mw.any():
        asked, leases = shed(
            asked, site, plant.curves, plant.jobs, operated.over_limit_mw, bus_per_it, leases
        )
    cut = (operated.over_cap_mw > 0) | (operated.over_limit_mw > 0)
    return Regulated(setpoints=asked, lease_it_mw=leases, batteries=operated.batteries, cut=cut)


def _around(plant: Plant, asked: Setpoints, given: Conditions, bus_per_it: Mapping[str, Floats]) -> Around:
    grid, keep = plant.site.grid, 1.0 - plant.site.grid.loss_frac
    cap = np.full(asked.grid.count, np.inf) if asked.import_cap_mw is None else asked.import_cap_mw * keep
    return Around(
        load_mw=_load_without_batteries(plant, asked, given, bus_per_it),
        available_mw=_available(plant.site, asked, given),
        export_mw=grid.export_limit_mw / keep,
        cap_mw=cap,
        limit_mw=_limit_mw(plant.site, given) * keep,
        hashing_mw=sheddable(asked, bus_per_it),
    )


def _available(site: Site, asked: Setpoints, given: Conditions) -> Floats:
    output = np.zeros(asked.grid.count)
    for generator in site.generators:
        output += np.minimum(given.available_mw[generator.name], cap_mw(asked, generator.name))
    return output


def _limit_mw(site: Site, given: Conditions) -> Floats:
    """Most import at the meter: the connection, less orders that are never breached."""
    limit = np.full(given.order_mw.size, site.grid.import_limit_mw)
    if site.grid.calls is not None and site.grid.calls.breach_price_per_mwh is None:
        limit = limit - given.order_mw
    return limit


def bus_factors(site: Site, given: Conditions) -> dict[str, Floats]:
    """Bus power per IT power by fleet, pool and lease."""
    more = site.grid.auxiliary_per_it_frac
    parts: tuple[AsicFleet | GpuPool | ColocationLease, ...] = (*site.fleets, *site.pools, *site.leases)
    return {part.name: part.pue.at(given.temperature_c) + more for part in parts}


def _load_without_batteries(
    plant: Plant, asked: Setpoints, given: Conditions, bus_per_it: Mapping[str, Floats]
) -> Floats:
    """Load at the bus, batteries and generation left out, shape (grid.count,)."""
    load = _rest_mw(plant, bus_per_it, asked.grid.count)
    for name, run_mw in (*asked.fleet_run_mw.items(), *given.lease_it_mw.items()):
        load += run_mw * bus_per_it[name]
    for pool in plant.site.pools:
        run, gpus = pool_use(plant, asked, pool.name)
        load += devices.run_pool(pool, run, gpus, given.temperature_c).it_mw * bus_per_it[pool.name]
    for power_mw in asked.load_mw.values():
        load += power_mw
    return load


def pool_use(plant: Plant, asked: Setpoints, pool: str) -> tuple[Floats, Floats]:
    """IT power above rest and GPUs that the users of a pool ask for."""
    run, gpus = np.zeros(asked.grid.count), np.zeros(asked.grid.count)
    contracts: tuple[FirmReservation | GpuSale, ...] = (*plant.site.reservations, *plant.site.sales)
    for use in (contract for contract in contracts if contract.pool == pool):
        run, gpus = run + asked.use_run_mw[use.name], gpus + asked.use_gpus[use.name]
    for job in (power for name, power in asked.job_run_mw.items() if plant.jobs[name].pool == pool):
        span = slice(job.first, job.first + job.run_mw.size)
        run[span] += job.run_mw
        gpus[span] += job.gpus
    return run, gpus


def _rest_mw(plant: Plant, bus_per_it: Mapping[str, Floats], count: int) -> Floats:
    load = np.full(count, plant.site.grid.auxiliary_fixed_mw)
    for fleet in plant.site.fleets:
        load += fleet.devices * plant.curves.fleets[fleet.name].rest_w / W_PER_MW * bus_per_it[fleet.name]
    return load


def cap_mw(asked: Setpoints, generator: str) -> Floats | float:
    """Most output asked of a generator; infinite where nothing was said."""
    return asked.generation_mw.get(generator, np.inf)


def limited(plant: Plant, setpoints: Setpoints, given: Conditions) -> Setpoints:
    """Setpoints within what devices can draw; an asset without a setpoint rests."""
    zero = np.zeros(setpoints.grid.count)
    fleets, machines = {}, {}
    for fleet in plant.site.fleets:
        hull = plant.curves.fleets[fleet.name]
        on = setpoints.fleet_machines.get(fleet.name, np.full(setpoints.grid.count, np.inf))
        machines[fleet.name] = np.clip(on, 0.0, fleet.devices)
        limit = devices.fleet_limit_mw(fleet, hull, given.temperature_c)
        limit = np.minimum(limit, machines[fleet.name] * _above_rest_mw(hull))
        fleets[fleet.name] = np.clip(setpoints.fleet_run_mw.get(fleet.name, zero), 0.0, limit)
    uses, held = {}, {}
    contracts: tuple[FirmReservation | GpuSale, ...] = (*plant.site.reservations, *plant.site.sales)
    for use in contracts:
        most = gpus_of(use.name, given)
        held[use.name] = np.clip(setpoints.use_gpus.get(use.name, most), 0.0, most)
        top_mw = held[use.name] * _above_rest_mw(plant.curves.classes[use.pool, use.job_class])
        uses[use.name] = np.clip(setpoints.use_run_mw.get(use.name, zero), 0.0, top_mw)
    batteries = plant.site.batteries
    return replace(
        setpoints,
        fleet_run_mw=fleets,
        fleet_machines=machines,
        use_run_mw=uses,
        use_gpus=held,
        job_run_mw={name: _limited_job(plant, name, job) for name, job in setpoints.job_run_mw.items()},
        charge_mw={b.name: setpoints.charge_mw.get(b.name, zero) for b in batteries},
        discharge_mw={b.name: setpoints.discharge_mw.get(b.name, zero) for b in batteries},
        load_mw={
            v.name: np.clip(setpoints.load_mw.get(v.name, zero), 0.0, v.power_mw) for v in plant.site.loads
        },
    )


def _limited_job(plant: Plant, name: str, asked: JobPower) -> JobPower:
    job = plant.jobs[name]
    gpus = np.clip(asked.gpus, 0.0, job.max_gpus)
    top_mw = gpus * _above_rest_mw(plant.curves.classes[job.pool, job.job_class])
    return JobPower(first=asked.first, run_mw=np.clip(asked.run_mw, 0.0, top_mw), gpus=gpus)


def _above_rest_mw(hull: Hull) -> float:
    return (hull.top_w - hull.rest_w) / W_PER_MW


def gpus_of(use: str, given: Conditions) -> Floats:
    """GPUs that a reservation is owed or that buyers of a sale would take."""
    return given.reserved_gpus[use] if use in given.reserved_gpus else given.offered_gpus[use]
