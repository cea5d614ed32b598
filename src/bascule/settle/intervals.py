"""How the intervals of a grid fall into metered intervals and calendar months."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats, Ints
from bascule.model.state import OpenBilling
from bascule.model.time_grid import TimeGrid

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Metering:
    """Metered intervals of a grid; a grid step longer than their length is metered as it is.

    Attributes:
        group: Metered interval of each grid interval, from 0, shape (grid.count,).
        first: First grid interval of each metered interval, shape (groups,).
        number: Number of each metered interval, counted from the Unix epoch, shape (groups,).
        hours: Hours of the grid in each metered interval, shape (groups,).
        month: Month index of each metered interval, shape (groups,).
        length_h: Full length of a metered interval in hours.
    """

    group: Ints
    first: Ints
    number: Ints
    hours: Floats
    month: Ints
    length_h: float

    def means(self, power_mw: Floats, step_h: float, before: OpenBilling | None) -> tuple[Floats, Floats]:
        """Mean power over each metered interval, and the hours over which it is known, both of shape (groups,).

        Args:
            power_mw: Power on the grid.
            step_h: Length of the grid's intervals.
            before: The metered interval that was open when the grid began.
        """
        mwh, hours = np.bincount(self.group, weights=power_mw) * step_h, self.hours.copy()
        if before is not None and before.number == self.number[0]:
            mwh[0], hours[0] = mwh[0] + before.mwh, hours[0] + before.hours
        return mwh / hours, hours

    def open_after(self, mean_mw: Floats, hours: Floats) -> OpenBilling | None:
        """The metered interval that the grid leaves open, if any."""
        if hours[-1] >= self.length_h - 1e-9:
            return None
        return OpenBilling(
            number=int(self.number[-1]), mwh=float(mean_mw[-1] * hours[-1]), hours=float(hours[-1])
        )


def metering(length: timedelta, grid: TimeGrid, zone: str) -> Metering:
    """Metered intervals of a length on a grid; they follow the clock, wherever the grid begins."""
    length_s = max(int(length.total_seconds()), grid.step_s)
    ids = grid.starts_s() // length_s
    begins = np.concatenate([[True], ids[1:] != ids[:-1]])
    group = np.cumsum(begins) - 1
    return Metering(
        group=group,
        first=np.flatnonzero(begins),
        number=ids[begins],
        hours=np.asarray(np.bincount(group) * grid.step_h, dtype=np.float64),
        month=grid.local_month(zone)[begins],
        length_h=length_s / 3600,
    )
