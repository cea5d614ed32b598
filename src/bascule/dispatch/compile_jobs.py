"""Batch jobs on the steps of a horizon."""

from collections.abc import Sequence

import numpy as np

from bascule.dispatch.inputs import JobInput
from bascule.dispatch.site_shape import SiteShape
from bascule.model.ai_contracts import BatchJob
from bascule.model.series import Floats, Ints
from bascule.model.state import JobState, SiteState

_NEGLIGIBLE_GPU_H = 1e-6


def job_inputs(
    jobs: Sequence[BatchJob],
    shape: SiteShape,
    state: SiteState,
    starts_s: Ints,
    ends_s: Ints,
    bus_per_it: dict[str, Floats],
) -> tuple[JobInput, ...]:
    """Jobs with work left and at least one whole step inside their window.

    Args:
        jobs: Jobs that the operator knows of.
        shape: Curves of the site.
        state: Progress so far.
        starts_s: Start of each step, Unix seconds.
        ends_s: End of each step, Unix seconds.
        bus_per_it: Bus power per IT power by pool, each of shape (steps,).
    """
    made = (
        _job_input(job, shape, state.jobs.get(job.name, JobState()), starts_s, ends_s, bus_per_it)
        for job in jobs
    )
    return tuple(job for job in made if job is not None)


def _job_input(
    job: BatchJob,
    shape: SiteShape,
    done: JobState,
    starts_s: Ints,
    ends_s: Ints,
    bus_per_it: dict[str, Floats],
) -> JobInput | None:
    first = int(np.searchsorted(starts_s, job.release.timestamp(), side="left"))
    last = int(np.searchsorted(ends_s, job.deadline.timestamp(), side="right"))
    left = job.gpu_h - done.done_gpu_h
    if last <= first or left <= _NEGLIGIBLE_GPU_H:
        return None
    curve = shape.classes[job.pool, job.job_class]
    steps = np.arange(first, last)
    inside = job.deadline.timestamp() <= ends_s[-1]
    return JobInput(
        name=job.name,
        pool=job.pool,
        steps=steps,
        widths_mw=job.max_gpus * curve.widths_mw,
        gpu_h_per_mwh=curve.per_mw,
        bus_per_it=bus_per_it[job.pool][first:last],
        device_mw=float(curve.widths_mw[0]),
        max_gpus=job.max_gpus,
        value_per_gpu_h=job.value_per_gpu_h,
        left_gpu_h=left,
        total_gpu_h=job.gpu_h,
        gpus_before=min(done.gpus, job.max_gpus) if first == 0 else 0.0,
        free_start_gpus=max(job.max_gpus - done.started_gpus, 0.0),
        preemption_gpu_h=job.preemption_gpu_h,
        # Beyond the horizon the rest can still be done, so work counts pro rata until the deadline comes
        # into sight.
        on_completion=job.pays_on_completion and inside,
        whole_interval=job.whole_interval,
        restart_h=job.restart_h,
    )
