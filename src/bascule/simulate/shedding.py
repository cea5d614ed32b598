"""The order in which load is dropped when the connection cannot carry it: cheapest first, firm AI last."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from bascule.model.ai_contracts import BatchJob
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.schedule import JobPower, Setpoints
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.simulate.devices import Curves


def shed(
    setpoints: Setpoints,
    site: Site,
    curves: Curves,
    known_jobs: Mapping[str, BatchJob],
    excess_mw: Floats,
    bus_per_it: Mapping[str, Floats],
    lease_it_mw: Mapping[str, Floats],
) -> tuple[Setpoints, dict[str, Floats]]:
    """Setpoints and tenant power cut until ``excess_mw`` of bus power is gone.

    The battery has done its part before. Then hashing goes, the least efficient fleet first, then flexible
    loads, batch jobs, sales, reservations, and tenants last. What can only be on or off goes off.

    Args:
        setpoints: What was asked for.
        site: The site.
        curves: Its device curves.
        known_jobs: Batch jobs by name.
        excess_mw: Bus power to drop, shape (grid.count,).
        bus_per_it: Bus power per IT power by fleet, pool and lease.
        lease_it_mw: What tenants ask for.
    """
    left = excess_mw.copy()
    jobs, uses = dict(setpoints.job_run_mw), dict(setpoints.use_run_mw)
    leases = dict(lease_it_mw)
    setpoints = _shed_hashing(setpoints, site, curves, left, bus_per_it)
    for name, job in jobs.items():
        span = slice(job.first, job.first + job.run_mw.size)
        contract = known_jobs[name]
        run = _cut(job.run_mw, left[span], bus_per_it[contract.pool][span], whole=contract.whole_interval)
        jobs[name] = JobPower(first=job.first, run_mw=run, gpus=job.gpus)
    for sale in site.sales:
        uses[sale.name] = _cut(uses[sale.name], left, bus_per_it[sale.pool])
    for firm in site.reservations:
        uses[firm.name] = _cut(uses[firm.name], left, bus_per_it[firm.pool])
    for lease in site.leases:
        leases[lease.name] = _cut(leases[lease.name], left, bus_per_it[lease.name])
    return replace(setpoints, job_run_mw=jobs, use_run_mw=uses), leases


def shed_hashing(
    setpoints: Setpoints, site: Site, curves: Curves, excess_mw: Floats, bus_per_it: Mapping[str, Floats]
) -> Setpoints:
    """Setpoints with hashing and flexible loads cut by up to ``excess_mw`` of bus power; AI is never touched."""
    return _shed_hashing(setpoints, site, curves, excess_mw.copy(), bus_per_it)


def _shed_hashing(
    setpoints: Setpoints, site: Site, curves: Curves, left: Floats, bus_per_it: Mapping[str, Floats]
) -> Setpoints:
    fleets, loads = dict(setpoints.fleet_run_mw), dict(setpoints.load_mw)
    for fleet in sorted(
        site.fleets, key=lambda f: -curves.fleets[f.name].top_w / curves.fleets[f.name].top_yield
    ):
        fleets[fleet.name] = _cut(fleets[fleet.name], left, bus_per_it[fleet.name], whole=fleet.whole_block)
    for load in (load for load in site.loads if load.name in loads):
        asked = loads[load.name]
        cut = _cut(asked, left, np.ones_like(left), whole=False)
        loads[load.name] = np.where(cut < asked, habit(load, cut), asked)
    return replace(setpoints, fleet_run_mw=fleets, load_mw=loads)


def sheddable(setpoints: Setpoints, bus_per_it: Mapping[str, Floats]) -> Floats:
    """Bus power of hashing and flexible loads: what may be dropped to hold a planned peak."""
    power = np.zeros(setpoints.grid.count)
    for name, run_mw in setpoints.fleet_run_mw.items():
        power += run_mw * bus_per_it[name]
    for load_mw in setpoints.load_mw.values():
        power += load_mw
    return power


def habit(load: FlexibleLoad, power_mw: Floats) -> Floats:
    """The next lower power at which a load can run at all."""
    if load.modes_mw:
        steps = np.array([0.0, *load.modes_mw])
        return np.asarray(steps[np.searchsorted(steps, power_mw + 1e-9, side="right") - 1])
    return np.where(power_mw < load.floor_mw, 0.0, power_mw)


def habit_above(load: FlexibleLoad, power_mw: Floats) -> Floats:
    """The next higher power at which a load can run."""
    if load.modes_mw:
        steps = np.array([0.0, *load.modes_mw])
        return np.asarray(steps[np.minimum(np.searchsorted(steps, power_mw - 1e-9), steps.size - 1)])
    return np.where(power_mw > 1e-9, np.maximum(power_mw, load.floor_mw), power_mw)


def _cut(power_mw: Floats, left: Floats, bus_per_it: Floats, *, whole: bool = False) -> Floats:
    """Power less what has to go; takes it off ``left`` in place. With ``whole``, what is touched stops."""
    gone = np.minimum(left, power_mw * bus_per_it)
    left -= gone
    kept = np.maximum(power_mw - gone / bus_per_it, 0.0)
    return np.where(gone > 0, 0.0, power_mw) if whole else np.asarray(kept)
