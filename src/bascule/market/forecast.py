"""Naive forecasts from what a view knows: the last value, and the same hour of the last known day."""

from collections.abc import Callable

import numpy as np

from bascule.market.view import MarketView
from bascule.model.series import Floats
from bascule.units import SECONDS_PER_HOUR

Forecaster = Callable[[MarketView, str, int, int], Floats]
"""``(view, name, first, count)`` to values of shape (count,), finite if anything is known."""


def persistence(view: MarketView, name: str, first: int, count: int) -> Floats:
    """The newest known value for every interval.

    Args:
        view: The market as known now.
        name: Series to forecast.
        first: Grid index of the first interval, which need not have anything to do with now.
        count: Number of intervals.

    Returns:
        Shape (count,); NaN only where nothing of the series is known.
    """
    del first  # the same value everywhere
    newest = view.newest(name)
    return np.full(count, np.nan if newest is None else newest[1])


def seasonal_naive(view: MarketView, name: str, first: int, count: int, *, period_h: int = 24) -> Floats:
    """The same hour of the latest known day (or week), repeated.

    For a day-ahead series that is the last published delivery day. Where that hour is missing, the newest
    known value stands in.

    Args:
        view: The market as known now.
        name: Series to forecast.
        first: Grid index of the first interval.
        count: Number of intervals.
        period_h: Hours after which the series is taken to repeat: 24 or 168.

    Returns:
        Shape (count,); NaN only where nothing of the series is known.
    """
    newest = view.newest(name)
    if newest is None:
        return np.full(count, np.nan)
    period = max(1, period_h * SECONDS_PER_HOUR // view.grid.step_s)
    origin = newest[0] - period + 1
    pattern = view.known(name, origin, period)
    absent = np.isnan(pattern)
    if absent.any():
        pattern[absent] = newest[1]
    return pattern[(np.arange(first - origin, first - origin + count)) % period]


def filled(view: MarketView, name: str, first: int, count: int, forecaster: Forecaster) -> Floats:
    """Known values where they are known, the forecast elsewhere.

    Args:
        view: The market as known now.
        name: Series to read.
        first: Grid index of the first interval.
        count: Number of intervals.
        forecaster: What speaks beyond the known.

    Returns:
        Shape (count,); NaN only where nothing is known and the forecaster has nothing to say.
    """
    known = view.known(name, first, count)
    absent = np.isnan(known)
    if absent.any():
        np.copyto(known, forecaster(view, name, first, count), where=absent)
    return known
