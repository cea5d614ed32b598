"""How far deviations reach where drivers jump, by bounds of Chernoff's kind.

For any power p > 0 the chance of X > x is at most E exp(p X) exp(-p x). Without jumps the least of these bounds is met at
standard deviations; with them it is met further out, by as much as their tails are heavier.
"""

from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.drivers import Drivers

_POWERS: Final = np.geomspace(1e-3, 3.0, 300)
"""Over the power that is best without jumps."""


def reach(
    drivers: Drivers, coordinate: Floats, live: tuple[int, ...], deviations: float
) -> tuple[float, float]:
    """Below and above where a coordinate lies at every date, also under the measures weighted by each level.

    Args:
        drivers: What moves.
        coordinate: Weights of the deviations, shape (drivers,).
        live: Drivers by which measures are weighted.
        deviations: Standard deviations of a normal that are as rare as what may lie beyond.

    Returns:
        The ends of an interval around zero.
    """
    if drivers.dates == 1:
        return 0.0, 0.0
    spread = drivers.variances() @ coordinate @ coordinate
    rare = deviations**2 / 2
    powers = deviations / np.sqrt(spread.max()) * _POWERS
    measures = [np.zeros(len(coordinate)), *np.eye(len(coordinate))[list(live)]]
    low, high = 0.0, 0.0
    for weight in measures:
        alone = _log_moments(drivers, weight[None, :])
        for way in (-1.0, 1.0):
            there = _log_moments(drivers, weight + way * powers[:, None] * coordinate)
            with np.errstate(invalid="ignore"):
                bounds = (there - alone + rare) / powers[:, None]
            furthest = float(np.nanmin(bounds, axis=0).max())
            low, high = min(low, way * furthest), max(high, way * furthest)
    return low, high


def _log_moments(drivers: Drivers, weights: Floats) -> Floats:
    """Log of the mean of exp(weights . deviations) at every date from the second, shape (sets of weights, dates - 1)."""
    taken, own = drivers.own()
    left = drivers.decay ** np.arange(drivers.dates - 1)[:, None]
    # Shape (sets, ages, drivers): what a shock of an age weighs in what is a driver's own.
    powers = (weights[:, None, :] * left) @ taken
    steps = ((powers * own) ** 2).sum(axis=2) / 2
    for number in drivers.jumping:
        steps += drivers.jumps[number].log_moment(powers[:, :, number])
    return np.asarray(np.cumsum(steps, axis=1))
