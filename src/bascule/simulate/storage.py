"""Batteries and what is too much for the site's limits, interval by interval where one decides about the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bascule.model.battery import Battery
from bascule.model.outcome import BatteryOutcome
from bascule.model.series import Floats

TOLERANCE_MW = 1e-7
_TOLERANCE_MWH = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Around:
    """What batteries meet at the bus, each of shape (count,).

    Attributes:
        load_mw: Load without batteries.
        available_mw: Generation that may run.
        export_mw: Most bus power that can leave the site.
        cap_mw: Most bus power from the grid by the planned peak.
        limit_mw: Most bus power from the grid by the connection and its orders.
        hashing_mw: Load that may be dropped to hold the cap.
    """

    load_mw: Floats
    available_mw: Floats
    export_mw: float
    cap_mw: Floats
    limit_mw: Floats
    hashing_mw: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operated:
    """What batteries do, and the load that must go: for the cap (hashing only) and for the limit."""

    batteries: Mapping[str, BatteryOutcome]
    over_cap_mw: Floats
    over_limit_mw: Floats


def operate(
    batteries: Sequence[Battery],
    charge_mw: Mapping[str, Floats],
    discharge_mw: Mapping[str, Floats],
    stored_mwh: Mapping[str, float],
    around: Around,
    step_h: float,
) -> Operated:
    """Run batteries at setpoints cut to their limits, helping where the site's limits bind.

    Where neither stored energy nor a limit binds, all intervals are run at once; else one after the other.

    Args:
        batteries: The site's batteries.
        charge_mw: Setpoint by battery.
        discharge_mw: Setpoint by battery.
        stored_mwh: Energy before the first interval.
        around: The bus around them.
        step_h: Length of an interval.
    """
    into = {b.name: np.clip(charge_mw[b.name], 0.0, b.charge_limit_mw) for b in batteries}
    out = _within_room(batteries, discharge_mw, around)
    for name, power in out.items():
        # A battery goes one way: what is asked both ways cancels.
        both = np.minimum(into[name], power)
        into[name], out[name] = into[name] - both, power - both
    energy = {b.name: _energy(b, into[b.name], out[b.name], stored_mwh[b.name], step_h) for b in batteries}
    net = around.load_mw - around.available_mw
    net = net + sum((into[b.name] - out[b.name] for b in batteries), np.zeros_like(net))
    over_cap = np.where(net - around.cap_mw > TOLERANCE_MW, net - around.cap_mw, 0.0)
    over_limit = np.where(net - around.limit_mw > TOLERANCE_MW, net - around.limit_mw, 0.0)
    free = all(_inside(b, energy[b.name]) for b in batteries)
    if batteries and not (free and not over_cap.any() and not over_limit.any()):
        return _walk(batteries, into, out, stored_mwh, around, step_h)
    shed = np.minimum(over_cap, around.hashing_mw)
    left = np.maximum(over_limit - shed, 0.0)
    done = {b.name: _outcome(b, into[b.name], out[b.name], energy[b.name]) for b in batteries}
    return Operated(batteries=done, over_cap_mw=shed, over_limit_mw=np.where(left > TOLERANCE_MW, left, 0.0))


def _within_room(
    batteries: Sequence[Battery], asked: Mapping[str, Floats], around: Around
) -> dict[str, Floats]:
    """Ask batteries for no more than the site and the export limit can take, generation curtailed first."""
    room = np.maximum(around.load_mw + around.export_mw, 0.0)
    out = {}
    for battery in batteries:
        out[battery.name] = np.minimum(np.clip(asked[battery.name], 0.0, battery.discharge_limit_mw), room)
        room = room - out[battery.name]
    return out


def _energy(battery: Battery, charge: Floats, discharge: Floats, before_mwh: float, step_h: float) -> Floats:
    gain = battery.charge_efficiency_frac * charge - discharge / battery.discharge_efficiency_frac
    return np.asarray(before_mwh + np.cumsum(gain * step_h))


def _inside(battery: Battery, energy: Floats) -> bool:
    least, most = battery.least_mwh - _TOLERANCE_MWH, battery.energy_mwh + _TOLERANCE_MWH
    return bool(energy.min() >= least and energy.max() <= most)


def _outcome(battery: Battery, charge: Floats, discharge: Floats, energy: Floats) -> BatteryOutcome:
    kept = np.clip(energy, 0.0, battery.energy_mwh)
    return BatteryOutcome(charge_mw=charge, discharge_mw=discharge, energy_mwh=kept)


def step(
    battery: Battery, stored_mwh: float, charge_mw: float, discharge_mw: float, step_h: float
) -> tuple[float, float, float]:
    """One interval: power in, power out, energy after, cut to what the store has and has room for."""
    gain = battery.charge_efficiency_frac * step_h
    loss = step_h / battery.discharge_efficiency_frac
    after = stored_mwh + gain * charge_mw - loss * discharge_mw
    if after > battery.energy_mwh:
        charge_mw = max(charge_mw - (after - battery.energy_mwh) / gain, 0.0)
    floor = min(battery.least_mwh, stored_mwh)
    if after < floor:
        discharge_mw = max(discharge_mw - (floor - after) / loss, 0.0)
    return charge_mw, discharge_mw, stored_mwh + gain * charge_mw - loss * discharge_mw


def _walk(
    batteries: Sequence[Battery],
    into: Mapping[str, Floats],
    out: Mapping[str, Floats],
    stored_mwh: Mapping[str, float],
    around: Around,
    step_h: float,
) -> Operated:
    count = around.load_mw.size
    done = {b.name: np.zeros((3, count)) for b in batteries}
    shed, left = np.zeros(count), np.zeros(count)
    stored = dict(stored_mwh)
    for k in range(count):
        asked = {b.name: (float(into[b.name][k]), float(out[b.name][k])) for b in batteries}
        net = float(around.load_mw[k] - around.available_mw[k])
        did, over = _help(batteries, stored, asked, net, float(around.cap_mw[k]), step_h)
        if over > TOLERANCE_MW:
            shed[k] = min(over, float(around.hashing_mw[k]))
        held = {name: (c, d) for name, (c, d, _) in did.items()}
        did, over = _help(batteries, stored, held, net - shed[k], float(around.limit_mw[k]), step_h)
        left[k] = over if over > TOLERANCE_MW else 0.0
        for name, values in did.items():
            done[name][:, k] = values
            stored[name] = values[2]
    outcomes = {b.name: _outcome(b, *done[b.name]) for b in batteries}
    return Operated(batteries=outcomes, over_cap_mw=shed, over_limit_mw=left)


def _help(
    batteries: Sequence[Battery],
    stored: Mapping[str, float],
    asked: Mapping[str, tuple[float, float]],
    net_mw: float,
    limit_mw: float,
    step_h: float,
) -> tuple[dict[str, tuple[float, float, float]], float]:
    """Batteries at their setpoints, charging less and giving more by what a limit cannot carry; and what is still too much."""
    did = {b.name: step(b, stored[b.name], *asked[b.name], step_h) for b in batteries}
    over = net_mw + sum(c - d for c, d, _ in did.values()) - limit_mw
    for battery in batteries if over > TOLERANCE_MW else ():
        charge, discharge, _ = did[battery.name]
        less = min(over, charge)
        more = min(over - less, battery.discharge_limit_mw - discharge)
        did[battery.name] = step(battery, stored[battery.name], charge - less, discharge + more, step_h)
        over = net_mw + sum(c - d for c, d, _ in did.values()) - limit_mw
        if over <= TOLERANCE_MW:
            break
    return did, over
