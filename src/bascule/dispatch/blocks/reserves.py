"""Reserves: megawatts that run and can be shed (or have room and can be taken), each sold once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch.blocks.battery import BatteryColumns
from bascule.dispatch.blocks.bus import BusColumns
from bascule.dispatch.blocks.flexible_load import LoadColumns
from bascule.dispatch.blocks.groups import GroupColumns
from bascule.dispatch.blocks.reserve_choice import chosen
from bascule.dispatch.blocks.reserve_holders import Holder, holders_of
from bascule.dispatch.inputs import BatteryInput, Inputs, ReserveInput
from bascule.dispatch.program import ProgramBuilder
from bascule.model.battery import Battery
from bascule.model.reserves import Direction
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReserveColumns:
    """Columns of a product.

    Attributes:
        held: Bus MW held by asset, each of shape (blocks,).
        useful: Blocks in which an asset may hold some in a best plan, by asset, each of shape (blocks,).
        missed: Meter MW sold and not held, shape (blocks,).
    """

    held: Mapping[str, Ints]
    useful: Mapping[str, NDArray[np.bool_]]
    missed: Ints


def add_reserves(
    builder: ProgramBuilder,
    inputs: Inputs,
    groups: Mapping[str, GroupColumns],
    batteries: Mapping[str, BatteryColumns],
    loads: Mapping[str, LoadColumns],
    bus: BusColumns,
) -> dict[str, ReserveColumns]:
    """Add what each asset holds of each product, the rows that keep a MW from being sold twice, and what is missed."""
    if not inputs.reserves:
        return {}
    holders = holders_of(inputs, groups, batteries, loads)
    gains = {holder.name: _gains(inputs, holder) for holder in holders}
    useful = {
        h.name: chosen(h, [r for r in inputs.reserves if r.product.name in gains[h.name]], gains[h.name])
        for h in holders
    }
    added = {
        r.product.name: _add_product(
            builder,
            inputs,
            r,
            {name: part[r.product.name] for name, part in gains.items() if r.product.name in part},
            {name: part[r.product.name] for name, part in useful.items() if r.product.name in part},
        )
        for r in inputs.reserves
    }
    for holder in holders:
        for direction in Direction:
            _limit(builder, inputs, holder, direction, added)
        if holder.battery is not None:
            _limit_energy(builder, inputs, holder, added)
    for direction in Direction:
        _limit_connection(builder, inputs, bus, direction, added)
    return added


def _gains(inputs: Inputs, holder: Holder) -> dict[str, Floats]:
    """Money per bus MW that an asset holds over each block of each product that it may serve, by product."""
    return {
        r.product.name: _gain_of_blocks(inputs, r, holder)
        for r in inputs.reserves
        if holder.control in r.product.eligible
    }


def _gain_of_blocks(inputs: Inputs, given: ReserveInput, holder: Holder) -> Floats:
    per_mw_h = _gain(inputs, given, holder) - given_up_per_mw_h(inputs, given, holder.worth_per_mwh)
    return np.bincount(given.block, weights=per_mw_h * inputs.hours[given.steps]).astype(np.float64)


def _add_product(
    builder: ProgramBuilder,
    inputs: Inputs,
    given: ReserveInput,
    gains: Mapping[str, Floats],
    useful: Mapping[str, NDArray[np.bool_]],
) -> ReserveColumns:
    keep, blocks = 1.0 - inputs.loss_frac, given.committed_mw.size
    hours = inputs.hours[given.steps]
    decided = np.isfinite(given.committed_mw)
    open_mw = given.most_mw * keep
    upper = np.where(decided, np.nan_to_num(given.committed_mw) * keep, open_mw)
    held = {
        name: builder.columns(blocks, cost=-gain, upper=np.where(useful[name], upper, 0.0))
        for name, gain in gains.items()
    }
    miss = given.miss_per_mw_h * np.bincount(given.block, weights=hours)
    missed = builder.columns(blocks, cost=miss, upper=np.where(decided, np.inf, 0.0))
    rows = builder.rows(
        blocks,
        lower=np.where(decided, np.nan_to_num(given.committed_mw), -np.inf),
        upper=np.where(decided, np.nan_to_num(given.committed_mw), open_mw / keep),
    )
    for columns in held.values():
        builder.put(rows, columns, 1.0 / keep)
    builder.put(rows, missed, 1.0)
    return ReserveColumns(held=held, useful=useful, missed=missed)


def _gain(inputs: Inputs, given: ReserveInput, holder: Holder) -> Floats:
    """Money per bus MW and hour held: the capacity price, and what calls are expected to bring."""
    keep, at = 1.0 - inputs.loss_frac, given.steps
    saved = inputs.import_rate[at] / keep - holder.worth_per_mwh[at]
    way = 1.0 if given.product.direction is Direction.SHED else -1.0
    shown = given.delivered_frac
    paid = shown * given.call_per_mwh - (1.0 - shown) * given.product.penalty_per_mwh
    called = given.called_frac * (paid / keep + way * saved)
    return np.asarray(given.capacity_per_mw_h / keep + called)


def given_up_per_mw_h(inputs: Inputs, given: ReserveInput, worth_per_mwh: Floats) -> Floats:
    """Money per bus MW and hour that a sale gives up by binding load whose price is not known yet, shape (len(steps),).

    Load that may stop is worth ``E max(worth - price, 0)``; load that must run only ``worth - E price``. The difference beyond
    what the believed price says is the option that a sale gives up; it is zero for what is sold already.

    Args:
        inputs: The horizon.
        given: The product.
        worth_per_mwh: Worth of the load per bus MWh, shape (steps,).
    """
    option = np.zeros(given.steps.size)
    if given.rate_spread is None:
        return option
    keep, still = 1.0 - inputs.loss_frac, ~np.isfinite(given.committed_mw)[given.block]
    at, spread = given.steps[still], given.rate_spread[still]
    way = 1.0 if given.product.direction is Direction.SHED else -1.0
    believed = way * (inputs.import_rate[at] / keep - worth_per_mwh[at])
    lost = np.maximum(believed[:, None] + way * spread / keep, 0.0)
    threshold = given.product.called_above_per_mwh
    if threshold is not None:
        # What is called stops, so that a price in a call costs nothing.
        lost = np.where(inputs.import_rate[at][:, None] + spread > threshold, 0.0, lost)
    option[still] = np.maximum(lost.mean(axis=1) - np.maximum(believed, 0.0), 0.0)
    return option


def _limit(
    builder: ProgramBuilder,
    inputs: Inputs,
    holder: Holder,
    direction: Direction,
    added: Mapping[str, ReserveColumns],
) -> None:
    """What an asset holds in one direction is at most what it runs (or has room for), and less where it must be fast."""
    sold = [r for r in inputs.reserves if _holds(r, holder, direction, added)]
    shares = {min(r.product.response_s / holder.shed_s, 1.0) if holder.shed_s > 0 else 1.0 for r in sold}
    for share in sorted(shares):
        fast = [r for r in sold if holder.shed_s <= 0 or r.product.response_s <= share * holder.shed_s + 1e-9]
        # The slowest products bind together with all faster ones.
        if share == 1.0:
            fast = sold
        used = [(r, added[r.product.name].useful[holder.name][r.block]) for r in fast]
        steps = np.unique(np.concatenate([r.steps[at] for r, at in used]))
        way = 1.0 if direction is Direction.SHED else -1.0
        room = -holder.least_mw if direction is Direction.SHED else holder.top_mw
        rows = builder.rows(steps.size, upper=share * room[steps])
        for columns, factor in holder.power:
            builder.put(rows, columns[steps], -way * share * factor[steps])
        for given, at in used:
            columns = added[given.product.name].held[holder.name]
            builder.put(rows[np.searchsorted(steps, given.steps[at])], columns[given.block[at]], 1.0)


def _holds(
    given: ReserveInput, holder: Holder, direction: Direction, added: Mapping[str, ReserveColumns]
) -> bool:
    return given.product.direction is direction and holder.name in added[given.product.name].held


def _limit_energy(
    builder: ProgramBuilder, inputs: Inputs, holder: Holder, added: Mapping[str, ReserveColumns]
) -> None:
    """A battery's energy lasts for the longest call at the start of each step, and for the step at its end.

    The second keeps energy that the battery gives by itself in a step from being sold as reserve too. A call binds for whole
    steps, however short it may be.
    """
    if holder.battery is None:
        raise ValueError(f"{holder.name} is no battery")
    given, columns = holder.battery
    for direction in Direction:
        sold = [r for r in inputs.reserves if _holds(r, holder, direction, added)]
        if sold:
            used = [(r, added[r.product.name].useful[holder.name][r.block]) for r in sold]
            steps = np.unique(np.concatenate([r.steps[at] for r, at in used]))
            for end in (False, True):
                rows = _energy_rows(builder, given, columns, direction, steps, end=end)
                for reserve, at in used:
                    own = reserve.steps[at]
                    hours = (
                        inputs.hours[own]
                        if end
                        else np.maximum(reserve.product.duration_h, inputs.hours[own])
                    )
                    held = added[reserve.product.name].held[holder.name]
                    entries = hours * _stored_per_mwh(given.battery, direction)
                    builder.put(rows[np.searchsorted(steps, own)], held[reserve.block[at]], entries)


def _energy_rows(
    builder: ProgramBuilder,
    given: BatteryInput,
    columns: BatteryColumns,
    direction: Direction,
    steps: Ints,
    *,
    end: bool,
) -> Ints:
    """Rows whose room is what is stored (or the room in store) at the start or the end of steps."""
    battery, shed = given.battery, direction is Direction.SHED
    room = np.full(steps.size, -battery.least_mwh if shed else battery.energy_mwh)
    at = steps if end else steps - 1
    room[at < 0] += given.before_mwh if shed else -given.before_mwh
    rows = builder.rows(steps.size, upper=room)
    builder.put(rows[at >= 0], columns.energy_mwh[at[at >= 0]], -1.0 if shed else 1.0)
    return rows


def _stored_per_mwh(battery: Battery, direction: Direction) -> float:
    if direction is Direction.SHED:
        return 1.0 / battery.discharge_efficiency_frac
    return battery.charge_efficiency_frac


def _limit_connection(
    builder: ProgramBuilder,
    inputs: Inputs,
    bus: BusColumns,
    direction: Direction,
    added: Mapping[str, ReserveColumns],
) -> None:
    """All that is held fits between what the site imports and the limits of its connection."""
    sold = [r for r in inputs.reserves if r.product.direction is direction]
    if not sold:
        return
    keep, shed = 1.0 - inputs.loss_frac, direction is Direction.SHED
    room = np.full(inputs.count, inputs.export_limit_mw / keep)
    if not shed:
        room = np.maximum(inputs.import_limit_mw, 0.0) * keep
    rows = builder.rows(inputs.count, upper=room)
    for columns, sign in bus.net_import():
        factor = keep if sign > 0 else 1.0 / keep
        builder.put(rows, columns, (-factor if shed else factor) * sign)
    for reserve in sold:
        for columns in added[reserve.product.name].held.values():
            builder.put(rows[reserve.steps], columns[reserve.block], 1.0)
