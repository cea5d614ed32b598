"""Calendar months and years of a zone, as money per month and year needs them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from bascule.model.series import Floats
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid

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
