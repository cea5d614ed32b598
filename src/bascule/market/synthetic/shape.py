"""A calendar shape: how a series leans with the month, the weekday and the hour of the day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.market.synthetic.local_clock import LocalClock


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Additive calendar terms, in the units of the latent score (about one standard deviation).

    Attributes:
        month: Twelve terms, true at mid-month, straight lines between; flat before mid-January and
            after mid-December, so that a year with a trend does not bend back to its start.
        weekday: Seven terms, Monday first.
        hour: One row of 24 terms per season (one row: no seasons; four: mid-January, mid-April,
            mid-July, mid-October), blended between seasons and between hours.
    """

    month: tuple[float, ...]
    weekday: tuple[float, ...]
    hour: tuple[tuple[float, ...], ...]

    def at(self, clock: LocalClock) -> NDArray[np.float64]:
        """Return the sum of the terms at each interval of the clock."""
        by_month = np.interp(clock.month_pos, np.arange(12) + 0.5, np.array(self.month))
        by_weekday = np.array(self.weekday)[clock.weekday]
        total: NDArray[np.float64] = by_month + by_weekday + self._hour_at(clock)
        return total

    def _hour_at(self, clock: LocalClock) -> NDArray[np.float64]:
        table: NDArray[np.float64] = np.array(self.hour)
        season, next_season, season_frac = _between(season_pos(clock, len(table)), len(table))
        hour, next_hour, hour_frac = _between(clock.hour_pos - 0.5, 24)
        now = table[season, hour] * (1 - hour_frac) + table[season, next_hour] * hour_frac
        soon = table[next_season, hour] * (1 - hour_frac) + table[next_season, next_hour] * hour_frac
        return now * (1 - season_frac) + soon * season_frac


def season_pos(clock: LocalClock, seasons: int) -> NDArray[np.float64]:
    """Return where each interval lies on a ring of seasons whose first is centred on mid-January.

    Args:
        clock: Local calendar of the intervals.
        seasons: Number of seasons in a year.

    Returns:
        Positions, one unit per season, 0 at mid-January; slightly below 0 before it.
    """
    return (clock.month_pos - 0.5) * seasons / 12


def _between(
    position: NDArray[np.float64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    below = np.floor(position).astype(np.int64)
    return below % size, (below + 1) % size, position - below
