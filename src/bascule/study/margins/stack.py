"""The closed form at speed: a hashing stack against millions of hours, where only the connection couples the machines.

Machines of one hashprice are ranked by efficiency alone, so the order never changes: the most efficient fill the connection
first, and each runs when its MWh is worth more than power. Paths are taken in blocks, so memory does not grow with them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.units import HOURS_PER_DAY, MWH_PER_PH_DAY

BLOCK: Final = 50
"""Paths taken at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """Machines of one efficiency.

    Attributes:
        meter_mw: Their power at the meter.
        j_per_th: Their efficiency at the meter.
        fee_frac: Pool's share.
    """

    meter_mw: float
    j_per_th: float
    fee_frac: float = 0.0

    def __post_init__(self) -> None:
        """Refuse machines that cannot be."""
        if not self.meter_mw >= 0:
            raise ValueError(f"meter_mw is not below zero: {self.meter_mw}")
        if not self.j_per_th > 0:
            raise ValueError(f"j_per_th lies above zero: {self.j_per_th}")
        if not 0 <= self.fee_frac < 1:
            raise ValueError(f"fee_frac lies from 0 to below 1: {self.fee_frac}")

    def worth_per_mwh(self, hashprice_per_ph_day: Floats) -> Floats:
        """What a MWh earns at the meter.

        >>> round(float(Rank(meter_mw=1.0, j_per_th=20.0).worth_per_mwh(np.array(30.0))), 3)
        62.5
        """
        return np.asarray(hashprice_per_ph_day * (1 - self.fee_frac) / (MWH_PER_PH_DAY * self.j_per_th))


def admitted(ranks: Sequence[Rank], connection_mw: float) -> list[tuple[Rank, float]]:
    """Machines that the connection can carry, the most efficient first, each with its megawatts."""
    left, found = connection_mw, []
    for rank in sorted(ranks, key=lambda rank: rank.j_per_th / (1 - rank.fee_frac)):
        power = min(rank.meter_mw, left)
        left -= power
        if power > 0:
            found.append((rank, power))
    return found


def path_margins(
    ranks: Sequence[Rank],
    connection_mw: float,
    hashprice_per_ph_day: Floats,
    days_per_mwh: Floats,
    chosen_days: Callable[[int, int, int], Ints],
) -> Iterator[Floats]:
    """Yearly margins of blocks of paths, each hour of each year met by the stack.

    Args:
        ranks: Machines.
        connection_mw: At the meter.
        hashprice_per_ph_day: By path and year, shape (paths, years).
        days_per_mwh: All-in power prices of real days, shape (days, hours of a day).
        chosen_days: Which days make up the year of a block of paths, from its first path, its size and the year.

    Yields:
        Money per year, shape (paths of the block, years), in the order of the paths.
    """
    carried = admitted(ranks, connection_mw)
    for first in range(0, len(hashprice_per_ph_day), BLOCK):
        prices = hashprice_per_ph_day[first : first + BLOCK]
        yield np.stack(
            [
                _year(carried, prices[:, year], days_per_mwh[chosen_days(first, len(prices), year)])
                for year in range(prices.shape[1])
            ],
            axis=1,
        )


def _year(carried: list[tuple[Rank, float]], hashprice: Floats, power_per_mwh: Floats) -> Floats:
    """Margin of a year by path, from prices of shape (paths, days, hours)."""
    hours = power_per_mwh.reshape(len(hashprice), -1)
    step_h = HOURS_PER_DAY / power_per_mwh.shape[2]
    total = np.zeros(len(hashprice))
    for rank, meter_mw in carried:
        spread = rank.worth_per_mwh(hashprice)[:, None] - hours
        np.maximum(spread, 0.0, out=spread)
        total += meter_mw * step_h * spread.sum(axis=1)
    return total


class DayChoice:
    """Which real days make up a year of a path: for each calendar day one of the days near it in the season."""

    def __init__(self, season: Ints, seed: int, near_days: int = 15) -> None:
        """Days by season.

        Args:
            season: Day of the year, 0 to 365, of each real day, shape (days,).
            seed: Of the random choice.
            near_days: Most days of the year between a day and the one that stands for it.
        """
        gaps = np.abs(season[None, :] - np.arange(365)[:, None])
        near = np.minimum(gaps, 365 - gaps) <= near_days
        self._count = near.sum(axis=1)
        if (self._count == 0).any():
            raise ValueError("some season has no day: give prices of a whole year")
        self._days = np.argsort(~near, axis=1, kind="stable")
        self._seed = seed

    def __call__(self, first: int, paths: int, year: int) -> Ints:
        """Numbers of real days, shape (paths, 365); the same for a block whatever came before it."""
        rng = np.random.default_rng([self._seed, first, year])
        picked = (rng.random((paths, 365)) * self._count).astype(np.int64)
        return np.asarray(self._days[np.arange(365)[None, :], picked])
