"""Metered power by local day and clock time, and its mean over the last like days."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats, Ints
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_DAY

_EPOCH = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClockDays:
    """A metered period as a table of local days and clock times.

    Attributes:
        seconds: Wall-clock seconds of each metered interval.
        step_s: Length of an interval.
        first_day: First local day, counted from the epoch.
        power_mw: Mean power by day and clock interval, NaN where the day has none, shape (days, intervals per day).
        usable: Days that the period covers whole and that had no event, shape (days,).
        holidays: Days from the epoch that count as weekend.
    """

    seconds: Ints
    step_s: int
    first_day: int
    power_mw: Floats
    usable: NDArray[np.bool_]
    holidays: frozenset[int]

    def mean_mw(self, seconds: Ints, count: int) -> Floats:
        """Mean at the same clock time over the last ``count`` like days before each moment, NaN where there are fewer.

        Args:
            seconds: Wall-clock seconds of the intervals asked for.
            count: Days to average.
        """
        days, slots = seconds // SECONDS_PER_DAY, seconds % SECONDS_PER_DAY // self.step_s
        found = np.full(seconds.size, np.nan)
        for day in np.unique(days).tolist():
            found[days == day] = self._profile(day, count)[slots[days == day]]
        return found

    def _profile(self, day: int, count: int) -> Floats:
        """Mean power of the last like days before ``day``, by clock interval."""
        before = np.arange(self.first_day, self.first_day + self.usable.size)
        like = self.off(before) == self.off(np.array([day]))[0]
        rows = self.power_mw[np.flatnonzero(self.usable & like & (before < day))[-count:]]
        if len(rows) < count:
            return np.full(self.power_mw.shape[1], np.nan)
        there = ~np.isnan(rows)
        # A clock time that none of the days has divides 0 by 0, which is what it should be: not a number.
        with np.errstate(invalid="ignore"):
            return np.asarray(np.where(there, rows, 0.0).sum(axis=0) / there.sum(axis=0))

    def off(self, days: Ints) -> NDArray[np.bool_]:
        """Whether each day from the epoch is a Saturday, a Sunday or a holiday."""
        weekend = (days + _EPOCH_WEEKDAY) % 7 >= _SATURDAY
        return np.asarray(weekend | np.isin(days, list(self.holidays)))


def clock_days(
    metered_mw: Floats, grid: TimeGrid, events: NDArray[np.bool_], zone: str, holidays: AbstractSet[date]
) -> ClockDays:
    """A metered period as a table of local days and clock times.

    Args:
        metered_mw: Metered power, shape (grid.count,); a day with a gap is not usable.
        grid: The period, steps that divide a day.
        events: Intervals of a call, shape (grid.count,).
        zone: IANA name.
        holidays: Local dates that count as weekend.
    """
    seconds = grid.local_seconds(zone)
    day, slot = seconds // SECONDS_PER_DAY, seconds % SECONDS_PER_DAY // grid.step_s
    first, width = int(day[0]), -(-SECONDS_PER_DAY // grid.step_s)
    cell = (day - first) * width + slot
    cells = (int(day[-1]) - first + 1) * width
    counts = np.bincount(cell, minlength=cells)
    sums = np.bincount(cell, weights=metered_mw, minlength=cells)
    # A clock time that the day lacks has neither energy nor intervals, and is not a number.
    with np.errstate(invalid="ignore"):
        power = (sums / counts).reshape(-1, width)
    called = np.bincount(day - first, weights=events | np.isnan(metered_mw)) > 0
    return ClockDays(
        seconds=seconds,
        step_s=grid.step_s,
        first_day=first,
        power_mw=power,
        usable=~called & _whole(grid, day, seconds, first),
        holidays=frozenset(each.toordinal() - _EPOCH for each in holidays),
    )


def _whole(grid: TimeGrid, day: Ints, seconds: Ints, first: int) -> NDArray[np.bool_]:
    """Days that the period covers from midnight to midnight: all but a first or last one that is cut."""
    whole = np.ones(int(day[-1]) - first + 1, dtype=np.bool_)
    whole[0] &= bool(seconds[0] % SECONDS_PER_DAY == 0)
    whole[-1] &= bool((seconds[-1] + grid.step_s) % SECONDS_PER_DAY == 0)
    return whole
