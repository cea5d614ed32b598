"""Demand charges: the month's highest billed average import, and the ratchet of the months before."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bascule.model.energy_contracts import DemandCharge
from bascule.model.series import Floats, Ints
from bascule.model.state import OpenBilling
from bascule.model.time_grid import TimeGrid
from bascule.settle.calendar import share_of_month
from bascule.settle.intervals import Bools, metering
from bascule.units import per_mw_month_from_per_kw_month

RATCHET_MONTHS = 11
"""Months before a month whose peaks its ratchet looks back on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Billing:
    """How the intervals of a grid fall into billing intervals and months.

    Attributes:
        group: Billing interval of each grid interval, from 0, shape (grid.count,).
        number: Number of each billing interval, counted from the Unix epoch, shape (groups,).
        hours: Hours of the grid in each billing interval, shape (groups,).
        month: Month index of each billing interval, shape (groups,).
        billed: Whether the charge is in force and its window open there, shape (groups,).
        length_h: Full length of a billing interval in hours.
    """

    group: Ints
    number: Ints
    hours: Floats
    month: Ints
    billed: Bools
    length_h: float


def billing(charge: DemandCharge, grid: TimeGrid, zone: str) -> Billing:
    """Billing intervals of a charge on a grid; a grid step longer than the billing interval is billed as it is."""
    metered = metering(charge.billing_interval, grid, zone)
    billed = charge.term.covers(grid)[metered.first] > 0
    if charge.window is not None:
        billed = billed & charge.window.inside(grid, zone)[metered.first]
    return Billing(
        group=metered.group,
        number=metered.number,
        hours=metered.hours,
        month=metered.month,
        billed=billed,
        length_h=metered.length_h,
    )


def price_per_mw(charge: DemandCharge, month: int, zone: str) -> float:
    """Money per MW of a month's billed peak; a month that the term covers in part counts for that share of its time.

    Args:
        charge: The charge.
        month: Month index (year * 12 + month - 1) in the zone.
        zone: IANA name.
    """
    return per_mw_month_from_per_kw_month(charge.per_kw_month) * share_of_month(charge.term, month, zone)


def carried_peaks(
    charge: DemandCharge, grid: TimeGrid, zone: str, import_mw: Floats, before: OpenBilling | None
) -> tuple[dict[int, float], OpenBilling | None]:
    """Highest billed import of each month over finished billing intervals, and the one still open.

    Args:
        charge: The demand charge.
        grid: Intervals.
        zone: IANA name of the site's zone.
        import_mw: Import on the grid.
        before: The billing interval that was open when the grid began.
    """
    bill, metered = billing(charge, grid, zone), metering(charge.billing_interval, grid, zone)
    mean, hours = metered.means(import_mw, grid.step_h, before)
    counted = bill.billed & (hours >= bill.length_h - 1e-9)
    months = np.unique(bill.month[counted]).tolist()
    peaks = {month: float(mean[(bill.month == month) & counted].max()) for month in months}
    return peaks, metered.open_after(mean, hours)


def month_peaks(charge: DemandCharge, grid: TimeGrid, zone: str, import_mw: Floats) -> dict[int, float]:
    """Highest billed average import of each month that the grid touches, in MW, by month index.

    A billing interval that the grid covers in part is averaged over the covered part.
    """
    bill = billing(charge, grid, zone)
    mean = np.bincount(bill.group, weights=import_mw) * grid.step_h / bill.hours
    months = np.unique(bill.month[bill.billed]).tolist()
    return {month: float(mean[(bill.month == month) & bill.billed].max()) for month in months}


def ratchet_mw(charge: DemandCharge, month: int, peaks_mw: Mapping[int, float]) -> float:
    """Least power billed in a month because of peaks of the 11 months before it.

    Args:
        charge: The charge.
        month: Month index.
        peaks_mw: Own peaks by month index; the month itself and what lies outside the 11 months does not count.
    """
    if not charge.ratchet_frac:
        return 0.0
    earlier = (mw for m, mw in peaks_mw.items() if month - RATCHET_MONTHS <= m < month)
    return charge.ratchet_frac * max(earlier, default=0.0)


def billed_peaks(
    charge: DemandCharge, own_mw: Mapping[int, float], before_mw: Mapping[int, float]
) -> dict[int, float]:
    """Power billed in each month of ``own_mw``: its own peak, or the ratchet of the months before if that is more.

    Args:
        charge: The charge.
        own_mw: Peaks of a run by month index.
        before_mw: Peaks before the run, those of a month that it goes on with included.
    """
    peaks = {**before_mw, **{m: max(mw, before_mw.get(m, 0.0)) for m, mw in own_mw.items()}}
    return {m: max(peaks[m], ratchet_mw(charge, m, peaks)) for m in own_mw}


def owed_mw(charge: DemandCharge, month: int, before_mw: Mapping[int, float]) -> float:
    """Power of a month that was billed before: nothing until its first billing interval, then at least the ratchet."""
    if month not in before_mw:
        return 0.0
    return max(before_mw[month], ratchet_mw(charge, month, before_mw))
