"""Calendar months in a zone, as contracts that are paid by the month count them."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from bascule.model.series import Floats
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid


def month_h(month: int, zone: str) -> float:
    """Hours of a month, the hour that the clock gains or loses included.

    Args:
        month: Month index (year * 12 + month - 1).
        zone: IANA name.

    >>> month_h(2024 * 12 + 2, "Europe/Paris")
    743.0
    """
    info = ZoneInfo(zone)
    start = datetime(month // 12, month % 12 + 1, 1, tzinfo=info).timestamp()
    end = datetime((month + 1) // 12, (month + 1) % 12 + 1, 1, tzinfo=info).timestamp()
    return (end - start) / 3600


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
