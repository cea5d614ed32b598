"""What people do without a model: stop in the afternoons, or while the load is close to the month's record."""

from datetime import timedelta
from typing import Final

import numpy as np

from bascule.market.rows import Flags
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid

AFTERNOON_H: Final = (15.0, 18.0)
"""Local clock: the hours ending at 16, 17 and 18."""
NEAR: Final = 0.97
"""Share of the month's highest load so far."""


def afternoons(grid: TimeGrid, zone: str) -> Flags:
    """Intervals between 15:00 and 18:00 local time on Mondays to Fridays, shape (count,)."""
    hour = grid.local_hour(zone)
    return (hour >= AFTERNOON_H[0]) & (hour < AFTERNOON_H[1]) & (grid.local_weekday(zone) < 5)


def near_record(grid: TimeGrid, load_mw: Floats, zone: str, lead: timedelta) -> Flags:
    """Intervals before which the newest load was at least 97 % of the month's highest so far.

    Args:
        grid: Intervals of the load.
        load_mw: Shape (count,), NaN where missing, published when each interval has ended.
        zone: Where months are counted.
        lead: Time before an interval at which its load had to be known.

    Returns:
        Shape (count,); False while no load of the month is known.
    """
    month = grid.local_month(zone)
    load = np.where(np.isfinite(load_mw), load_mw, 0.0)
    record = np.zeros(grid.count)
    for number in np.unique(month):
        record[month == number] = np.maximum.accumulate(load[month == number])
    newest = np.arange(grid.count) - 1 - -(-int(lead.total_seconds()) // grid.step_s)
    there = np.maximum(newest, 0)
    same = (newest >= 0) & (month[there] == month)
    near: Flags = same & (load[there] > 0) & (load[there] >= NEAR * record[there])
    return near
