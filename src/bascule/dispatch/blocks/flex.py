"""Throughput of reservations that customers allow to be withheld."""

import numpy as np

from bascule.dispatch.blocks.groups import GroupColumns
from bascule.dispatch.inputs import FlexInput, Inputs
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints


def add_flex(builder: ProgramBuilder, inputs: Inputs, flex: FlexInput, group: GroupColumns) -> Ints:
    """Add throughput withheld with the customer's leave: at most the depth allowed, and at most what is not delivered.

    Events are not counted: over every stretch and the recovery after it, and over every month, as much may be withheld
    as the allowed events hold at full depth. Every way that keeps the contract keeps these rows, so the program never
    misses one; some that keep the rows break the contract, and the ledger tells.

    Returns:
        Columns of GPUs withheld, shape (steps,).
    """
    withheld = builder.columns(inputs.count, cost=-flex.gain_per_gpu_h * inputs.hours, upper=flex.most_gpus)
    rows = builder.rows(inputs.count, upper=flex.owed_gpus)
    builder.put(rows, withheld, 1.0)
    for columns, gained in zip(group.segments, flex.gpu_h_per_mwh.tolist(), strict=True):
        builder.put(rows, columns, gained)
    full_h = np.divide(inputs.hours, flex.most_gpus, out=np.zeros(inputs.count), where=flex.most_gpus > 0)
    _limit_stretches(builder, inputs, flex, withheld, full_h)
    months = builder.rows(flex.month_full_h.size, upper=flex.month_full_h)
    builder.put(months[flex.month], withheld, full_h)
    return withheld


def _limit_stretches(
    builder: ProgramBuilder, inputs: Inputs, flex: FlexInput, withheld: Ints, full_h: Floats
) -> None:
    """One row per step: from its start on, over a stretch and its recovery, the hours at full depth of one event."""
    start_h = (inputs.starts_s - inputs.starts_s[0]) / 3600
    ends = np.searchsorted(start_h, start_h + flex.stretch_h - 1e-9)
    most = np.full(inputs.count, flex.full_h)
    most[0] = flex.full_before_h
    # A step longer than an event still holds one.
    ends, counts = (
        np.maximum(ends, np.arange(inputs.count) + 1),
        np.maximum(ends - np.arange(inputs.count), 1),
    )
    rows = builder.rows(inputs.count, upper=most)
    first = np.repeat(ends - counts, counts)
    inside = first + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    builder.put(np.repeat(rows, counts), withheld[inside], full_h[inside])
