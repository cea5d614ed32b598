"""What power does inside each kind of asset."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bascule.model.ai_contracts import BatchJob
from bascule.model.asic_fleet import AsicFleet
from bascule.model.gpu_pool import GpuPool
from bascule.model.hull import Hull
from bascule.model.outcome import FleetOutcome, JobOutcome, PoolOutcome, UseOutcome
from bascule.model.schedule import JobPower
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import JobState
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_HOUR, W_PER_MW


@dataclass(frozen=True, kw_only=True)
class Curves:
    """Yield over power per device for every fleet and job class of a site, computed once."""

    site: Site

    @cached_property
    def fleets(self) -> Mapping[str, Hull]:
        """Hashrate over watts by fleet."""
        return {fleet.name: fleet.hull() for fleet in self.site.fleets}

    @cached_property
    def classes(self) -> Mapping[tuple[str, str], Hull]:
        """Throughput over watts by (pool, job class)."""
        return {(p.name, c.name): p.hull(c.name) for p in self.site.pools for c in p.job_classes}


def yield_of(hull: Hull, devices: Floats | float, run_mw: Floats) -> Floats:
    """Yield of like devices that draw ``run_mw`` above rest in total, filling segments from the best down."""
    left_w = run_mw * W_PER_MW
    total = np.zeros_like(run_mw)
    for width_w, gain in zip(hull.widths_w.tolist(), hull.yields.tolist(), strict=True):
        used_w = np.minimum(left_w, devices * width_w)
        total += used_w / width_w * gain
        left_w = left_w - used_w
    return total


def running(hull: Hull, devices: Floats | float, run_mw: Floats) -> Floats:
    """Devices that run: those on the first segment."""
    return np.asarray(np.minimum(run_mw * W_PER_MW / hull.first_w, devices))


def fleet_limit_mw(fleet: AsicFleet, hull: Hull, temperature_c: Floats) -> Floats:
    """Most IT power above rest that a fleet can draw at each temperature."""
    top_mw = fleet.devices * (hull.top_w - hull.rest_w) / W_PER_MW
    if fleet.derate is None:
        return np.full(temperature_c.size, top_mw)
    room_w = fleet.derate.power_frac.at(temperature_c) * hull.top_w - hull.rest_w
    return np.clip(fleet.devices * room_w / W_PER_MW, 0.0, top_mw)


def run_fleet(
    fleet: AsicFleet,
    hull: Hull,
    asked: tuple[Floats, Floats],
    temperature_c: Floats,
    on_before: float,
    step_h: float,
) -> tuple[FleetOutcome, float]:
    """What a fleet does at a power on so many machines, and the machines running at the end.

    A started machine hashes nothing at its first operating point while it warms up.
    """
    run_mw, machines = asked
    on = running(hull, machines, run_mw)
    starts = np.maximum(np.diff(on, prepend=on_before), 0.0)
    heat = fleet.derate.hashrate_frac.at(temperature_c) if fleet.derate else 1.0
    lost = starts * float(hull.yields[0]) * fleet.warmup_s / SECONDS_PER_HOUR / step_h
    it_mw = fleet.devices * hull.rest_w / W_PER_MW + run_mw
    done = FleetOutcome(
        it_mw=it_mw,
        hall_mw=it_mw * fleet.pue.at(temperature_c),
        hashrate_th_s=(yield_of(hull, machines, run_mw) - lost) * heat,
        starts=starts,
    )
    return done, float(on[-1])


def run_use(hull: Hull, gpus: Floats, run_mw: Floats, owed_gpus: Floats, step_h: float) -> UseOutcome:
    """What a reservation or sale gets; ``gpus`` is the most it may use, ``owed_gpus`` what a reservation is owed."""
    delivered = yield_of(hull, gpus, run_mw) * step_h
    short = np.maximum(owed_gpus * step_h - delivered, 0.0)
    return UseOutcome(run_mw=run_mw, gpus=running(hull, gpus, run_mw), gpu_h=delivered, shortfall_gpu_h=short)


def run_job(
    job: BatchJob, hull: Hull, asked: JobPower, before: JobState, grid: TimeGrid
) -> tuple[JobOutcome, JobState]:
    """What a batch job gets done, and its state at the end.

    The first start of each of ``max_gpus`` GPUs is free; every further start loses ``preemption_gpu_h``. A
    whole-interval job loses ``restart_h`` on each start, the first included.
    """
    most = np.minimum(asked.gpus, job.max_gpus)
    gpus = running(hull, most, asked.run_mw)
    rises = np.maximum(np.diff(gpus, prepend=before.gpus if asked.first == 0 else 0.0), 0.0)
    started = before.started_gpus + np.cumsum(rises)
    again = np.diff(
        np.maximum(started - job.max_gpus, 0.0), prepend=max(before.started_gpus - job.max_gpus, 0.0)
    )
    work = yield_of(hull, most, asked.run_mw) * grid.step_h - again * job.preemption_gpu_h
    if job.whole_interval:
        work = work - np.where((gpus > 0) & (gpus - rises <= 0), job.restart_h * job.max_gpus, 0.0)
    outcome = JobOutcome(
        first=asked.first, run_mw=asked.run_mw, gpus=gpus, work_gpu_h=work, restarted_gpus=again
    )
    still = asked.first + gpus.size == grid.count
    return outcome, JobState(
        done_gpu_h=before.done_gpu_h + float(work.sum()),
        gpus=float(gpus[-1]) if still else 0.0,
        started_gpus=float(started[-1]),
    )


def run_pool(pool: GpuPool, run_mw: Floats, gpus: Floats, temperature_c: Floats) -> PoolOutcome:
    """Power of a pool whose users draw ``run_mw`` above rest on ``gpus`` accelerators."""
    it_mw = pool.devices * pool.rest_w / W_PER_MW + run_mw
    if pool.whole_nodes:
        nodes_on = np.ceil(gpus / pool.gpus_per_node - 1e-9)
        idle_w, paused_w = nodes_on * pool.gpus_per_node, pool.devices - nodes_on * pool.gpus_per_node
        it_mw = run_mw + (idle_w * pool.idle_w + np.maximum(paused_w, 0.0) * pool.paused_w) / W_PER_MW
    return PoolOutcome(it_mw=it_mw, hall_mw=it_mw * pool.pue.at(temperature_c))
