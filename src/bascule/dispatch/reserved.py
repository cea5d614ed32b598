"""Between two plans: load that backs a reserve keeps running, and stored energy that backs one is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bascule.dispatch.inputs import BatteryInput, Group, Inputs, LoadInput
from bascule.dispatch.optimise import Plan
from bascule.model.reserves import Direction, ReserveProduct

_FIRST_PER_MWH: Final = 1e5
"""More than any market's price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one asset holds in one step.

    Attributes:
        shed_mw: Bus MW that must run.
        take_mw: Bus MW of room that must be left.
        shed_mwh: Energy at the bus that must be in store for it.
        take_mwh: Room in store, in energy at the bus.
        worth_per_mwh: Money lost per bus MWh that does not run.
    """

    shed_mw: float = 0.0
    take_mw: float = 0.0
    shed_mwh: float = 0.0
    take_mwh: float = 0.0
    worth_per_mwh: float = 0.0


def held_now(plan: Plan, step: int) -> dict[str, Held]:
    """What each asset holds in a step of a plan."""
    sold = _sold(plan, step)
    return {asset: _held(parts, _shed_s(plan, asset)) for asset, parts in sold.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What an asset holds of one product."""

    product: ReserveProduct
    mw: float
    lost_per_mwh: float


def _sold(plan: Plan, step: int) -> dict[str, list[_Part]]:
    """Parts by asset, those without megawatts left out."""
    found: dict[str, list[_Part]] = {}
    for given in plan.inputs.reserves:
        at = int(np.searchsorted(given.steps, step))
        if at >= given.steps.size or given.steps[at] != step:
            continue
        lost = given.miss_per_mw_h + float(given.capacity_per_mw_h[at])
        if given.product.always_called:
            # It is shed at once, so that what it would draw costs nothing.
            lost = _FIRST_PER_MWH
        for asset, columns in plan.layout.reserves[given.product.name].held.items():
            mw = float(plan.answer.x[columns[given.block[at]]])
            if mw > 1e-9:
                found.setdefault(asset, []).append(_Part(product=given.product, mw=mw, lost_per_mwh=lost))
    return found


def _held(parts: Sequence[_Part], shed_s: float) -> Held:
    shed = [part for part in parts if part.product.direction is Direction.SHED]
    take = [part for part in parts if part.product.direction is Direction.TAKE]
    return Held(
        shed_mw=_needed_mw(shed, shed_s),
        take_mw=_needed_mw(take, shed_s),
        shed_mwh=sum(part.mw * part.product.duration_h for part in shed),
        take_mwh=sum(part.mw * part.product.duration_h for part in take),
        worth_per_mwh=max(part.lost_per_mwh for part in parts),
    )


def _needed_mw(parts: Sequence[_Part], shed_s: float) -> float:
    """Power (or room) behind what is held: of a slow asset only a share follows a fast call."""
    needed, total = 0.0, 0.0
    for part in sorted(parts, key=lambda part: part.product.response_s):
        total += part.mw
        share = min(part.product.response_s / shed_s, 1.0) if shed_s > 0 else 1.0
        needed = max(needed, total / share)
    return needed


def _shed_s(plan: Plan, asset: str) -> float:
    named = {g.name: g.shed_s for g in plan.inputs.groups}
    named |= {b.battery.name: b.battery.shed_s for b in plan.inputs.batteries}
    named |= {v.load.name: v.load.shed_s for v in plan.inputs.loads}
    return named[asset]


def kept_running(inputs: Inputs, held: Mapping[str, Held]) -> Inputs:
    """One step in which load that backs a reserve bids what missing the reserve costs on top of its own worth.

    Args:
        inputs: One step.
        held: What each asset holds.
    """
    if not held:
        return inputs
    return replace(
        inputs,
        groups=tuple(_group(g, held[g.name]) if g.name in held else g for g in inputs.groups),
        batteries=tuple(
            _battery(b, held[b.battery.name]) if b.battery.name in held else b for b in inputs.batteries
        ),
        loads=tuple(_load(v, held[v.load.name]) if v.load.name in held else v for v in inputs.loads),
    )


def _group(group: Group, held: Held) -> Group:
    """Segments cut in two where the held power ends; the first part is dearer, and room to take is left at the top."""
    left = held.shed_mw / group.bus_per_it
    room = held.take_mw / group.bus_per_it
    widths, worths = [], []
    top = np.maximum(group.widths_mw.sum(axis=0) - room, 0.0)
    for width, worth in zip(group.widths_mw, group.worth_per_mwh, strict=True):
        kept = np.minimum(width, top)
        top = top - kept
        first = np.minimum(left, kept)
        left = left - first
        widths += [first, kept - first]
        worths += [worth + held.worth_per_mwh * group.bus_per_it, worth]
    return replace(group, widths_mw=np.stack(widths), worth_per_mwh=np.stack(worths))


def _battery(given: BatteryInput, held: Held) -> BatteryInput:
    """Less of its power and energy is free to move."""
    battery = given.battery
    least = battery.least_mwh + held.shed_mwh / battery.discharge_efficiency_frac
    most = battery.energy_mwh - held.take_mwh * battery.charge_efficiency_frac
    return replace(
        given,
        battery=replace(
            battery,
            discharge_limit_mw=max(battery.discharge_limit_mw - held.shed_mw, 0.0),
            charge_limit_mw=max(battery.charge_limit_mw - held.take_mw, 0.0),
            least_mwh=min(least, battery.energy_mwh),
            energy_mwh=max(most, 0.0),
        ),
    )


def _load(given: LoadInput, held: Held) -> LoadInput:
    worth = given.worth_per_mwh + (held.worth_per_mwh if held.shed_mw > 0 else 0.0)
    return replace(given, worth_per_mwh=worth)
