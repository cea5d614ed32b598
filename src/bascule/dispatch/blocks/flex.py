"""Throughput of reservations that customers allow to be withheld."""

import numpy as np

from bascule.dispatch.blocks.groups import GroupColumns
from bascule.dispatch.inputs import FlexInput, Inputs
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints
from bascule.units import SECONDS_PER_HOUR


def add_flex(builder: ProgramBuilder, inputs: Inputs, flex: FlexInput, group: GroupColumns) -> Ints:
    """Add throughput withheld with the customer's leave: at most the depth allowed, and at most what is not delivered.

    Until events are chosen they are not counted: over every event and the recovery after it, and over every month, as
    much may be withheld as the allowed events hold at full depth. Every way that keeps the contract keeps these rows, so
    the relaxation bounds them all; some that keep the rows break the contract.

    Returns:
        Columns of GPUs withheld, shape (steps,).
    """
    least = 0.0 if flex.least_gpus is None else flex.least_gpus
    withheld = builder.columns(
        inputs.count, cost=-flex.gain_per_gpu_h * inputs.hours, lower=least, upper=flex.most_gpus
    )
    rows = builder.rows(inputs.count, upper=flex.owed_gpus)
    builder.put(rows, withheld, 1.0)
    for columns, gained in zip(group.segments, flex.gpu_h_per_mwh.tolist(), strict=True):
        builder.put(rows, columns, gained)
    if not flex.chosen:
        depth = np.divide(inputs.hours, flex.most_gpus, out=np.zeros(inputs.count), where=flex.most_gpus > 0)
        _limit_stretches(builder, inputs, flex, withheld, depth)
        _limit_months(builder, flex, withheld, depth)
    return withheld


def _limit_months(builder: ProgramBuilder, flex: FlexInput, withheld: Ints, depth: Floats) -> None:
    """Hours at full depth of the events left in each month, and of the one under way; the last may reach over its end."""
    most = flex.month_events * flex.full_h + np.append(0.0, np.full(flex.month_events.size - 1, flex.full_h))
    most[0] += flex.open_left_h
    rows = builder.rows(flex.month_events.size, upper=most)
    builder.put(rows[flex.month], withheld, depth)


def _limit_stretches(
    builder: ProgramBuilder, inputs: Inputs, flex: FlexInput, withheld: Ints, depth: Floats
) -> None:
    """One row per step: over whole steps within an event and its recovery, the hours at full depth of one event.

    From the first step on it is what is left of the event under way.
    """
    count, start_h = inputs.count, (inputs.starts_s - inputs.starts_s[0]) / SECONDS_PER_HOUR
    stretch, most = np.full(count, float(flex.stretch_h)), np.full(count, float(flex.full_h))
    if flex.open_left_h > 0:
        stretch[0], most[0] = flex.open_left_h + flex.stretch_h - flex.full_h, flex.open_left_h
    over = np.searchsorted(start_h + inputs.hours, start_h + stretch + 1e-9, side="right")
    sizes = np.maximum(over - np.arange(count), 1)
    rows = builder.rows(count, upper=most)
    ends = np.cumsum(sizes)
    inside = np.arange(ends[-1]) - np.repeat(ends - sizes, sizes) + np.repeat(np.arange(count), sizes)
    builder.put(np.repeat(rows, sizes), withheld[inside], depth[inside])
