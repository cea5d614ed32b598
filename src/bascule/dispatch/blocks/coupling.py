"""What couples the site's import over time: monthly peaks, ramps, emissions."""

import numpy as np

from bascule.dispatch.blocks.bus import BusColumns
from bascule.dispatch.inputs import EmissionInput, Inputs, PeakInput
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Ints
from bascule.settle.demand import RATCHET_MONTHS


def add_peak(builder: ProgramBuilder, inputs: Inputs, peak: PeakInput, bus: BusColumns) -> Ints:
    """Add a month's peak: what is billed is at least the mean import of each billing interval; what is owed already is free.

    Returns:
        The column billed and that of the month's own peak, shape (2,); without a ratchet they are the same.
    """
    billed = builder.columns(1, cost=peak.price_per_mw, lower=peak.floor_mw)
    column = billed if not peak.ratchet_frac else _own_peak(builder, peak, billed)
    rows = builder.rows(peak.hours.size, upper=-peak.before_mwh / peak.hours)
    share = inputs.hours[peak.steps] / peak.hours[peak.group]
    for columns in (c for c in (bus.import_mw, bus.breach_mw) if c.size):
        builder.put(rows[peak.group], columns[peak.steps], share)
    builder.put(rows, np.broadcast_to(column, rows.shape), -1.0)
    return np.concatenate([billed, column])


def _own_peak(builder: ProgramBuilder, peak: PeakInput, billed: Ints) -> Ints:
    own = builder.columns(1, lower=peak.own_mw)
    row = builder.rows(1, upper=0.0)
    builder.put(row, own, 1.0)
    builder.put(row, billed, -1.0)
    return own


def add_ratchets(builder: ProgramBuilder, inputs: Inputs, peaks: dict[tuple[str, int], Ints]) -> None:
    """Bill each month at least the ratchet's share of the own peaks of the horizon's 11 months before it."""
    for peak in (p for p in inputs.peaks if p.ratchet_frac):
        for (charge, month), columns in peaks.items():
            if charge == peak.charge and 0 < month - peak.month <= RATCHET_MONTHS:
                row = builder.rows(1, upper=0.0)
                builder.put(row, peaks[peak.charge, peak.month][1:], peak.ratchet_frac)
                builder.put(row, columns[:1], -1.0)


def add_ramp(builder: ProgramBuilder, inputs: Inputs, bus: BusColumns) -> None:
    """Limit the change of net import between steps of equal length and from the state before."""
    if inputs.ramp_mw_per_h is None:
        return
    room = inputs.ramp_mw_per_h * inputs.hours
    before = np.zeros(inputs.count)
    before[0] = inputs.net_import_before_mw or 0.0
    if inputs.net_import_before_mw is None:
        room = room.copy()
        room[0] = np.inf
    rows = builder.rows(inputs.count, lower=before - room, upper=before + room)
    for columns, sign in bus.net_import():
        builder.put(rows, columns, sign)
        builder.put(rows[1:], columns[:-1], -sign)


def add_emission(builder: ProgramBuilder, inputs: Inputs, emission: EmissionInput, bus: BusColumns) -> None:
    """Limit the emissions of imported energy over the horizon."""
    row = builder.rows(1, upper=emission.left_tonnes)
    for columns in (c for c in (bus.import_mw, bus.breach_mw) if c.size):
        builder.put(row[0], columns, emission.tonnes_per_mwh * inputs.hours)
