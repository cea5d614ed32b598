"""An independent check of what a site did or plans to do.

It reads the site and an outcome, and shares no code with the program, the closed form or the plant: balance,
limits, energy in
store, job windows, ramps and pools are computed here again from first principles.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from bascule.dispatch.check_reserves import reserve_violations
from bascule.errors import CheckFailed
from bascule.model.ai_contracts import BatchJob, FirmReservation, GpuSale
from bascule.model.outcome import Outcome
from bascule.model.series import Floats
from bascule.model.site import Site

_Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
_MW = 1e-5
_MWH = 1e-5
_GPUS = 1e-3


def check_outcome(
    site: Site, outcome: Outcome, jobs: Mapping[str, BatchJob], stored_before_mwh: Mapping[str, float]
) -> None:
    """Raise where an outcome breaks a law.

    Args:
        site: The site.
        outcome: What it did or would do.
        jobs: Batch jobs by name.
        stored_before_mwh: Energy in each battery before the first interval.

    Raises:
        CheckFailed: Lists every law broken, with the first interval and by how much.
    """
    broken = [
        *_numbers(outcome),
        *_balance(site, outcome),
        *_connection(site, outcome),
        *_batteries(site, outcome, stored_before_mwh),
        *_fleets(site, outcome),
        *_yields(site, outcome, jobs),
        *_pools(site, outcome, jobs),
        *_jobs(outcome, jobs),
        *_generators(outcome),
        *_loads(site, outcome),
        *reserve_violations(site, outcome),
    ]
    if broken:
        raise CheckFailed("; ".join(broken))


def _worst(what: str, outcome: Outcome, excess: Floats, tolerance: float, unit: str) -> Iterator[str]:
    if excess.size and float(excess.max()) > tolerance:
        k = int(np.argmax(excess))
        yield f"{what} by {excess[k]:.6g} {unit} in the interval from {outcome.grid.time(k).isoformat()}"


def _numbers(outcome: Outcome) -> Iterator[str]:
    series = {"import": outcome.import_mw, "export": outcome.export_mw, "breach": outcome.breach_mw}
    series |= {f"{name}: hashrate": did.hashrate_th_s for name, did in outcome.fleets.items()}
    series |= {f"{name}: energy": did.energy_mwh for name, did in outcome.batteries.items()}
    for what, values in series.items():
        bad = np.flatnonzero(~np.isfinite(values))
        if bad.size:
            yield f"{what} is no number in the interval from {outcome.grid.time(int(bad[0])).isoformat()}"


def _balance(site: Site, outcome: Outcome) -> Iterator[str]:
    count, grid = outcome.grid.count, site.grid
    enters = outcome.import_mw - grid.loss_frac * outcome.import_mw
    for output in outcome.generation_mw.values():
        enters = enters + output
    leaves = outcome.export_mw / (1 - grid.loss_frac) + np.full(count, grid.auxiliary_fixed_mw)
    it_mw = np.zeros(count)
    for fleet in outcome.fleets.values():
        leaves, it_mw = leaves + fleet.hall_mw, it_mw + fleet.it_mw
    for pool in outcome.pools.values():
        leaves, it_mw = leaves + pool.hall_mw, it_mw + pool.it_mw
    for lease in outcome.leases.values():
        leaves, it_mw = leaves + lease.hall_mw, it_mw + lease.it_mw
    for battery in outcome.batteries.values():
        leaves, enters = leaves + battery.charge_mw, enters + battery.discharge_mw
    for load in outcome.loads.values():
        leaves = leaves + load.power_mw
    leaves = leaves + grid.auxiliary_per_it_frac * it_mw
    yield from _worst("the bus does not balance", outcome, np.abs(enters - leaves), _MW, "MW")


def _connection(site: Site, outcome: Outcome) -> Iterator[str]:
    grid = site.grid
    yield from _worst(
        "import exceeds its limit", outcome, outcome.import_mw - grid.import_limit_mw, _MW, "MW"
    )
    yield from _worst(
        "export exceeds its limit", outcome, outcome.export_mw - grid.export_limit_mw, _MW, "MW"
    )
    both = np.minimum(outcome.import_mw, outcome.export_mw)
    yield from _worst("import and export happen at once", outcome, both, _MW, "MW")
    yield from _worst("import is negative", outcome, -outcome.import_mw, _MW, "MW")
    if grid.calls is not None and grid.calls.breach_price_per_mwh is None:
        yield from _worst("an order of the grid is breached", outcome, outcome.breach_mw, _MW, "MW")


def check_ramp(site: Site, outcome: Outcome, net_before_mw: float | None) -> None:
    """Raise where net import changes faster than the site's ramp limit.

    Raises:
        CheckFailed: With the first interval.
    """
    if site.grid.ramp_mw_per_h is None:
        return
    net = outcome.import_mw - outcome.export_mw
    start = net[0] if net_before_mw is None else net_before_mw
    change = np.abs(np.diff(net, prepend=start)) - site.grid.ramp_mw_per_h * outcome.grid.step_h
    broken = list(_worst("net import ramps too fast", outcome, change, _MW, "MW"))
    if broken:
        raise CheckFailed(broken[0])


def _batteries(site: Site, outcome: Outcome, stored_before_mwh: Mapping[str, float]) -> Iterator[str]:
    for battery in site.batteries:
        did, name = outcome.batteries[battery.name], battery.name
        before = np.concatenate([[stored_before_mwh.get(name, battery.initial_mwh)], did.energy_mwh[:-1]])
        gained = (
            did.charge_mw * battery.charge_efficiency_frac
            - did.discharge_mw / battery.discharge_efficiency_frac
        )
        off = np.abs(did.energy_mwh - before - gained * outcome.grid.step_h)
        yield from _worst(f"{name}: stored energy does not add up", outcome, off, _MWH, "MWh")
        both = np.minimum(did.charge_mw, did.discharge_mw)
        yield from _worst(f"{name}: charges and discharges at once", outcome, both, _MW, "MW")
        yield from _worst(
            f"{name}: charges too fast", outcome, did.charge_mw - battery.charge_limit_mw, _MW, "MW"
        )
        yield from _worst(
            f"{name}: discharges too fast", outcome, did.discharge_mw - battery.discharge_limit_mw, _MW, "MW"
        )
        outside = np.maximum(did.energy_mwh - battery.energy_mwh, -did.energy_mwh)
        yield from _worst(f"{name}: stored energy leaves its limits", outcome, outside, _MWH, "MWh")


def _fleets(site: Site, outcome: Outcome) -> Iterator[str]:
    for fleet in site.fleets:
        did = outcome.fleets[fleet.name]
        machines = fleet.count * fleet.availability_frac
        powers = [point.power_w for point in fleet.points]
        most, best = (
            machines * max(powers) / 1e6,
            machines * max(point.hashrate_th_s for point in fleet.points),
        )
        least = machines * min(point.power_w for point in fleet.points if point.hashrate_th_s == 0) / 1e6
        yield from _worst(
            f"{fleet.name}: draws more than its machines can", outcome, did.it_mw - most, _MW, "MW"
        )
        yield from _worst(f"{fleet.name}: draws less than at rest", outcome, least - did.it_mw, _MW, "MW")
        yield from _worst(
            f"{fleet.name}: hashes more than its machines can",
            outcome,
            did.hashrate_th_s - best,
            1e-3,
            "TH/s",
        )


def _height(points: list[tuple[float, float]], power_w: Floats) -> Floats:
    """Most yield that mixing like devices gives at a mean power: the upper hull, by trying every pair of points."""
    best = np.full(power_w.shape, -np.inf)
    for low_w, low in points:
        for high_w, high in points:
            if high_w > low_w:
                at = low + (high - low) * (power_w - low_w) / (high_w - low_w)
                best = np.where(
                    (power_w >= low_w - 1e-6) & (power_w <= high_w + 1e-6), np.maximum(best, at), best
                )
    return best


def _yields(site: Site, outcome: Outcome, jobs: Mapping[str, BatchJob]) -> Iterator[str]:
    """Hashes, GPU-hours and work against the power and devices that made them."""
    for fleet in site.fleets:
        did, machines = outcome.fleets[fleet.name], fleet.count * fleet.availability_frac
        if machines > 0:
            points = [(p.power_w, p.hashrate_th_s) for p in fleet.points]
            most = machines * _height(points, did.it_mw * 1e6 / machines)
            yield from _worst(
                f"{fleet.name}: hashes more than its power gives",
                outcome,
                did.hashrate_th_s - most,
                1e-3,
                "TH/s",
            )
    hours = outcome.grid.step_h
    contracts: tuple[FirmReservation | GpuSale, ...] = (*site.reservations, *site.sales)
    for contract in contracts:
        use = outcome.uses[contract.name]
        yield from _worst(
            f"{contract.name}: more GPU-hours than GPUs",
            outcome,
            use.gpu_h - use.gpus * hours,
            _GPUS,
            "GPU-h",
        )
        yield from _worst(
            f"{contract.name}: a negative shortfall", outcome, -use.shortfall_gpu_h, _GPUS, "GPU-h"
        )
    for name, job in outcome.jobs.items():
        over = job.work_gpu_h - job.gpus * hours
        if over.size and float(over.max()) > _GPUS:
            yield f"{jobs[name].name}: does more work than its GPUs can, by {over.max():.6g} GPU-h"


def _pools(site: Site, outcome: Outcome, jobs: Mapping[str, BatchJob]) -> Iterator[str]:
    for pool in site.pools:
        used = np.zeros(outcome.grid.count)
        contracts: tuple[FirmReservation | GpuSale, ...] = (*site.reservations, *site.sales)
        for contract in contracts:
            if contract.pool == pool.name:
                used = used + outcome.uses[contract.name].gpus
        for name, did in outcome.jobs.items():
            if jobs[name].pool == pool.name:
                used[did.first : did.first + did.gpus.size] += did.gpus
        available = pool.count * pool.availability_frac
        yield from _worst(
            f"{pool.name}: more GPUs at work than there are", outcome, used - available, _GPUS, "GPUs"
        )


def _jobs(outcome: Outcome, jobs: Mapping[str, BatchJob]) -> Iterator[str]:
    starts = outcome.grid.starts_s()
    for name, did in outcome.jobs.items():
        job, at = jobs[name], np.flatnonzero(did.gpus > _GPUS)
        if not at.size:
            continue
        first, last = starts[did.first + at[0]], starts[did.first + at[-1]] + outcome.grid.step_s
        if first < job.release.timestamp() or last > job.deadline.timestamp():
            yield f"{name}: runs outside its window, from {outcome.grid.time(int(did.first + at[0])).isoformat()}"
        if float(did.gpus.max()) > job.max_gpus + _GPUS:
            yield f"{name}: runs on {did.gpus.max():g} GPUs, more than its {job.max_gpus:g}"


def _generators(outcome: Outcome) -> Iterator[str]:
    for name, output in outcome.generation_mw.items():
        over = np.maximum(output - outcome.available_mw[name], -output)
        yield from _worst(f"{name}: output beyond what the weather allows", outcome, over, _MW, "MW")


def _loads(site: Site, outcome: Outcome) -> Iterator[str]:
    for load in site.loads:
        power = outcome.loads[load.name].power_mw
        yield from _worst(f"{load.name}: draws more than it can", outcome, power - load.power_mw, _MW, "MW")
        on = power > _MW
        if load.floor_mw > 0 and on.any():
            low = np.where(on, load.floor_mw - power, 0.0)
            yield from _worst(f"{load.name}: runs below its least power", outcome, low, _MW, "MW")
        if load.modes_mw:
            nearest = np.min([np.abs(power - mode) for mode in (0.0, *load.modes_mw)], axis=0)
            yield from _worst(f"{load.name}: runs between its modes", outcome, nearest, _MW, "MW")
        forced = (outcome.shed > 0) | _followed_call(load.name, outcome)
        yield from _held(load.name, outcome, on, forced, load.min_up_h, load.min_down_h)


def _followed_call(asset: str, outcome: Outcome) -> _Flags:
    """Intervals in which an asset follows a call."""
    followed = np.zeros(outcome.grid.count, dtype=bool)
    for did in outcome.reserves.values():
        if asset in did.by_asset_mw:
            followed |= (did.by_asset_mw[asset] > _MW) & (did.delivered_mw > _MW)
    return followed


def _held(
    name: str, outcome: Outcome, on: _Flags, forced: _Flags, up_h: float, down_h: float
) -> Iterator[str]:
    """Runs that begin and end inside the outcome must last their least time."""
    edges = np.flatnonzero(on[1:] != on[:-1]) + 1
    for begin, end in pairwise(edges.tolist()):
        if forced[begin - 1 : end + 1].any():
            # An emergency or a call may cut a run short, or have begun it; a plan may not.
            continue
        held_h, least_h = (end - begin) * outcome.grid.step_h, up_h if on[begin] else down_h
        if held_h < least_h - 1e-9:
            word = "on" if on[begin] else "off"
            yield f"{name}: {word} for only {held_h:g} h from {outcome.grid.time(int(begin)).isoformat()}, least {least_h:g} h"
