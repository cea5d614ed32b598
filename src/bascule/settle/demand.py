"""Demand charges: the month's highest billed average import."""

from dataclasses import dataclass

import numpy as np

from bascule.model.energy_contracts import DemandCharge
from bascule.model.series import Floats, Ints
from bascule.model.time_grid import TimeGrid
from bascule.units import per_mw_month_from_per_kw_month


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Billing:
    """How the intervals of a grid fall into billing intervals and months.

    Attributes:
        group: Billing interval of each grid interval, from 0, shape (grid.count,).
        hours: Hours of the grid in each billing interval, shape (groups,).
        month: Month index of each billing interval, shape (groups,).
        billed: Whether the charge is in force there, shape (groups,).
        length_h: Full length of a billing interval in hours.
    """

    group: Ints
    hours: Floats
    month: Ints
    billed: np.ndarray[tuple[int], np.dtype[np.bool_]]
    length_h: float


def billing(charge: DemandCharge, grid: TimeGrid, zone: str) -> Billing:
    """Billing intervals of a charge on a grid; a grid step longer than the billing interval is billed as it is."""
    length_s = max(int(charge.billing_interval.total_seconds()), grid.step_s)
    ids = grid.starts_s() // length_s
    first = np.concatenate([[True], ids[1:] != ids[:-1]])
    group = np.cumsum(first) - 1
    return Billing(
        group=group,
        hours=np.asarray(np.bincount(group) * grid.step_h, dtype=np.float64),
        month=grid.local_month(zone)[first],
        billed=charge.term.covers(grid)[first] > 0,
        length_h=length_s / 3600,
    )


def price_per_mw(charge: DemandCharge) -> float:
    """Money per MW of a month's billed peak."""
    return per_mw_month_from_per_kw_month(charge.per_kw_month)


def month_peaks(charge: DemandCharge, grid: TimeGrid, zone: str, import_mw: Floats) -> dict[int, float]:
    """Highest billed average import of each month that the grid touches, in MW, by month index.

    A billing interval that the grid covers in part is averaged over the covered part.
    """
    bill = billing(charge, grid, zone)
    mean = np.bincount(bill.group, weights=import_mw) * grid.step_h / bill.hours
    months = np.unique(bill.month[bill.billed]).tolist()
    return {month: float(mean[(bill.month == month) & bill.billed].max()) for month in months}
