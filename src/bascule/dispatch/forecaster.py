"""The built-in forecaster: what was published, then a level that decays into the season."""

from dataclasses import dataclass

import numpy as np

from bascule.market.forecast import filled, persistence, seasonal_naive
from bascule.market.view import MarketView
from bascule.model.network_charges import PEAK_PROBABILITY
from bascule.model.series import Floats
from bascule.units import HOURS_PER_DAY

_DAILY = ("btc_usd", "difficulty", "fees_btc_per_block", "usd_per_eur")
_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class NaiveForecaster:
    """Persistence for slow series, seasonal naive for published ones, and a decaying level for real-time ones.

    The probability of a system peak beyond what is published is that of the same time on the last known day.

    ERCOT's real-time price is close to a martingale within the hour (2020 to 2024: the mean of the next
    interval given the last is
    within a few percent of it between 40 and 130 USD/MWh) and forgets its deviation from the time of day
    over some hours.

    Attributes:
        half_life_h: Hours after which the newest value counts for half.
    """

    half_life_h: float = 2.0

    def values(self, view: MarketView, name: str, first: int, count: int) -> Floats:
        """Known values where known, the forecast elsewhere; NaN only where nothing of the series is known."""
        if name in _DAILY or "gpu" in name:
            return filled(view, name, first, count, persistence)
        if name.endswith(PEAK_PROBABILITY):
            return filled(view, name, first, count, seasonal_naive)
        newest = view.newest(name)
        if newest is None:
            return np.full(count, np.nan)
        if newest[0] >= first + count - 1:
            return view.known(name, first, count)
        if newest[0] >= first:
            return filled(view, name, first, count, seasonal_naive)
        return self._decaying(view, name, first, count, newest)

    def _decaying(
        self, view: MarketView, name: str, first: int, count: int, newest: tuple[int, float]
    ) -> Floats:
        """The newest value for the first unknown interval, then ever more of what is usual at the time of day."""
        day = round(HOURS_PER_DAY / view.grid.step_h)
        last, value = newest
        history = view.known(name, last - _DAYS * day + 1, _DAYS * day).reshape(_DAYS, day)
        usual = _usual(history, value)
        # Entry k of ``usual`` is the time of day of interval last + 1 + k.
        ahead = np.arange(first, first + count) - (last + 1)
        left = 0.5 ** (ahead * view.grid.step_h / self.half_life_h)
        return np.asarray(value * left + usual[ahead % day] * (1.0 - left))


def _usual(history: Floats, value: float) -> Floats:
    """Median over the days of each time of day; the newest value where no day has one."""
    if not np.isnan(history).any():
        return np.asarray(np.median(history, axis=0))
    known = ~np.isnan(history)
    ranked = np.sort(np.where(known, history, np.inf), axis=0)
    counts = known.sum(axis=0)
    middle = np.take_along_axis(ranked, np.maximum(counts - 1, 0)[None, :] // 2, axis=0)[0]
    return np.where(counts > 0, middle, value)
