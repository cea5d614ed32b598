"""How likely the days of a month that are still to come stay below a load."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from bascule.market.local_calendar import LocalCalendar
from bascule.market.normal import normal_below
from bascule.model.series import Floats, Ints

LEVEL_DAYS: Final = 14
"""Days whose mean highest load is the level around which those to come are expected: two whole weeks."""
SPREAD_DAYS: Final = 28
"""Days whose highest loads say how far days differ."""
LEAST_DAYS: Final = 7
"""Fewer known days say nothing."""
SPELL_DAYS: Final = 3.0
"""Days that are hot or cool together and count as one."""
WIDENING: Final = 2.5
"""A month's level of load wanders, so that days to come differ by more than those of the last four weeks."""
LEAST_SPREAD: Final = 0.02
"""Days differ by at least two per cent."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayMaxima:
    """What is known of the days' highest loads after each day; logarithms, shape (days,).

    Attributes:
        level: Mean of the last two weeks, NaN where too few are known.
        spread: Standard deviation of the last four.
    """

    level: Floats
    spread: Floats


def day_maxima(log_load: Floats, calendar: LocalCalendar) -> DayMaxima:
    """Level and spread of the days' highest loads, as known when each day has ended.

    Args:
        log_load: Logarithm of the load, shape (n,), NaN where missing.
        calendar: Its days. A day of which more than half is missing does not count.
    """
    days = int(calendar.day[-1]) + 1
    highest = np.full(days, -np.inf)
    np.fmax.at(highest, calendar.day, log_load)
    there = np.bincount(calendar.day, weights=np.isfinite(log_load), minlength=days)
    length = np.zeros(days)
    length[calendar.day] = calendar.day_end - calendar.day_start
    highest[there < length / 2] = np.nan
    weeks = _last(highest, SPREAD_DAYS)
    recent = weeks[:, -LEVEL_DAYS:]
    enough = np.isfinite(recent).sum(axis=1) >= LEAST_DAYS
    return DayMaxima(
        level=np.where(enough, _mean(recent), np.nan),
        spread=np.maximum(np.sqrt(_mean((weeks - _mean(weeks)[:, np.newaxis]) ** 2)), LEAST_SPREAD),
    )


def _last(values: Floats, count: int) -> Floats:
    """Each value with those before it, shape (n, count); NaN before the first."""
    return sliding_window_view(np.concatenate([np.full(count - 1, np.nan), values]), count)


def _mean(rows: Floats) -> Floats:
    """Mean of what is there in each row, NaN where nothing is."""
    known = np.isfinite(rows)
    count = known.sum(axis=1)
    total = np.where(known, rows, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def rest_below(log_mw: Floats, level: Floats, spread: Floats, days_left: Floats | Ints) -> Floats:
    """Probability that no day to come exceeds a load.

    ``Phi((x - level) / (WIDENING * spread)) ** (days_left / SPELL_DAYS)``: spells as independent draws around the
    level of the last two weeks.

    Args:
        log_mw: Logarithm of the load, shape (n, k).
        level: Logarithm of the recent days' level, shape (n,).
        spread: Their standard deviation, shape (n,).
        days_left: Days to come, shape (n,); 0 gives 1.
    """
    z = (log_mw - level[:, np.newaxis]) / (WIDENING * spread[:, np.newaxis])
    return np.asarray(normal_below(z) ** (days_left / SPELL_DAYS)[:, np.newaxis], dtype=np.float64)
