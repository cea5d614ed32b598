"""Fleets, reservations, sales and leases: segments of a concave curve, starts, whole blocks, and the pools they share."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bascule.dispatch.inputs import Group, Inputs, JobInput, PoolInput
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupColumns:
    """Columns of a group: power per segment (segments, steps), starts (steps,) or empty, block switches (steps,) or empty."""

    segments: Ints
    starts: Ints
    switches: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PoolColumns:
    """Columns of nodes that are on, and rows that limit what shares the pool, each of shape (steps,) or empty."""

    nodes: Ints
    limit: Ints


def add_group(
    builder: ProgramBuilder, inputs: Inputs, group: Group, balance: Ints, *, whole: bool, scarce: bool
) -> GroupColumns:
    """Add a group's segments, and what couples them in time.

    Args:
        builder: The program.
        inputs: The horizon.
        group: The group.
        balance: Rows of the bus balance.
        whole: Make the switches of a whole block integer.
        scarce: Its devices are shared, so that a higher segment must not run on devices that do not.
    """
    shape, widths = group.widths_mw.shape, group.widths_mw
    lower = np.zeros(shape)
    if group.floor_mw is not None:
        lower[0] = group.floor_mw
    columns = builder.columns(
        widths.size,
        cost=(-group.worth_per_mwh * inputs.hours).ravel(),
        lower=lower.ravel(),
        upper=widths.ravel(),
    )
    segments = columns.reshape(shape)
    builder.put(balance, segments, -group.bus_per_it)
    starts, switches = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    if scarce or group.start is not None:
        link_segments(builder, segments, widths)
    if group.start is not None:
        starts = _add_starts(builder, group, segments[0])
    if group.start is not None and group.start.whole_block:
        switches = _add_switches(builder, group, segments, whole=whole)
    return GroupColumns(segments=segments, starts=starts, switches=switches)


def link_segments(builder: ProgramBuilder, segments: Ints, widths_mw: Floats) -> None:
    """Each higher segment runs on no more devices than the first.

    Where devices are free, falling worth fills the first segment first and these rows would never bind.

    Args:
        builder: The program.
        segments: Columns, shape (segments, steps).
        widths_mw: Their widths, same shape.
    """
    for columns, width in zip(segments[1:], widths_mw[1:], strict=True):
        rows = builder.rows(columns.size, upper=0.0)
        builder.put(rows, columns, widths_mw[0])
        builder.put(rows, segments[0], -width)


def _add_starts(builder: ProgramBuilder, group: Group, running: Ints) -> Ints:
    """Starts of devices: at least the rise of running devices from one step to the next."""
    if group.start is None:
        raise ValueError(f"{group.name} has no start rule")
    count = running.size
    starts = builder.columns(count, cost=group.start.cost)
    before = np.zeros(count)
    before[0] = group.start.before
    rows = builder.rows(count, lower=-before)
    builder.put(rows, starts, 1.0)
    builder.put(rows, running, -1.0 / group.device_mw)
    builder.put(rows[1:], running[:-1], 1.0 / group.device_mw)
    return starts


def _add_switches(builder: ProgramBuilder, group: Group, segments: Ints, *, whole: bool) -> Ints:
    """All devices on the first segment, or none: its power is the switch times its width."""
    count = segments.shape[1]
    switches = builder.columns(count, upper=1.0, integer=whole)
    for k in range(segments.shape[0]):
        rows = builder.rows(count, lower=0.0 if k == 0 else -np.inf, upper=0.0)
        builder.put(rows, segments[k], 1.0)
        builder.put(rows, switches, -group.widths_mw[k])
    return switches


def add_pool(
    builder: ProgramBuilder,
    inputs: Inputs,
    pool: PoolInput,
    groups: Mapping[str, GroupColumns],
    jobs: list[tuple[Ints, JobInput]],
    balance: Ints,
    *,
    whole: bool,
) -> PoolColumns:
    """Limit what shares a pool to its devices; with whole nodes, also decide how many nodes are on.

    Args:
        builder: The program.
        inputs: The horizon.
        pool: The pool.
        groups: Columns by group name.
        jobs: First-segment columns of each job of the pool, shape (its steps,).
        balance: Rows of the bus balance.
        whole: Make the number of nodes integer.

    Returns:
        Columns of nodes that are on, and rows of the pool's limit, each of shape (steps,) or empty.
    """
    users = [(groups[g.name].segments[0], g.device_mw) for g in inputs.groups if g.pool == pool.pool.name]
    nodes = np.zeros(0, dtype=np.int64)
    if not pool.pool.whole_nodes and not crowded(inputs, pool):
        return PoolColumns(nodes=nodes, limit=nodes)
    used = [(columns, np.arange(inputs.count), np.full(inputs.count, 1.0 / mw)) for columns, mw in users]
    used += [(columns, job.steps, np.full(job.steps.size, 1.0 / job.device_mw)) for columns, job in jobs]
    rows = builder.rows(inputs.count, upper=pool.pool.devices)
    _put_used(builder, rows, used)
    if pool.pool.whole_nodes:
        nodes = _add_nodes(builder, inputs, pool, used, balance, whole=whole)
    return PoolColumns(nodes=nodes, limit=rows)


def _put_used(builder: ProgramBuilder, rows: Ints, used: list[tuple[Ints, Ints, Floats]]) -> None:
    if used:
        columns, steps, per_device = (np.concatenate(part) for part in zip(*used, strict=True))
        builder.put(rows[steps], columns, per_device)


def _add_nodes(
    builder: ProgramBuilder,
    inputs: Inputs,
    pool: PoolInput,
    used: list[tuple[Ints, Ints, Floats]],
    balance: Ints,
    *,
    whole: bool,
) -> Ints:
    """Nodes that are on: enough for the devices at work, and none more."""
    per_node = float(pool.pool.gpus_per_node)
    nodes = builder.columns(inputs.count, upper=np.ceil(pool.pool.devices / per_node - 1e-9), integer=whole)
    # Devices at work lie in (nodes - 1, nodes] x per_node.
    rows = builder.rows(inputs.count, lower=-per_node * (1.0 - 1e-6), upper=0.0)
    _put_used(builder, rows, used)
    builder.put(rows, nodes, -per_node)
    builder.put(balance, nodes, -node_mw(pool) * pool.bus_per_it)
    return nodes


def crowded(inputs: Inputs, pool: PoolInput) -> bool:
    """Whether the pool's users could ask for more devices than there are; else its rows would never bind."""
    by_jobs = np.zeros(inputs.count)
    for job in (j for j in inputs.jobs if j.pool == pool.pool.name):
        by_jobs[job.steps] += job.max_gpus
    return inputs.demanded(pool) + float(by_jobs.max()) > pool.pool.devices


def node_mw(pool: PoolInput) -> float:
    """IT power by which an idle node exceeds a paused one."""
    return pool.pool.gpus_per_node * (pool.pool.idle_w - pool.pool.paused_w) / 1e6


def run_mw(columns: GroupColumns, x: Floats) -> Floats:
    """IT power above rest of a group, shape (steps,)."""
    return np.asarray(x[columns.segments].sum(axis=0))
