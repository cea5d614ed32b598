"""Which columns of a program decide the first steps of its horizon."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch.assemble import Layout
from bascule.dispatch.inputs import Inputs
from bascule.model.series import Ints


def first_stage(inputs: Inputs, layout: Layout, columns: int, steps: int) -> NDArray[np.bool_]:
    """Mark the columns of what is decided in the first steps, shape (columns,).

    What only follows from decisions is not marked: a month's peak, work lost at a preemption, which asset holds a reserve
    that is sold, what deviates from a nomination.

    Args:
        inputs: The horizon.
        layout: Where its columns stand.
        columns: Number of columns of the program.
        steps: How many steps are decided now.
    """
    marks = np.zeros(columns, dtype=np.bool_)
    for found in _by_step(layout):
        marks[found[..., :steps]] = True
    for job in inputs.jobs:
        own, now = layout.jobs[job.name], job.steps < steps
        marks[own.segments[:, now]] = True
        if own.switches.size:
            marks[own.switches[now]] = True
    return marks


def _by_step(layout: Layout) -> Iterator[Ints]:
    """Arrays of columns whose last axis is the horizon's steps (or that are empty)."""
    bus = layout.bus
    yield from (bus.import_mw, bus.breach_mw, bus.export_mw)
    yield from layout.generators.values()
    yield from layout.flexes.values()
    for group in layout.groups.values():
        yield from (group.segments, group.starts, group.switches)
    for pool in layout.pools.values():
        yield pool.nodes
    for battery in layout.batteries.values():
        yield from (battery.charge_mw, battery.discharge_mw, battery.energy_mwh)
    for load in layout.loads.values():
        yield from (load.power_mw, load.heat_mw, load.switches, load.modes)
