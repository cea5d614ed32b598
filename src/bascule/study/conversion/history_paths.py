"""Paths whose shocks are drawn from history, with the plan's volatilities and means.

A shock of a driver is its own standard deviation times its standardised move in a quarter of history; all drivers take the same
quarter. The mean of a level would not be the plan's, so a number of each date brings it back: the plan's drift is the drift of
the level, whatever the law. Where drivers of the plan jump, their standard deviations count the jumps, and moves of history
stand in for these.
"""

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.conversion.case import STEP_YEARS
from bascule.study.conversion.finance import World
from bascule.study.conversion.history import History
from bascule.study.conversion.plan_drivers import POWER
from bascule.study.switching.drivers import Drivers


def rows_of(history: History, dates: int, paths: int, rng: np.random.Generator) -> Ints:
    """Which stretch of history happens between a date and the next, shape (dates - 1, paths), each apart from the others."""
    return rng.integers(history.stretches, size=(dates - 1, paths))


def deviations(history: History, moved: Drivers, rows: Ints) -> Floats:
    """Deviations of the drivers' logarithms, shape (dates, drivers, paths), as `bascule.study.switching.paths.draw` gives them.

    Levels have the means that the plan's own shocks, normal or with jumps, give them.

    Raises:
        ValueError: A driver is uncertain and was not observed.
    """
    shock = moved.spread
    refuse_unobserved(history, moved)
    found = np.zeros((moved.dates, len(shock), rows.shape[1]))
    for date in range(1, moved.dates):
        found[date] = moved.decay[:, None] * found[date - 1]
        for driver in np.flatnonzero(shock):
            found[date, driver] += shock[driver] * history.of(int(driver))[rows[date - 1]]
    return found + (moved.log_means().T - log_means(history, moved.decay, shock, moved.dates))[:, :, None]


def refuse_unobserved(history: History, moved: Drivers) -> None:
    """See that every uncertain driver has a column.

    Raises:
        ValueError: One has none.
    """
    absent = [
        int(number)
        for number in np.flatnonzero(np.diagonal(moved.covariance))
        if not history.has(int(number))
    ]
    if absent:
        raise ValueError(
            f"{history.file} has no column of uncertain driver {absent[0]}: observe all that is uncertain, or none"
        )


def log_means(history: History, decay: Floats, shock: Floats, dates: int) -> Floats:
    """Logarithms of the exact means of exp(deviation), shape (dates, drivers): moves of quarters are independent."""
    found = np.zeros((dates, len(shock)))
    for driver in np.flatnonzero(shock):
        scales = shock[driver] * decay[driver] ** np.arange(dates - 1)
        found[1:, driver] = np.cumsum([history.log_mean(int(driver), float(scale)) for scale in scales])
    return found


def power_scales(history: History, world: World, rows: Ints, rng: np.random.Generator) -> Floats:
    """Levels of power prices of mean 1 that move with the same rows, begun in a normal law, shape (dates, paths)."""
    dates, keep = len(rows) + 1, np.exp(-world.power_speed * STEP_YEARS)
    shock, level = world.power_sd * np.sqrt(1 - keep**2), world.power_sd * rng.standard_normal(rows.shape[1])
    age = np.arange(dates)
    each = [history.log_mean(POWER, float(keep**k * shock)) for k in range(dates - 1)]
    centre = np.concatenate([[0.0], np.cumsum(each)]) + (keep**age * world.power_sd) ** 2 / 2
    found = np.empty((dates, rows.shape[1]))
    found[0] = level
    for date in range(1, dates):
        found[date] = keep * found[date - 1] + shock * history.of(POWER)[rows[date - 1]]
    return np.asarray(np.exp(found - centre[:, None]))
