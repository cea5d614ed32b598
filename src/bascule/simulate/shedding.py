"""The order in which load is dropped when the connection cannot carry it: cheapest first, firm AI last."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from bascule.model.schedule import JobPower, Setpoints
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.simulate.devices import Curves


def shed(
    setpoints: Setpoints,
    site: Site,
    curves: Curves,
    excess_mw: Floats,
    bus_per_it: Mapping[str, Floats],
    lease_it_mw: Mapping[str, Floats],
) -> tuple[Setpoints, dict[str, Floats]]:
    """Setpoints and tenant power cut until ``excess_mw`` of bus power is gone.

    The battery has done its part before. Then hashing goes, the least efficient fleet first, then flexible
    loads, batch jobs, sales,
    reservations, and tenants last.

    Args:
        setpoints: What was asked for.
        site: The site.
        curves: Its device curves.
        excess_mw: Bus power to drop, shape (grid.count,).
        bus_per_it: Bus power per IT power by fleet, pool and lease.
        lease_it_mw: What tenants ask for.
    """
    left = excess_mw.copy()
    jobs, uses = dict(setpoints.job_run_mw), dict(setpoints.use_run_mw)
    leases = dict(lease_it_mw)
    setpoints = _shed_hashing(setpoints, site, curves, left, bus_per_it)
    pools = _pool_of(site, setpoints)
    for name, job in jobs.items():
        span = slice(job.first, job.first + job.run_mw.size)
        run = _cut(job.run_mw, left[span], bus_per_it[pools[name]][span])
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
        fleets[fleet.name] = _cut(fleets[fleet.name], left, bus_per_it[fleet.name])
    for name, power in loads.items():
        loads[name] = _cut(power, left, np.ones_like(left))
    return replace(setpoints, fleet_run_mw=fleets, load_mw=loads)


def _cut(power_mw: Floats, left: Floats, bus_per_it: Floats) -> Floats:
    """Power less what has to go; takes it off ``left`` in place."""
    gone = np.minimum(left, power_mw * bus_per_it)
    left -= gone
    return np.asarray(np.maximum(power_mw - gone / bus_per_it, 0.0))


def _pool_of(site: Site, setpoints: Setpoints) -> dict[str, str]:
    listed = {job.name: job.pool for job in site.jobs}
    rules = sorted(site.daily_jobs, key=lambda rule: -len(rule.name))
    return {
        name: listed[name]
        if name in listed
        else next(rule.pool for rule in rules if name.startswith(rule.name + " "))
        for name in setpoints.job_run_mw
    }
