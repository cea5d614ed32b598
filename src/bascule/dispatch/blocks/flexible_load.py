"""A flexible load: power with a worth, commitment, times, modes, ramps and heat."""

from dataclasses import dataclass

import numpy as np

from bascule.dispatch.inputs import Inputs, LoadInput
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints

_NONE = np.zeros(0, dtype=np.int64)
_NONE.setflags(write=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadColumns:
    """Columns of a load: power and heat (steps,), on switches (steps,) and modes (modes, steps), or empty."""

    power_mw: Ints
    heat_mw: Ints
    switches: Ints
    modes: Ints


def add_load(
    builder: ProgramBuilder, inputs: Inputs, given: LoadInput, balance: Ints, *, whole: bool
) -> LoadColumns:
    """Add a flexible load.

    Args:
        builder: The program.
        inputs: The horizon.
        given: The load, its worth and its state before.
        balance: Rows of the bus balance.
        whole: Make switches and modes integer.
    """
    load, count = given.load, inputs.count
    power = builder.columns(count, cost=-given.worth_per_mwh * inputs.hours, upper=load.power_mw)
    builder.put(balance, power, -1.0)
    heat = _add_heat(builder, inputs, given, power) if load.heat is not None else _NONE
    switches, modes = _NONE, _NONE
    if load.commits:
        switches = _add_commitment(builder, inputs, given, power, whole=whole)
        modes = _add_modes(builder, given, power, switches, whole=whole)
    if load.ramp_mw_per_h is not None:
        _add_ramp(builder, inputs, given, power)
    return LoadColumns(power_mw=power, heat_mw=heat, switches=switches, modes=modes)


def _add_heat(builder: ProgramBuilder, inputs: Inputs, given: LoadInput, power: Ints) -> Ints:
    recovered = given.load.heat.recovered_frac if given.load.heat else 0.0
    heat = builder.columns(inputs.count, cost=-given.heat_per_mwh * inputs.hours, upper=given.heat_mw)
    rows = builder.rows(inputs.count, upper=0.0)
    builder.put(rows, heat, 1.0)
    builder.put(rows, power, -recovered)
    return heat


def _add_commitment(
    builder: ProgramBuilder, inputs: Inputs, given: LoadInput, power: Ints, *, whole: bool
) -> Ints:
    """On, starts and stops, with least times up and down (Rajan and Takriti's form)."""
    load, count = given.load, inputs.count
    was_on = given.before.power_mw > 0
    forced = _forced(given, inputs)
    lower, upper = np.zeros(count), np.ones(count)
    lower[:forced], upper[:forced] = (1.0, 1.0) if was_on else (0.0, 0.0)
    on = builder.columns(count, lower=lower, upper=upper, integer=whole)
    started = builder.columns(count, cost=load.start_cost, upper=1.0)
    stopped = builder.columns(count, upper=1.0)
    rows = builder.rows(count, upper=0.0)
    builder.put(rows, power, 1.0)
    builder.put(rows, on, -load.power_mw)
    rows = builder.rows(count, lower=0.0)
    builder.put(rows, power, 1.0)
    builder.put(rows, on, -load.floor_mw)
    before = np.zeros(count)
    before[0] = float(was_on)
    rows = builder.rows(count, lower=before, upper=before)
    builder.put(rows, on, 1.0)
    builder.put(rows[1:], on[:-1], -1.0)
    builder.put(rows, started, -1.0)
    builder.put(rows, stopped, 1.0)
    _add_times(builder, inputs, load.min_up_h, started, on, -1.0, 0.0)
    _add_times(builder, inputs, load.min_down_h, stopped, on, 1.0, 1.0)
    return on


def _forced(given: LoadInput, inputs: Inputs) -> int:
    """Steps for which the state before must still be held."""
    least_h = given.load.min_up_h if given.before.power_mw > 0 else given.load.min_down_h
    left_h = least_h - given.before.held_h
    return int(np.searchsorted(np.cumsum(inputs.hours) - inputs.hours, left_h - 1e-9)) if left_h > 1e-9 else 0


def _add_times(
    builder: ProgramBuilder, inputs: Inputs, least_h: float, events: Ints, on: Ints, sign: float, bound: float
) -> None:
    """Events of the last ``least_h`` hours are at most on (starts) or off (stops), whatever the steps' lengths."""
    if least_h <= float(inputs.hours.min()) + 1e-9:
        return
    begins = np.cumsum(inputs.hours) - inputs.hours
    rows = builder.rows(inputs.count, upper=bound)
    builder.put(rows, on, sign)
    earliest = np.searchsorted(begins, begins - least_h + 1e-9, side="left")
    counts = np.arange(inputs.count) - earliest + 1
    steps = np.concatenate([np.arange(first, k + 1) for k, first in enumerate(earliest.tolist())])
    builder.put(np.repeat(rows, counts), events[steps], 1.0)


def _add_modes(builder: ProgramBuilder, given: LoadInput, power: Ints, on: Ints, *, whole: bool) -> Ints:
    if not given.load.modes_mw:
        return _NONE
    count = power.size
    modes = builder.columns(count * len(given.load.modes_mw), upper=1.0, integer=whole).reshape(-1, count)
    one = builder.rows(count, lower=0.0, upper=0.0)
    builder.put(np.broadcast_to(one, modes.shape), modes, 1.0)
    builder.put(one, on, -1.0)
    sums = builder.rows(count, lower=0.0, upper=0.0)
    for mode, mode_mw in zip(modes, given.load.modes_mw, strict=True):
        builder.put(sums, mode, mode_mw)
    builder.put(sums, power, -1.0)
    return modes


def _add_ramp(builder: ProgramBuilder, inputs: Inputs, given: LoadInput, power: Ints) -> None:
    room = (given.load.ramp_mw_per_h or 0.0) * inputs.hours
    before = np.zeros(inputs.count)
    before[0] = given.before.power_mw
    rows = builder.rows(inputs.count, lower=before - room, upper=before + room)
    builder.put(rows, power, 1.0)
    builder.put(rows[1:], power[:-1], -1.0)


def fractional(columns: LoadColumns, x: Floats, tolerance: float = 1e-6) -> bool:
    """Whether an answer switches a load in part or mixes its modes."""
    values = x[np.concatenate([columns.switches, columns.modes.ravel()])]
    return bool((np.abs(values - np.round(values)) > tolerance).any())
