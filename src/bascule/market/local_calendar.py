"""Local days and months of a regular grid, one entry per interval."""

from dataclasses import dataclass, replace

import numpy as np

from bascule.model.series import Ints
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocalCalendar:
    """Where the days and months of a place lie on a grid; every array has shape (count,).

    Attributes:
        month: Calendar month as ``year * 12 + month - 1``.
        day: Running number of the local day, 0 for the first.
        day_start: Index of the day's first interval, 0 where the day begins before the grid.
        day_end: Index after the day's last interval; may lie beyond the grid.
        days_left: Whole days of the month after this one.
        month_s: Length of the month in seconds of the wall clock.
    """

    month: Ints
    day: Ints
    day_start: Ints
    day_end: Ints
    days_left: Ints
    month_s: Ints


def local_calendar(grid: TimeGrid, zone: str) -> LocalCalendar:
    """The calendar of a grid in a time zone; a day that the grid cuts off still ends at its midnight."""
    # Two more days hold the end of the last one also where the clock is put back.
    wide = replace(grid, count=grid.count + 2 * SECONDS_PER_DAY // grid.step_s)
    number = wide.local_seconds(zone) // SECONDS_PER_DAY
    edges = np.concatenate([[0], np.flatnonzero(np.diff(number)) + 1])
    day = np.searchsorted(edges, np.arange(grid.count), side="right") - 1
    months = number[: grid.count].astype("datetime64[D]").astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[D]").astype(np.int64)
    return LocalCalendar(
        month=months.astype(np.int64) + 1970 * 12,
        day=day,
        day_start=edges[day],
        day_end=edges[day + 1],
        days_left=following - 1 - number[: grid.count],
        month_s=(following - first) * SECONDS_PER_DAY,
    )
