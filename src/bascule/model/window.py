"""A part of the week and of the year, in local time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.model.time_grid import TimeGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Hours of some weekdays of some months, counted on the site's clock.

    Attributes:
        months: Calendar months 1 to 12.
        weekdays: Monday 0 to Sunday 6.
        start_hour: First local hour of day, inclusive.
        end_hour: Local hour of day, exclusive; at most ``start_hour`` means over midnight.
    """

    months: tuple[int, ...] = tuple(range(1, 13))
    weekdays: tuple[int, ...] = tuple(range(7))
    start_hour: float = 0.0
    end_hour: float = 24.0

    def inside(self, grid: TimeGrid, zone: str) -> NDArray[np.bool_]:
        """Whether each interval starts inside the window, shape (grid.count,)."""
        hour, month = grid.local_hour(zone), grid.local_month(zone) % 12 + 1
        after, before = hour >= self.start_hour, hour < self.end_hour
        hours = after & before if self.start_hour < self.end_hour else after | before
        inside = hours & np.isin(month, self.months) & np.isin(grid.local_weekday(zone), self.weekdays)
        return np.asarray(inside)
