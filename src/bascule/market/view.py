"""The market cut at a moment: what was published by then, and nothing else."""

from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

from bascule.model.market import Market
from bascule.model.series import Floats, Series
from bascule.model.time_grid import TimeGrid


class MarketView:
    """Every value that was known at ``now``; a later one cannot be asked for.

    Invariant: no answer depends on a value whose ``known_at_s`` lies after ``now`` (whole seconds).
    """

    __slots__ = ("_market", "_now", "_now_s")

    def __init__(self, market: Market, now: datetime) -> None:
        """Cut a market.

        Args:
            market: The whole market; the view keeps it to itself.
            now: The moment of the decision, aware UTC.
        """
        if now.utcoffset() != timedelta(0):
            raise ValueError(f"a view is cut at an aware UTC time, not {now!r}")
        self._market = market
        self._now = now
        self._now_s = int(now.timestamp())

    @property
    def now(self) -> datetime:
        """The moment at which the market is cut, aware UTC."""
        return self._now

    @property
    def grid(self) -> TimeGrid:
        """The intervals of the market; its end says nothing about what is known."""
        return self._market.grid

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the series that can be asked for, sorted."""
        return tuple(sorted(self._market.series))

    def earlier(self, moment: datetime) -> "MarketView":
        """The same market cut at an earlier moment, as it was seen then.

        Raises:
            ValueError: The moment lies after now.
        """
        if moment > self._now:
            raise ValueError(f"a view cut at {self._now.isoformat()} cannot show {moment.isoformat()}")
        return MarketView(self._market, moment)

    def known(self, name: str, first: int, count: int) -> Floats:
        """Values of ``count`` intervals from grid index ``first`` on, as far as they are known.

        Returns:
            A new array, shape (count,), NaN where not yet known, missing, or outside the grid.

        Raises:
            DataGap: The market has no such series.
        """
        series = self._series(name)
        out = np.full(count, np.nan)
        low, high = max(first, 0), min(first + count, series.values.size)
        if low < high:
            known = series.known_at_s[low:high] <= self._now_s
            np.copyto(out[low - first : high - first], series.values[low:high], where=known)
        return out

    def newest(self, name: str) -> tuple[int, float] | None:
        """Grid index and value of the latest-starting interval whose value is known, if any is.

        Raises:
            DataGap: The market has no such series.
        """
        series = self._series(name)
        if not _monotone(series):
            return _last_finite(np.where(series.known_at_s <= self._now_s, series.values, np.nan))
        count = int(np.searchsorted(series.known_at_s, self._now_s, side="right"))
        if count and np.isfinite(series.values[count - 1]):
            return count - 1, float(series.values[count - 1])
        return _last_finite(series.values[:count])

    def _series(self, name: str) -> Series:
        series = self._market.series.get(name)
        if series is None:
            self._market.values(name)  # raises, naming the series that there are
            raise KeyError(name)
        return series


@lru_cache(maxsize=32)
def _monotone(series: Series) -> bool:
    return bool(np.all(series.known_at_s[1:] >= series.known_at_s[:-1]))


def _last_finite(values: Floats) -> tuple[int, float] | None:
    finite = np.flatnonzero(np.isfinite(values))
    return (int(finite[-1]), float(values[finite[-1]])) if finite.size else None
