"""Demand charges: the month's highest billed average import."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from bascule.model.energy_contracts import DemandCharge
from bascule.model.series import Floats, Ints
from bascule.model.state import OpenBilling
from bascule.model.time_grid import TimeGrid
from bascule.units import per_mw_month_from_per_kw_month


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Billing:
    """How the intervals of a grid fall into billing intervals and months.

    Attributes:
        group: Billing interval of each grid interval, from 0, shape (grid.count,).
        number: Number of each billing interval, counted from the Unix epoch, shape (groups,).
        hours: Hours of the grid in each billing interval, shape (groups,).
        month: Month index of each billing interval, shape (groups,).
        billed: Whether the charge is in force there, shape (groups,).
        length_h: Full length of a billing interval in hours.
    """

    group: Ints
    number: Ints
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
        number=ids[first],
        hours=np.asarray(np.bincount(group) * grid.step_h, dtype=np.float64),
        month=grid.local_month(zone)[first],
        billed=charge.term.covers(grid)[first] > 0,
        length_h=length_s / 3600,
    )


def price_per_mw(charge: DemandCharge, month: int, zone: str) -> float:
    """Money per MW of a month's billed peak; a month that the term covers in part counts for that share of its time.

    Args:
        charge: The charge.
        month: Month index (year * 12 + month - 1) in the zone.
        zone: IANA name.
    """
    info = ZoneInfo(zone)
    start = datetime(month // 12, month % 12 + 1, 1, tzinfo=info).timestamp()
    end = datetime((month + 1) // 12, (month + 1) % 12 + 1, 1, tzinfo=info).timestamp()
    covered = min(end, charge.term.end.timestamp()) - max(start, charge.term.start.timestamp())
    return per_mw_month_from_per_kw_month(charge.per_kw_month) * min(max(covered / (end - start), 0.0), 1.0)


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
    bill = billing(charge, grid, zone)
    mwh, hours = np.bincount(bill.group, weights=import_mw) * grid.step_h, bill.hours.copy()
    if before is not None and before.number == bill.number[0]:
        mwh[0], hours[0] = mwh[0] + before.mwh, hours[0] + before.hours
    over = hours >= bill.length_h - 1e-9
    mean, counted = mwh / hours, bill.billed & over
    months = np.unique(bill.month[counted]).tolist()
    peaks = {month: float(mean[(bill.month == month) & counted].max()) for month in months}
    still = (
        None
        if over[-1]
        else OpenBilling(number=int(bill.number[-1]), mwh=float(mwh[-1]), hours=float(hours[-1]))
    )
    return peaks, still


def month_peaks(charge: DemandCharge, grid: TimeGrid, zone: str, import_mw: Floats) -> dict[int, float]:
    """Highest billed average import of each month that the grid touches, in MW, by month index.

    A billing interval that the grid covers in part is averaged over the covered part.
    """
    bill = billing(charge, grid, zone)
    mean = np.bincount(bill.group, weights=import_mw) * grid.step_h / bill.hours
    months = np.unique(bill.month[bill.billed]).tolist()
    return {month: float(mean[(bill.month == month) & bill.billed].max()) for month in months}
