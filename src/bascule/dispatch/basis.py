"""A starting basis read off the merit order.

Each step imports what is worth its price, batch jobs take the cheapest steps that their pool has room for,
and stored energy is
worth the median price. The simplex method then only mends what couples; a wrong guess costs iterations,
never the optimum.
"""

from dataclasses import dataclass

import numpy as np

from bascule.dispatch.assemble import Layout
from bascule.dispatch.inputs import BatteryInput, Inputs, JobInput
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StartingBasis:
    """Which columns start in the basis.

    Attributes:
        basic: Columns in the basis.
        covered: Rows whose slack they replace; as many as basic columns.
    """

    basic: Ints
    covered: Ints


class _Marks:
    """Collects marks; small and local so that the rules below stay one line each."""

    def __init__(self) -> None:
        self.basic: list[Ints] = []
        self.covered: list[Ints] = []

    def cover(self, columns: Ints, rows: Ints) -> None:
        self.basic.append(columns)
        self.covered.append(rows)


def starting_basis(inputs: Inputs, layout: Layout) -> StartingBasis:
    """A nonsingular basis near the optimum of the relaxation.

    Args:
        inputs: The horizon.
        layout: Where the columns stand.
    """
    marks, price = _Marks(), inputs.import_rate / (1.0 - inputs.loss_frac)
    marks.cover(layout.bus.import_mw, layout.bus.balance)
    for battery in inputs.batteries:
        _battery(marks, layout, battery, price)
    for pool in inputs.pools:
        _jobs(
            marks,
            inputs,
            layout,
            pool.pool.name,
            _room(inputs, pool.pool.name, pool.pool.devices, price),
            price,
        )
    return StartingBasis(basic=np.concatenate(marks.basic), covered=np.concatenate(marks.covered))


def _battery(marks: _Marks, layout: Layout, given: BatteryInput, price: Floats) -> None:
    columns = layout.batteries[given.battery.name]
    middle = int(np.argsort(price, kind="stable")[price.size // 2])
    marks.cover(columns.energy_mwh[:-1], columns.energy[:-1])
    marks.cover(columns.charge_mw[middle : middle + 1], columns.energy[-1:])


def _room(inputs: Inputs, pool: str, devices: float, price: Floats) -> Floats:
    room = np.full(inputs.count, devices)
    for group in (g for g in inputs.groups if g.pool == pool):
        room -= np.where(
            group.worth_per_mwh[0] > group.bus_per_it * price, group.widths_mw[0] / group.device_mw, 0.0
        )
    return np.asarray(np.maximum(room, 0.0))


def _jobs(marks: _Marks, inputs: Inputs, layout: Layout, pool: str, room: Floats, price: Floats) -> None:
    """Dearest jobs first, each into its cheapest steps with room; the step that completes it is basic."""
    limit = layout.pools[pool].limit
    jobs = [
        j
        for j in inputs.jobs
        if j.pool == pool and not (j.on_completion or j.whole_interval or j.preemption_gpu_h)
    ]
    for job in sorted(jobs, key=lambda j: -j.value_per_gpu_h):
        steps, segments = job.steps, layout.jobs[job.name].segments
        order = _cheapest(job, price[steps], room[steps])
        gpus = np.minimum(room[steps[order]], job.max_gpus)
        done = np.cumsum(gpus * job.device_mw * job.gpu_h_per_mwh[0] * inputs.hours[steps[order]])
        last = int(np.searchsorted(done, job.left_gpu_h))
        part = order[:last][gpus[:last] < job.max_gpus]
        if limit.size:
            marks.cover(segments[0, part], limit[steps[part]])
        if last < order.size:
            marks.cover(segments[:1, order[last]], np.array([layout.jobs[job.name].work]))
            gpus[last] *= 1.0 - (done[last] - job.left_gpu_h) / max(
                done[last] - (done[last - 1] if last else 0.0), 1e-12
            )
        room[steps[order[: last + 1]]] -= gpus[: last + 1]


def _cheapest(job: JobInput, price: Floats, room: Floats) -> Ints:
    per_gpu_h = price * job.bus_per_it / job.gpu_h_per_mwh[0]
    order = np.argsort(per_gpu_h, kind="stable")
    order = order[(per_gpu_h[order] < job.value_per_gpu_h) & (room[order] > 1e-9)]
    return np.asarray(order)
