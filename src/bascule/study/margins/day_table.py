"""What each real day of a site's year earned, at every hashprice and power level at which its margin is sampled."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.margins.site_year import SiteYear, closed_steps
from bascule.study.margins.surface import Surface, sample
from bascule.units import HOURS_PER_YEAR, SECONDS_PER_DAY

WHOLE_H: Final = 22.9
"""A day in which clocks go forward has 23 hours; what is shorter is the edge of a market."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayTable:
    """Money of days in the order of the calendar, wall clock of the site.

    Attributes:
        hashprice: Nodes, money per PH and day, shape (a,).
        power_scale: Nodes, shape (b,).
        day: Days since 1970-01-01, shape (days,).
        hours: Length of each in the market, shape (days,).
        money: Of the whole site, shape (days, a, b).
    """

    hashprice: Floats
    power_scale: Floats
    day: Ints
    hours: Floats
    money: Floats

    @property
    def season(self) -> Ints:
        """Day of the year of each, from 0."""
        return day_of_year(self.day)

    @property
    def per_year(self) -> Floats:
        """Money of each day carried on for a year of 8,760 hours, shape (days, a, b)."""
        return np.asarray(self.money * (HOURS_PER_YEAR / self.hours)[:, None, None])


def day_of_year(days: Ints) -> Ints:
    """From 0, of days since 1970-01-01.

    >>> day_of_year(np.array([0, 364, 365])).tolist()
    [0, 364, 0]
    """
    dates = days.astype("datetime64[D]")
    return np.asarray((dates - dates.astype("datetime64[Y]")).astype(np.int64), dtype=np.int64)


def sample_days(
    year: SiteYear,
    hashprice: Floats,
    power_scale: Floats,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Surface, DayTable]:
    """The surface of a site's margin, and by day what it is made of: the money of all days is that of the surface.

    Args:
        year: The site's year.
        hashprice: Nodes.
        power_scale: Nodes.
        progress: Told of every node.
    """
    local = year.grid.local_seconds(year.site.time_zone) // SECONDS_PER_DAY
    days, of_day = np.unique(local, return_inverse=True)
    kept: dict[tuple[float, float], Floats] = {}

    def margin(price: float, power: float, ai: float) -> float:
        per_year, steps = closed_steps(year.at(price, power, ai))
        kept[price, power] = np.bincount(of_day, weights=steps).astype(np.float64)
        return per_year

    surface = sample(margin, hashprice, power_scale, np.ones(1), progress)
    money = [[kept[float(price), float(power)] for power in power_scale] for price in hashprice]
    table = DayTable(
        hashprice=hashprice,
        power_scale=power_scale,
        day=days,
        hours=(np.bincount(of_day) * year.grid.step_h).astype(np.float64),
        money=np.ascontiguousarray(np.moveaxis(np.array(money), 2, 0)),
    )
    return surface, table
