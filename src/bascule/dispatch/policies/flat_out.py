"""Setpoints at full power: what every simple policy does with AI, loads and batteries."""

from collections.abc import Sequence

import numpy as np

from bascule.dispatch.policies.policy import Observation
from bascule.dispatch.site_shape import SiteShape
from bascule.market.view import MarketView
from bascule.model.ai_contracts import BatchJob, FirmReservation, GpuSale
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.schedule import JobPower, Setpoints
from bascule.model.series import Floats, Level, SeriesRef
from bascule.model.state import JobState, LoadState, SiteState
from bascule.model.time_grid import TimeGrid


def flat_out(
    shape: SiteShape,
    grid: TimeGrid,
    observation: Observation,
    view: MarketView,
    fleet_run_mw: dict[str, Floats],
    *,
    computes: bool = True,
) -> Setpoints:
    """Given hashing, with AI at full speed or off, flexible loads on, and batteries at rest.

    Reservations take GPUs first, then sales, then batch jobs, each as soon as it may.
    """
    site = shape.site
    uses: dict[str, Floats] = {}
    held: dict[str, Floats] = {}
    room = {pool.name: np.full(grid.count, pool.devices * float(computes)) for pool in site.pools}
    contracts: tuple[FirmReservation | GpuSale, ...] = (*site.reservations, *site.sales)
    for use in contracts:
        wanted = _latest(use.gpus, view) if isinstance(use, FirmReservation) else _demand(use, view)
        gpus = np.minimum(room[use.pool], wanted) * use.term.covers(grid)
        uses[use.name] = gpus * float(shape.classes[use.pool, use.job_class].widths_mw.sum())
        room[use.pool], held[use.name] = room[use.pool] - gpus, gpus
    return Setpoints(
        grid=grid,
        fleet_run_mw=fleet_run_mw,
        use_run_mw=uses,
        use_gpus=held,
        job_run_mw=soonest(shape, grid, observation.jobs, observation.state, room),
        load_mw={v.name: _load_mw(v, grid, observation.state) for v in site.loads},
    )


def _load_mw(load: FlexibleLoad, grid: TimeGrid, state: SiteState) -> Floats:
    """Fully on, once the time is over that a stopped load must stay off."""
    was = state.loads.get(load.name, LoadState(power_mw=load.initial_mw, held_h=load.initial_h))
    left_h = load.min_down_h - was.held_h if was.power_mw <= 0 else 0.0
    begins_h = np.arange(grid.count) * grid.step_h
    on_mw = load.modes_mw[-1] if load.modes_mw else load.power_mw
    return np.where(begins_h >= left_h - 1e-9, on_mw, 0.0)


def _demand(sale: GpuSale, view: MarketView) -> float:
    if sale.demand_gpus is not None:
        return _latest(sale.demand_gpus, view)
    return float(sale.wanted_gpus(np.array([_latest(sale.price_per_gpu_h, view)]))[0])


def _latest(level: Level, view: MarketView) -> float:
    if not isinstance(level, SeriesRef):
        return level
    newest = view.newest(level.name)
    return 0.0 if newest is None else newest[1]


def soonest(
    shape: SiteShape, grid: TimeGrid, jobs: Sequence[BatchJob], state: SiteState, room: dict[str, Floats]
) -> dict[str, JobPower]:
    """Each job as soon and as fast as its pool has room; takes the GPUs off ``room``.

    Args:
        shape: The site.
        grid: Intervals of the schedule.
        jobs: Known jobs, first released first served.
        state: Progress so far.
        room: GPUs left per interval, by pool.
    """
    starts = grid.starts_s()
    powers: dict[str, JobPower] = {}
    for job in jobs:
        first = int(np.searchsorted(starts, job.release.timestamp()))
        last = int(np.searchsorted(starts + grid.step_s, job.deadline.timestamp(), side="right"))
        left = job.gpu_h - state.jobs.get(job.name, JobState()).done_gpu_h
        if last > first and left > 1e-6:
            gpus = _fill(job, room[job.pool][first:last], left, grid.step_h)
            room[job.pool][first:last] -= gpus
            curve = shape.classes[job.pool, job.job_class]
            powers[job.name] = JobPower(first=first, run_mw=gpus * float(curve.widths_mw.sum()), gpus=gpus)
    return powers


def _fill(job: BatchJob, room: Floats, left_gpu_h: float, step_h: float) -> Floats:
    if job.whole_interval:
        gpus = np.where(room >= job.max_gpus, job.max_gpus, 0.0)
        done = np.cumsum(gpus) * step_h - job.restart_h * job.max_gpus
        return np.where(np.concatenate([[True], done[:-1] < left_gpu_h]), gpus, 0.0)
    gpus = np.minimum(room, job.max_gpus)
    before = np.cumsum(gpus * step_h) - gpus * step_h
    return np.asarray(np.clip((left_gpu_h - before) / step_h, 0.0, gpus))
