"""Coincident peaks: the site's power while the whole system has its monthly peak, paid at the next year's rate."""

from dataclasses import dataclass

import numpy as np

from bascule.errors import DataGap
from bascule.model.network_charges import CoincidentPeakCharge
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid
from bascule.settle.calendar import MONTHS_PER_YEAR, month_span
from bascule.settle.intervals import metering
from bascule.settle.values import Values, series
from bascule.units import KW_PER_MW


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPeak:
    """The highest interval of the system's load in a month.

    Attributes:
        month: Month index (year * 12 + month - 1).
        first: First grid interval of the peak.
        count: Grid intervals of the peak.
        load_mw: Mean system load there.
    """

    month: int
    first: int
    count: int
    load_mw: float

    @property
    def span(self) -> slice:
        """The peak's intervals on the grid."""
        return slice(self.first, self.first + self.count)


def system_peaks(
    charge: CoincidentPeakCharge, grid: TimeGrid, zone: str, values: Values
) -> tuple[SystemPeak, ...]:
    """Peak of each listed month that the grid covers whole and whose peak the term covers, the first of equal ones.

    Raises:
        DataGap: The system's load is not among the values, or has none in a month that is billed.
    """
    load, metered = series(charge.system_load.name, values), metering(charge.interval, grid, zone)
    mean = np.bincount(metered.group, weights=load) / np.bincount(metered.group)
    in_term = charge.term.covers(grid)
    found = []
    for month in whole_months(charge, grid, zone):
        groups = np.flatnonzero(metered.month == month)
        _refuse_unknown(charge, month, mean[groups])
        top = int(groups[np.argmax(mean[groups])])
        first, count = int(metered.first[top]), int((metered.group == top).sum())
        if in_term[first]:
            found.append(SystemPeak(month=month, first=first, count=count, load_mw=float(mean[top])))
    return tuple(found)


def whole_months(charge: CoincidentPeakCharge, grid: TimeGrid, zone: str) -> list[int]:
    """Listed months that the grid covers from their first to their last moment."""
    return [m for m in _listed(charge, grid, zone) if _covers(grid, m, zone)]


def partial_months(charge: CoincidentPeakCharge, grid: TimeGrid, zone: str) -> list[int]:
    """Listed months in the term that the grid covers in part: their peak is not known to be in it, so none is billed."""
    return [
        m
        for m in _listed(charge, grid, zone)
        if not _covers(grid, m, zone) and month_span(m, zone).overlaps(charge.term)
    ]


def rate_per_mw(charge: CoincidentPeakCharge, month: int) -> float:
    """Money per MW at the peak of a month: the following calendar year's rate, an equal share for each month.

    Raises:
        DataGap: That year has no rate.
    """
    year = month // MONTHS_PER_YEAR + 1
    if year not in charge.per_kw_year:
        raise DataGap(
            f"coincident peak charge {charge.name!r} has no per_kw_year for {year}, at which the peaks of {year - 1} are billed"
        )
    return charge.per_kw_year[year] * KW_PER_MW / len(charge.months)


def booked(
    charge: CoincidentPeakCharge, grid: TimeGrid, zone: str, values: Values, power_mw: Floats
) -> tuple[tuple[SystemPeak, float, float], ...]:
    """Each peak with the mean power there in MW and the money that it costs."""
    found = []
    for peak in system_peaks(charge, grid, zone, values):
        mean_mw = float(power_mw[peak.span].mean())
        found.append((peak, mean_mw, mean_mw * rate_per_mw(charge, peak.month)))
    return tuple(found)


def peak_rate(
    charge: CoincidentPeakCharge, grid: TimeGrid, zone: str, probability: Floats, step_h: float
) -> Floats:
    """Expected money per MWh imported, for deciding only: probability x rate / hours of a peak, shape (grid.count,).

    Args:
        charge: The charge.
        grid: Intervals.
        zone: IANA name of the site's zone.
        probability: Probability that the peak interval holding each grid interval is its month's peak.
        step_h: Hours of the market's steps: a peak interval is at least that long.
    """
    months, rate = grid.local_month(zone), np.zeros(grid.count)
    chargeable = np.isin(months % MONTHS_PER_YEAR + 1, charge.months) & (charge.term.covers(grid) > 0)
    for month in np.unique(months[chargeable & (probability > 0)]).tolist():
        rate[months == month] = rate_per_mw(charge, month)
    hours = max(charge.interval.total_seconds() / 3600, step_h)
    return np.asarray(np.where(chargeable, probability, 0.0) * rate / hours)


def known_probability(charge: CoincidentPeakCharge, grid: TimeGrid, zone: str, values: Values) -> Floats:
    """1.0 in the peaks that are billed and 0.0 elsewhere: what one who knows the load would decide with."""
    known = np.zeros(grid.count)
    for peak in system_peaks(charge, grid, zone, values):
        known[peak.span] = 1.0
    return known


def _listed(charge: CoincidentPeakCharge, grid: TimeGrid, zone: str) -> list[int]:
    months = np.unique(grid.local_month(zone)).tolist()
    return [month for month in months if month % MONTHS_PER_YEAR + 1 in charge.months]


def _covers(grid: TimeGrid, month: int, zone: str) -> bool:
    span = month_span(month, zone)
    return grid.start <= span.start and span.end <= grid.end


def _refuse_unknown(charge: CoincidentPeakCharge, month: int, load_mw: Floats) -> None:
    if not np.isfinite(load_mw).all():
        when = f"{month // MONTHS_PER_YEAR}-{month % MONTHS_PER_YEAR + 1:02d}"
        raise DataGap(
            f"coincident peak charge {charge.name!r}: {charge.system_load.name} has no value in part of {when}, so that its"
            " peak is not known"
        )
