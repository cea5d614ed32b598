"""Calendar months and years of a zone, as money per month and year needs them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from bascule.model.series import Floats
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_HOUR

MONTHS_PER_YEAR = 12


def month_span(month: int, zone: str) -> Term:
    """The calendar month of that index (year * 12 + month - 1) in a zone, in UTC."""
    starts = [
        datetime(m // MONTHS_PER_YEAR, m % MONTHS_PER_YEAR + 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for m in (month, month + 1)
    ]
    return Term(start=starts[0], end=starts[1])


def share_of_month(term: Term, month: int, zone: str) -> float:
    """Share of a calendar month's time that a term covers."""
    span = month_span(month, zone)
    covered = min(span.end, term.end) - max(span.start, term.start)
    return min(max(covered / (span.end - span.start), 0.0), 1.0)


def share_of_year(grid: TimeGrid, zone: str) -> Floats:
    """Share of its calendar year's time that each interval is, shape (grid.count,): a whole year adds up to 1."""
    year = grid.local_month(zone) // MONTHS_PER_YEAR
    shares = np.empty(grid.count)
    for one in np.unique(year).tolist():
        first, last = month_span(one * MONTHS_PER_YEAR, zone), month_span((one + 1) * MONTHS_PER_YEAR, zone)
        shares[year == one] = grid.step_s / (last.start - first.start).total_seconds()
    return shares


def month_h(month: int, zone: str) -> float:
    """Hours of a month, the hour that the clock gains or loses included.

    Args:
        month: Month index (year * 12 + month - 1).
        zone: IANA name.

    >>> month_h(2024 * 12 + 2, "Europe/Paris")
    743.0
    """
    span = month_span(month, zone)
    return (span.end - span.start).total_seconds() / SECONDS_PER_HOUR


def covered_h(term: Term, grid: TimeGrid, zone: str) -> dict[int, float]:
    """Hours of the grid in which a term is in force, by month index; months without any are left out."""
    months, count = np.unique(grid.local_month(zone)[term.covers(grid) > 0], return_counts=True)
    hours = (count * grid.step_h).tolist()
    return dict(zip(months.tolist(), hours, strict=True))


def at_month_ends(by_month: Mapping[int, float], grid: TimeGrid, zone: str) -> Floats:
    """Money by month in the last interval of each that the grid has, shape (grid.count,)."""
    months, amounts = grid.local_month(zone), np.zeros(grid.count)
    for month, money in by_month.items():
        amounts[int(np.searchsorted(months, month, side="right")) - 1] = money
    return amounts
