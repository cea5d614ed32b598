"""The law of the first driver's deviation at every date, as a mixture over how many jumps have come."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import poisson

from bascule.model.series import Floats, Ints
from bascule.study.switching.drivers import Drivers

_RARE: Final = 1e-14
"""Chance of a number of jumps below which it is left out, unless it has more under the measure weighted by the level."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Law:
    """Normal laws by chance, in the order of the dates: one for each date without jumps.

    Attributes:
        dates: Number of each law's date, shape (laws,).
        chances: Of it; those of a date sum to one.
        centres: Means of the deviation.
        spreads: Standard deviations.
    """

    dates: Ints
    chances: Floats
    centres: Floats
    spreads: Floats


def first_law(drivers: Drivers) -> Law:
    """Of driver 0, which no other takes along.

    Source of the mixture: R. Merton, Journal of Financial Economics 3, 1976.
    """
    jumps, dates = drivers.jumps[0], np.arange(drivers.dates)
    if not jumps.there:
        spreads = np.sqrt(drivers.variances()[:, 0, 0])
        return Law(dates=dates, chances=np.ones(len(dates)), centres=np.zeros(len(dates)), spreads=spreads)
    expected = jumps.per_step * dates[:, None]
    weighted = expected * np.exp(jumps.mean + jumps.sd**2 / 2)
    most = poisson.isf(_RARE, max(float(expected[-1, 0]), float(weighted[-1, 0])))
    counts = np.arange(max(float(most), 0.0) + 2)
    chances = poisson.pmf(counts, expected)
    date, count = np.nonzero(np.maximum(chances, poisson.pmf(counts, weighted)) >= _RARE)
    return Law(
        dates=date,
        chances=chances[date, count],
        centres=(counts[count] - expected[date, 0]) * jumps.mean,
        spreads=np.sqrt(drivers.shock[0] ** 2 * date + counts[count] * jumps.sd**2),
    )
