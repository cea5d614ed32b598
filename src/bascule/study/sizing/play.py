"""Plays years of calls and outages against one size of the AI load: hashing off first, then the battery, AI last.

Everything but the battery's state is an array over years, draws and stretches; the state moves stretch by stretch in closed form.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.sizing.plant import Measure, Plant, Recharge
from bascule.study.sizing.stretches import Stretches

CLOSE_MW: Final = 1e-9
"""Power that counts as none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Played:
    """What happened in each stretch, shape (rows, stretches) unless stated.

    Attributes:
        full: Intervals with the full firm load; they are the first of the stretch.
        out_mwh: Taken from store.
        in_mwh: Put into store.
        short_mwh: Firm energy not served, at the meter.
        hashing_mwh: Energy hashed with, at the meter.
        drawn_mwh: Energy drawn at the meter.
        end_mwh: Left in store at the end of each row, shape (rows,).
    """

    full: Ints
    out_mwh: Floats
    in_mwh: Floats
    short_mwh: Floats
    hashing_mwh: Floats
    drawn_mwh: Floats
    end_mwh: Floats


def deficits_mw(plant: Plant, stretches: Stretches, ai_meter_mw: float) -> tuple[Floats, Floats]:
    """Firm load that the connection does not carry and connection that it leaves, each (rows, stretches).

    Args:
        plant: The site.
        stretches: Calls and outages.
        ai_meter_mw: Firm load at the meter.
    """
    net = _limit_mw(plant, stretches, ai_meter_mw) - ai_meter_mw * stretches.hall_share
    deficit = np.where(net < -CLOSE_MW, -net, 0.0)
    return deficit, np.maximum(net, 0.0)


def play(plant: Plant, stretches: Stretches, ai_meter_mw: float, most_deficit_mw: float) -> Played:
    """Play one size.

    The battery spends only on deficits up to ``most_deficit_mw`` that its power covers, and not while a hall is down: those
    intervals are lost anyhow. In the last interval that it reaches it gives what it has. It charges at its cap until it is full,
    also inside an interval.

    Args:
        plant: The site.
        stretches: Calls and outages.
        ai_meter_mw: Firm load at the meter.
        most_deficit_mw: Largest deficit that the battery is spent on.
    """
    store, hours = plant.store, stretches.counts * stretches.step_h
    deficit, spare = deficits_mw(plant, stretches, ai_meter_mw)
    power = store.power_mw * stretches.battery_share
    whole = stretches.hall_share >= 1
    covers = (deficit > 0) & (deficit <= np.minimum(power, most_deficit_mw) + CLOSE_MW) & whole
    room = (
        spare
        if store.recharge is Recharge.BEFORE_HASHING
        else np.maximum(spare - plant.hashing_meter_mw, 0.0)
    )
    cap = np.minimum(power, room)
    asked = np.where(covers, deficit, 0.0) * hours / store.discharge_efficiency_frac
    out, into, end = _stored(store.energy_mwh, asked, cap * hours * store.charge_efficiency_frac)
    given = out * store.discharge_efficiency_frac
    reached = np.floor(given / np.where(covers, deficit * stretches.step_h, 1.0) + 1e-9).astype(np.int64)
    full = np.where(
        (deficit == 0) & whole, stretches.counts, np.where(covers, np.minimum(reached, stretches.counts), 0)
    )
    short = np.maximum(deficit * hours - given, 0.0) + ai_meter_mw * (1 - stretches.hall_share) * hours
    taken = into / store.charge_efficiency_frac
    hashing = _hashing_mwh(plant, spare, cap, taken, hours)
    drawn = ai_meter_mw * hours - short - given + taken + hashing
    return Played(
        full=full,
        out_mwh=out,
        in_mwh=into,
        short_mwh=short,
        hashing_mwh=hashing,
        drawn_mwh=drawn,
        end_mwh=end,
    )


def _limit_mw(plant: Plant, stretches: Stretches, ai_meter_mw: float) -> Floats:
    connection = plant.connection_meter_mw
    called = np.minimum(stretches.called_mw, plant.curtailable_meter_mw)
    carried = stretches.grid_share * connection
    if plant.measure is Measure.LIMIT:
        return np.minimum(connection - called, carried)
    before = ai_meter_mw + min(plant.hashing_meter_mw, max(connection - ai_meter_mw, 0.0))
    allowed = np.where(called > 0, np.maximum(before - called, 0.0), connection)
    return np.minimum(allowed, carried)


def _stored(energy_mwh: float, asked: Floats, offered: Floats) -> tuple[Floats, Floats, Floats]:
    """What leaves and enters store per stretch, and what is left at the end; it begins full."""
    out, into = np.zeros(asked.shape), np.zeros(asked.shape)
    level = np.full(asked.shape[0], energy_mwh)
    if energy_mwh > 0:
        busy = np.flatnonzero(np.any((asked > 0), axis=0) | np.any(offered > 0, axis=0))
        for at in busy:
            out[:, at] = np.minimum(level, asked[:, at])
            level = level - out[:, at]
            into[:, at] = np.minimum(energy_mwh - level, offered[:, at])
            level = level + into[:, at]
    return out, into, level


def _hashing_mwh(plant: Plant, spare: Floats, cap: Floats, taken: Floats, hours: Floats) -> Floats:
    """Hashing uses what AI leaves, and while the battery refills first, what both leave."""
    most = plant.hashing_meter_mw
    free = np.minimum(spare, most)
    if plant.store.recharge is Recharge.AFTER_HASHING:
        return free * hours
    refill_h = np.divide(taken, cap, out=np.zeros(taken.shape), where=cap > 0)
    left: Floats = free * (hours - refill_h) + np.minimum(spare - cap, most) * refill_h
    return left
