"""Batch jobs with one level and no coupling but their work: all of them added at once, since there are many."""

from collections.abc import Sequence

import numpy as np

from bascule.dispatch.blocks.jobs import JobColumns
from bascule.dispatch.inputs import Inputs, JobInput
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints

_NONE = np.zeros(0, dtype=np.int64)
_NONE.setflags(write=False)


def is_plain(job: JobInput) -> bool:
    """Whether a job's power is one column per step and its work one row, and nothing else."""
    return (
        job.widths_mw.size == 1
        and job.preemption_gpu_h == 0
        and not (job.on_completion or job.whole_interval)
    )


def add_plain_jobs(
    builder: ProgramBuilder, inputs: Inputs, jobs: Sequence[JobInput], balance: Ints
) -> dict[str, JobColumns]:
    """Add the power and work of plain jobs.

    Args:
        builder: The program.
        inputs: The horizon.
        jobs: Jobs for which :func:`is_plain` holds.
        balance: Rows of the bus balance.
    """
    if not jobs:
        return {}
    counts = [job.steps.size for job in jobs]
    steps = np.concatenate([job.steps for job in jobs])

    def each(values: list[float]) -> Floats:
        return np.repeat(values, counts)

    gain = each([float(job.gpu_h_per_mwh[0]) for job in jobs]) * inputs.hours[steps]
    pay = each([job.value_per_gpu_h for job in jobs])
    width = each([float(job.widths_mw[0]) for job in jobs])
    columns = builder.columns(steps.size, cost=-pay * gain, upper=width)
    builder.put(balance[steps], columns, -np.concatenate([job.bus_per_it for job in jobs]))
    work = builder.rows(len(jobs), upper=[job.left_gpu_h for job in jobs])
    builder.put(np.repeat(work, counts), columns, gain)
    own = np.split(columns, np.cumsum(counts)[:-1])
    return {
        job.name: JobColumns(segments=cols[None, :], switches=_NONE, completion=_NONE, work=int(row))
        for job, cols, row in zip(jobs, own, work, strict=True)
    }
