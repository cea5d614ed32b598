"""Months' peaks of a horizon, and what tenants are passed on of their own."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch import compile_groups as groups
from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.inputs import PeakInput
from bascule.dispatch.site_shape import SiteShape
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
            money += sum(mw * demand.price_per_mw(charge, m, site.time_zone) for m, mw in highest.items())
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
            floor = max(state.peak_mw.get(key, 0.0), asking.peak_floor_mw.get(key, 0.0))
            made.append(_peak(key, price, floor, group, (months == month) & billed, (hours, mwh)))
    return tuple(made)


def _peak(
    key: tuple[str, int],
    price: float,
    floor_mw: float,
    group: Ints,
    wanted: NDArray[np.bool_],
    billed: tuple[Floats, Floats],
) -> PeakInput:
    steps = np.flatnonzero(wanted[group])
    ids, inner = np.unique(group[steps], return_inverse=True)
    hours, before_mwh = billed
    return PeakInput(
        charge=key[0],
        month=key[1],
        price_per_mw=price,
        floor_mw=floor_mw,
        group=inner,
        steps=steps,
        hours=hours[ids],
        before_mwh=before_mwh[ids],
    )
