"""Batch jobs: work between release and deadline, preemption, completion, whole intervals."""

from dataclasses import dataclass

import numpy as np

from bascule.dispatch.blocks.groups import link_segments
from bascule.dispatch.inputs import Inputs, JobInput
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints

_NONE = np.zeros(0, dtype=np.int64)
_NONE.setflags(write=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobColumns:
    """Columns of a job: power per segment (segments, its steps), whole-interval switches, completion; and its work row."""

    segments: Ints
    switches: Ints
    completion: Ints
    work: int


def add_job(
    builder: ProgramBuilder, inputs: Inputs, job: JobInput, balance: Ints, *, whole: bool
) -> JobColumns:
    """Add a job's power, its work row and what its contract couples.

    Args:
        builder: The program.
        inputs: The horizon.
        job: The job.
        balance: Rows of the bus balance.
        whole: Make switches and completion integer.
    """
    count, hours = job.steps.size, inputs.hours[job.steps]
    shape = (job.widths_mw.size, count)
    separate = job.on_completion or job.whole_interval
    gain = np.outer(job.gpu_h_per_mwh, hours)
    cost = 0.0 if separate else (-job.value_per_gpu_h * gain).ravel()
    upper = np.repeat(job.widths_mw, count)
    segments = builder.columns(upper.size, cost=cost, upper=upper).reshape(shape)
    rows = balance[job.steps]
    builder.put(rows, segments, -job.bus_per_it)
    work = builder.rows(1, lower=0.0 if separate else -np.inf, upper=np.inf if separate else job.left_gpu_h)
    builder.put(work[0], segments, gain)
    if job.widths_mw.size > 1:
        link_segments(builder, segments, np.repeat(job.widths_mw[:, None], count, axis=1))
    switches = _add_switches(builder, job, segments, work, whole=whole) if job.whole_interval else _NONE
    if job.preemption_gpu_h > 0:
        _add_preemption(builder, job, segments[0], work, separate=separate)
    completion = _add_pay(builder, job, work, whole=whole) if separate else _NONE
    return JobColumns(segments=segments, switches=switches, completion=completion, work=int(work[0]))


def _add_switches(builder: ProgramBuilder, job: JobInput, segments: Ints, work: Ints, *, whole: bool) -> Ints:
    """On for a whole step or not; every start, the first included, loses ``restart_h`` of work."""
    count = segments.shape[1]
    switches = builder.columns(count, upper=1.0, integer=whole)
    for k, width in enumerate(job.widths_mw.tolist()):
        rows = builder.rows(count, lower=0.0, upper=0.0)
        builder.put(rows, segments[k], 1.0)
        builder.put(rows, switches, -width)
    if job.restart_h > 0:
        before = np.zeros(count)
        before[0] = 1.0 if job.gpus_before > 0 else 0.0
        starts = builder.columns(count, upper=1.0)
        rows = builder.rows(count, lower=-before)
        builder.put(rows, starts, 1.0)
        builder.put(rows, switches, -1.0)
        builder.put(rows[1:], switches[:-1], 1.0)
        builder.put(work[0], starts, -job.restart_h * job.max_gpus)
    return switches


def _add_preemption(
    builder: ProgramBuilder, job: JobInput, running: Ints, work: Ints, *, separate: bool
) -> None:
    """GPUs that start again lose work; the first start of each is free."""
    count = running.size
    again, first = builder.columns(count), builder.columns(count)
    before = np.zeros(count)
    before[0] = job.gpus_before
    rows = builder.rows(count, lower=-before)
    builder.put(rows, again, 1.0)
    builder.put(rows, first, 1.0)
    builder.put(rows, running, -1.0 / job.device_mw)
    builder.put(rows[1:], running[:-1], 1.0 / job.device_mw)
    free = builder.rows(1, upper=job.free_start_gpus)
    builder.put(free[0], first, 1.0)
    builder.put(work[0], again, -job.preemption_gpu_h)
    if not separate:
        # Lost work was paid for when it was done; its pay is taken back with it.
        back = builder.columns(1, cost=job.value_per_gpu_h)
        row = builder.rows(1, lower=0.0, upper=0.0)
        builder.put(row[0], again, job.preemption_gpu_h)
        builder.put(row[0], back, -1.0)


def _add_pay(builder: ProgramBuilder, job: JobInput, work: Ints, *, whole: bool) -> Ints:
    """Pay up to the work left, or for all of the job on completion only."""
    if job.on_completion:
        done = builder.columns(1, cost=-job.value_per_gpu_h * job.total_gpu_h, upper=1.0, integer=whole)
        builder.put(work[0], done, -job.left_gpu_h)
        return done
    paid = builder.columns(1, cost=-job.value_per_gpu_h, upper=job.left_gpu_h)
    builder.put(work[0], paid, -1.0)
    return _NONE


def fractional(columns: JobColumns, x: Floats, tolerance: float = 1e-6) -> bool:
    """Whether an answer switches a whole-interval job in part, or completes a job in part."""
    if not columns.switches.size and not columns.completion.size:
        return False
    values = x[np.concatenate([columns.switches, columns.completion])]
    return bool((np.abs(values - np.round(values)) > tolerance).any())
