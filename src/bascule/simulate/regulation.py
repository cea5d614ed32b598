"""What a site's own regulation does to setpoints: device limits, surplus, the planned peak, the connection."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bascule.model.ai_contracts import BatchJob, ColocationLease, FirmReservation, GpuSale
from bascule.model.asic_fleet import AsicFleet
from bascule.model.battery import Battery
from bascule.model.gpu_pool import GpuPool
from bascule.model.schedule import Setpoints
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.simulate import devices
from bascule.simulate.conditions import Conditions
from bascule.simulate.devices import Curves
from bascule.simulate.shedding import shed, shed_hashing
from bascule.units import W_PER_MW

_TOLERANCE_MW = 1e-7


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
        cut: Intervals in which load was dropped to keep a limit.
    """

    setpoints: Setpoints
    lease_it_mw: Mapping[str, Floats]
    cut: NDArray[np.bool_]


def regulate(plant: Plant, asked: Setpoints, given: Conditions, before: SiteState) -> Regulated:
    """Hold the planned peak with battery, hashing and flexible loads, and the connection with everything.

    Args:
        plant: The site.
        asked: Setpoints within device limits.
        given: Actual conditions.
        before: State at the start.
    """
    site, bus_per_it = plant.site, _bus_per_it(plant.site, given)
    load = _load_without_batteries(plant, asked, given, bus_per_it)
    asked = _without_surplus(site, asked, load)
    available = _available(site, asked, given)
    cut = np.zeros(asked.grid.count, dtype=np.bool_)
    if asked.import_cap_mw is not None:
        asked, excess = _with_batteries(site, asked, load - available, asked.import_cap_mw, before)
        if excess.any():
            cut = excess > 0
            asked = shed_hashing(asked, site, plant.curves, excess, bus_per_it)
            load = _load_without_batteries(plant, asked, given, bus_per_it)
    asked, excess = _with_batteries(site, asked, load - available, _limit_mw(site, given), before)
    leases = dict(given.lease_it_mw)
    if excess.any():
        asked, leases = shed(asked, site, plant.curves, excess, bus_per_it, leases)
    return Regulated(setpoints=asked, lease_it_mw=leases, cut=cut | (excess > 0))


def _with_batteries(
    site: Site, asked: Setpoints, net_load: Floats, limit_mw: Floats, before: SiteState
) -> tuple[Setpoints, Floats]:
    """Let batteries take the first share of what the limit cannot carry; return what is still too much at the bus."""
    limit = limit_mw * (1.0 - site.grid.loss_frac)
    excess = _over(net_load + _battery_load(site, asked, before) - limit)
    if not excess.any() or not site.batteries:
        return asked, excess
    charge, discharge, left = dict(asked.charge_mw), dict(asked.discharge_mw), excess.copy()
    for battery in site.batteries:
        less = np.minimum(left, charge[battery.name])
        charge[battery.name], left = charge[battery.name] - less, left - less
        more = np.maximum(np.minimum(left, battery.discharge_limit_mw - discharge[battery.name]), 0.0)
        discharge[battery.name], left = discharge[battery.name] + more, left - more
    helped = replace(asked, charge_mw=charge, discharge_mw=discharge)
    return helped, _over(net_load + _battery_load(site, helped, before) - limit)


def _over(excess: Floats) -> Floats:
    return np.where(excess > _TOLERANCE_MW, excess, 0.0)


def _battery_load(site: Site, asked: Setpoints, before: SiteState) -> Floats:
    load = np.zeros(asked.grid.count)
    for b in site.batteries:
        did = devices.run_battery(
            b, asked.charge_mw[b.name], asked.discharge_mw[b.name], stored(before, b), asked.grid.step_h
        )
        load += did.charge_mw - did.discharge_mw
    return load


def _without_surplus(site: Site, asked: Setpoints, load: Floats) -> Setpoints:
    """Ask batteries for no more than the site and the export limit can take, generation curtailed first."""
    room = load + site.grid.export_limit_mw / (1.0 - site.grid.loss_frac)
    discharge = {}
    for name, wanted in asked.discharge_mw.items():
        discharge[name] = np.minimum(wanted, np.maximum(room, 0.0))
        room = room - discharge[name]
    return replace(asked, discharge_mw=discharge)


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


def _bus_per_it(site: Site, given: Conditions) -> dict[str, Floats]:
    more = site.grid.auxiliary_per_it_frac
    parts: tuple[AsicFleet | GpuPool | ColocationLease, ...] = (*site.fleets, *site.pools, *site.leases)
    return {part.name: part.pue.at(given.temperature_c) + more for part in parts}


def _load_without_batteries(
    plant: Plant, asked: Setpoints, given: Conditions, bus_per_it: Mapping[str, Floats]
) -> Floats:
    """Load at the bus, batteries and generation left out, shape (grid.count,)."""
    site = plant.site
    load = _rest_mw(plant, bus_per_it, asked.grid.count)
    for name, run_mw in (*asked.fleet_run_mw.items(), *given.lease_it_mw.items()):
        load += run_mw * bus_per_it[name]
    contracts: tuple[FirmReservation | GpuSale, ...] = (*site.reservations, *site.sales)
    for use in contracts:
        load += asked.use_run_mw[use.name] * bus_per_it[use.pool]
    for name, job in asked.job_run_mw.items():
        span = slice(job.first, job.first + job.run_mw.size)
        load[span] += job.run_mw * bus_per_it[plant.jobs[name].pool][span]
    for power_mw in asked.load_mw.values():
        load += power_mw
    return load


def _rest_mw(plant: Plant, bus_per_it: Mapping[str, Floats], count: int) -> Floats:
    load = np.full(count, plant.site.grid.auxiliary_fixed_mw)
    for fleet in plant.site.fleets:
        load += fleet.devices * plant.curves.fleets[fleet.name].rest_w / W_PER_MW * bus_per_it[fleet.name]
    for pool in plant.site.pools:
        load += pool.devices * pool.rest_w / W_PER_MW * bus_per_it[pool.name]
    return load


def cap_mw(asked: Setpoints, generator: str) -> Floats | float:
    """Most output asked of a generator; infinite where nothing was said."""
    return asked.generation_mw.get(generator, np.inf)


def stored(before: SiteState, battery: Battery) -> float:
    """Energy in a battery at the start."""
    return before.battery_mwh.get(battery.name, battery.initial_mwh)


def limited(plant: Plant, setpoints: Setpoints, given: Conditions) -> Setpoints:
    """Setpoints within what devices can draw; an asset without a setpoint rests."""
    zero = np.zeros(setpoints.grid.count)
    fleets = {}
    for fleet in plant.site.fleets:
        limit = devices.fleet_limit_mw(fleet, plant.curves.fleets[fleet.name], given.temperature_c)
        fleets[fleet.name] = np.clip(setpoints.fleet_run_mw.get(fleet.name, zero), 0.0, limit)
    uses = {}
    contracts: tuple[FirmReservation | GpuSale, ...] = (*plant.site.reservations, *plant.site.sales)
    for use, gpus in ((u, gpus_of(u.name, given)) for u in contracts):
        hull = plant.curves.classes[use.pool, use.job_class]
        top_mw = gpus * (hull.top_w - hull.rest_w) / W_PER_MW
        uses[use.name] = np.clip(setpoints.use_run_mw.get(use.name, zero), 0.0, top_mw)
    batteries = plant.site.batteries
    return replace(
        setpoints,
        fleet_run_mw=fleets,
        use_run_mw=uses,
        charge_mw={b.name: setpoints.charge_mw.get(b.name, zero) for b in batteries},
        discharge_mw={b.name: setpoints.discharge_mw.get(b.name, zero) for b in batteries},
        load_mw={
            v.name: np.clip(setpoints.load_mw.get(v.name, zero), 0.0, v.power_mw) for v in plant.site.loads
        },
    )


def gpus_of(use: str, given: Conditions) -> Floats:
    """GPUs that a reservation is owed or that buyers of a sale would take."""
    return given.reserved_gpus[use] if use in given.reserved_gpus else given.offered_gpus[use]
