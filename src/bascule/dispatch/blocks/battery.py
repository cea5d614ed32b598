"""A battery: power each way, energy, wear."""

from dataclasses import dataclass

import numpy as np

from bascule.dispatch.inputs import BatteryInput, Inputs
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BatteryColumns:
    """Columns of a battery, each of shape (steps,), and its energy rows."""

    charge_mw: Ints
    discharge_mw: Ints
    energy_mwh: Ints
    energy: Ints


def add_battery(
    builder: ProgramBuilder, inputs: Inputs, given: BatteryInput, balance: Ints, exclusive: Ints
) -> BatteryColumns:
    """Add a battery; wear is charged half per MWh in and half per MWh out, at the bus.

    Args:
        builder: The program.
        inputs: The horizon.
        given: The battery and its energy before.
        balance: Rows of the bus balance.
        exclusive: Steps at which it must not charge and discharge at once.
    """
    battery, count, hours = given.battery, inputs.count, inputs.hours
    wear = battery.wear_per_mwh / 2 * hours
    charge = builder.columns(count, cost=wear, upper=battery.charge_limit_mw)
    discharge = builder.columns(count, cost=wear, upper=battery.discharge_limit_mw)
    least = np.full(count, battery.least_mwh)
    least[-1] = max(battery.least_mwh, battery.final_mwh)
    worth = np.zeros(count)
    worth[-1] = -battery.final_value_per_mwh
    energy = builder.columns(count, cost=worth, lower=least, upper=battery.energy_mwh)
    before = np.zeros(count)
    before[0] = given.before_mwh
    rows = builder.rows(count, lower=before, upper=before)
    builder.put(balance, charge, -1.0)
    builder.put(balance, discharge, 1.0)
    builder.put(rows, energy, 1.0)
    builder.put(rows[1:], energy[:-1], -1.0)
    builder.put(rows, charge, -battery.charge_efficiency_frac * hours)
    builder.put(rows, discharge, hours / battery.discharge_efficiency_frac)
    _exclude(builder, given, charge, discharge, exclusive)
    return BatteryColumns(charge_mw=charge, discharge_mw=discharge, energy_mwh=energy, energy=rows)


def _exclude(
    builder: ProgramBuilder, given: BatteryInput, charge: Ints, discharge: Ints, steps: Ints
) -> None:
    if steps.size:
        charges = builder.columns(steps.size, upper=1.0, integer=True)
        rows = builder.rows(steps.size, upper=0.0)
        builder.put(rows, charge[steps], 1.0)
        builder.put(rows, charges, -given.battery.charge_limit_mw)
        rows = builder.rows(steps.size, upper=given.battery.discharge_limit_mw)
        builder.put(rows, discharge[steps], 1.0)
        builder.put(rows, charges, given.battery.discharge_limit_mw)


def both_ways(columns: BatteryColumns, x: Floats, tolerance_mw: float = 1e-6) -> Ints:
    """Steps at which an answer charges and discharges at once, which one battery cannot."""
    return np.flatnonzero(np.minimum(x[columns.charge_mw], x[columns.discharge_mw]) > tolerance_mw)
