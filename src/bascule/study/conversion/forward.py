"""Means ahead of one driver, summed with weights, as a function of its level today."""

from collections.abc import Callable
from typing import Final

import numpy as np
from scipy.interpolate import CubicSpline

from bascule.model.series import Floats
from bascule.study.switching.drivers import Drivers

_NODES: Final = 401
_DEVIATIONS: Final = 8.0
"""How far a curve reaches: beyond it the value is worked out in full."""


def forward_sum(drivers: Drivers, driver: int, date: int, level: Floats, weights: Floats) -> Floats:
    """Sum over the quarters ahead of weight times the mean of the driver's level, seen from a date.

    Args:
        drivers: Among them the driver.
        driver: Its number.
        date: Number of the date from which it is seen.
        level: Of the driver at that date, any shape.
        weights: Of the date itself, the next one and so on, at most to the last date.
    """
    decay, base, shock = drivers.decay[driver], drivers.base[driver], drivers.shock[driver]
    raised = drivers.jump_growth()[driver]
    if decay == 1.0:
        half = shock**2 * np.arange(len(weights)) / 2
        growth = base[date : date + len(weights)] / base[date] * np.exp(half + raised[: len(weights)])
        return np.asarray(float((weights * growth).sum()) * level)
    deviation, total = np.log(level / base[date]), np.zeros(np.shape(level))
    for ahead in np.flatnonzero(weights).tolist():
        variance = shock**2 * (1 - decay ** (2 * ahead)) / (1 - decay**2)
        half = variance / 2 + raised[ahead]
        total = total + weights[ahead] * base[date + ahead] * np.exp(decay**ahead * deviation + half)
    return np.asarray(total)


class Curve:
    """A function of a date and a driver's level that is quick to ask again: a cubic spline in the level's logarithm.

    Where the driver does not revert the function is a multiple of the level, and no curve is needed.
    """

    def __init__(self, drivers: Drivers, driver: int, exact: Callable[[int, Floats], Floats]) -> None:
        """Curves are made when a date is first asked for.

        Args:
            drivers: Among them the driver.
            driver: Its number.
            exact: The function in full.
        """
        self._exact = exact
        spread = float(np.sqrt(drivers.variances()[:, driver, driver].max()))
        self._reach = _DEVIATIONS * spread + 1.0
        self._base = drivers.base[driver]
        self._reverts = bool(drivers.decay[driver] != 1.0) and spread > 0
        self._curves: dict[int, CubicSpline] = {}

    def at(self, date: int, level: Floats) -> Floats:
        """The function at a date and at levels of any shape."""
        if not self._reverts or level.size < _NODES:
            return self._exact(date, level)
        deviation = np.log(level / self._base[date])
        if np.abs(deviation).max() > self._reach:
            return self._exact(date, level)
        return np.asarray(self._curve(date)(deviation))

    def _curve(self, date: int) -> CubicSpline:
        if date not in self._curves:
            nodes = np.linspace(-self._reach, self._reach, _NODES)
            self._curves[date] = CubicSpline(nodes, self._exact(date, self._base[date] * np.exp(nodes)))
        return self._curves[date]
