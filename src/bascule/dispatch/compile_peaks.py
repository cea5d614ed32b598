"""Months' peaks of a horizon, and what tenants are passed on of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch import compile_groups as groups
from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.inputs import PeakInput
from bascule.dispatch.site_shape import SiteShape
from bascule.model.energy_contracts import DemandCharge
from bascule.model.series import Floats, Ints
from bascule.model.state import SiteState
from bascule.settle import ai, demand


def lease_peaks(shape: SiteShape, pieces: Sequence[Piece]) -> float:
    """Demand charges that tenants pay on their own monthly peaks."""
    site, money = shape.site, 0.0
    for lease in (lease for lease in site.leases if lease.network_pass_through):
        for charge in site.demand_charges:
            highest: dict[int, float] = {}
            for piece in pieces:
                temperature_c = groups.temperatures(shape, piece.grid, piece.values)
                hall_mw = ai.lease_it_mw(lease, piece.grid, piece.values) * lease.pue.at(temperature_c)
                metered = hall_mw / (1.0 - site.grid.loss_frac)
                for month, peak in demand.month_peaks(charge, piece.grid, site.time_zone, metered).items():
                    highest[month] = max(highest.get(month, 0.0), peak)
            billed = demand.billed_peaks(charge, highest, {})
            money += sum(mw * demand.price_per_mw(charge, m, site.time_zone) for m, mw in billed.items())
    return money


def peak_inputs(
    shape: SiteShape, pieces: Sequence[Piece], state: SiteState, asking: Asking
) -> tuple[PeakInput, ...]:
    """One peak per demand charge and month of the horizon."""
    made: list[PeakInput] = []
    for charge in shape.site.demand_charges:
        bills = [demand.billing(charge, piece.grid, shape.site.time_zone) for piece in pieces]
        offsets = np.cumsum([0, *(bill.hours.size for bill in bills)])
        group = np.concatenate([bill.group + offset for bill, offset in zip(bills, offsets, strict=False)])
        hours, months = np.concatenate([b.hours for b in bills]), np.concatenate([b.month for b in bills])
        billed = np.concatenate([b.billed for b in bills])
        mwh = np.zeros(hours.size)
        was = state.open_billing.get(charge.name)
        if was is not None and was.number == bills[0].number[0]:
            mwh[0], hours[0] = was.mwh, hours[0] + was.hours
        for month in np.unique(months[billed]).tolist():
            key = (charge.name, month)
            price = demand.price_per_mw(charge, month, shape.site.time_zone) * asking.peak_weight.get(
                key, 1.0
            )
            made.append(
                _peak(
                    charge,
                    month,
                    price,
                    _owed(charge, month, state, asking),
                    group,
                    (months == month) & billed,
                    (hours, mwh),
                )
            )
    return tuple(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owed:
    """What a month owes before the horizon: in all, of it billed, and its own peak."""

    floor_mw: float
    billed_mw: float
    own_mw: float


def _owed(charge: DemandCharge, month: int, state: SiteState, asking: Asking) -> _Owed:
    before = {m: mw for (name, m), mw in state.peak_mw.items() if name == charge.name}
    asked = asking.peak_floor_mw.get((charge.name, month), 0.0)
    billed, own = max(demand.owed_mw(charge, month, before), asked), before.get(month, 0.0)
    floor = max(billed, own, demand.ratchet_mw(charge, month, before))
    return _Owed(floor_mw=floor, billed_mw=billed, own_mw=own)


def _peak(
    charge: DemandCharge,
    month: int,
    price: float,
    owed: _Owed,
    group: Ints,
    wanted: NDArray[np.bool_],
    billed: tuple[Floats, Floats],
) -> PeakInput:
    steps = np.flatnonzero(wanted[group])
    ids, inner = np.unique(group[steps], return_inverse=True)
    hours, before_mwh = billed
    return PeakInput(
        charge=charge.name,
        month=month,
        price_per_mw=price,
        floor_mw=owed.floor_mw,
        owed_mw=owed.billed_mw,
        own_mw=owed.own_mw,
        ratchet_frac=charge.ratchet_frac,
        group=inner,
        steps=steps,
        hours=hours[ids],
        before_mwh=before_mwh[ids],
    )
