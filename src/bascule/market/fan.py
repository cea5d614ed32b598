"""A fan of paths around a forecast: what the forecaster got wrong in the last weeks, put on what it says now.

Whole residual paths are drawn, of moments at the same time of day, so that the shape of a day, the growth of the error
with the lead and its autocorrelation survive, and so does what several series got wrong together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from bascule.market.forecast import Forecaster
from bascule.market.view import MarketView
from bascule.model.series import Floats, Ints

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
FEWEST: Final = 4
"""With fewer past moments than this there is no fan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FanRule:
    """How a fan is drawn.

    Attributes:
        count: Most paths.
        seed: Of the draw; the moment of the fan is part of it.
        days: How far back residuals are taken.
        spread: A past moment counts if its time of day is at most so far from now's.
        floor: No price below it (a market's floor), or None.
        cap: No price above it (a market's offer cap), or None.
    """

    count: int = 8
    seed: int = 0
    days: int = 28
    spread: timedelta = HOUR
    floor: float | None = None
    cap: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fan:
    """Paths of some series, one scenario each.

    Attributes:
        paths: By series, shape (scenarios, count).
        weights: Probability of each scenario, shape (scenarios,), summing to 1.
    """

    paths: Mapping[str, Floats]
    weights: Floats


@dataclass(kw_only=True)
class Residuals:
    """Residuals of past forecasts, each computed once and kept as long as a fan may draw it.

    Attributes:
        forecaster: Whose residuals.
        names: The series, drawn together.
        length: Intervals of a residual path.
    """

    forecaster: Forecaster
    names: tuple[str, ...]
    length: int
    _kept: dict[datetime, Floats | None] = field(default_factory=dict)

    def at(self, view: MarketView, rule: FanRule) -> Floats:
        """Residual paths of the moments that a fan at the view's now may draw, oldest first.

        Returns:
            Value less forecast, shape (moments, series, length).
        """
        oldest = view.now - timedelta(days=rule.days) - rule.spread
        self._kept = {moment: path for moment, path in self._kept.items() if moment >= oldest}
        paths = [self._residual(view, moment) for moment in moments(view.now, rule)]
        found = [path for path in paths if path is not None]
        return np.asarray(found).reshape(len(found), len(self.names), self.length)

    def _residual(self, view: MarketView, moment: datetime) -> Floats | None:
        if moment not in self._kept:
            first = view.grid.index(moment)
            actual = np.asarray([view.known(name, first, self.length) for name in self.names])
            if first < 0 or np.isnan(actual[:, -1]).any():
                # Not all known yet: it may be later.
                return None
            past = view.earlier(moment)
            believed = [self.forecaster(past, name, first, self.length) for name in self.names]
            path = actual - np.asarray(believed)
            self._kept[moment] = path if np.isfinite(path).all() else None
        return self._kept[moment]


def moments(now: datetime, rule: FanRule) -> list[datetime]:
    """Past moments at about the same time of day as ``now``, whole hours from it, oldest first."""
    near = rule.spread // HOUR
    days = [now - k * DAY for k in range(rule.days, 0, -1)]
    return [day + j * HOUR for day in days for j in range(-near, near + 1)]


def fan(
    view: MarketView, residuals: Residuals, believed: Mapping[str, Floats], first: int, rule: FanRule
) -> Fan | None:
    """Paths around what is believed now; what is published is the same in all of them.

    Args:
        view: The market cut at now.
        residuals: Of the forecaster that made ``believed``.
        believed: Values believed from grid index ``first`` on, for each series of ``residuals``, each of one length.
        first: Grid index of now.
        rule: How many paths, and from which moments.

    Returns:
        None where the history holds too few past forecasts.
    """
    history = residuals.at(view, rule)
    if len(history) < FEWEST:
        return None
    rng = np.random.default_rng([rule.seed, int(view.now.timestamp())])
    drawn = history[stratified(history.mean(axis=(1, 2)), rule.count, rng)]
    paths = {
        name: _bounded(_around(view, name, first, believed[name], drawn[:, k]), rule)
        for k, name in enumerate(residuals.names)
    }
    return Fan(paths=paths, weights=np.full(len(drawn), 1.0 / len(drawn)))


def _around(view: MarketView, name: str, first: int, believed: Floats, drawn: Floats) -> Floats:
    paths = np.tile(believed, (len(drawn), 1))
    # A horizon longer than the residuals ends as forecast.
    length = min(believed.size, drawn.shape[1])
    paths[:, :length] += np.where(np.isnan(view.known(name, first, length)), drawn[:, :length], 0.0)
    return paths


def _bounded(paths: Floats, rule: FanRule) -> Floats:
    low, high = (-np.inf if rule.floor is None else rule.floor), (np.inf if rule.cap is None else rule.cap)
    return np.asarray(np.clip(paths, low, high))


def stratified(sizes: Floats, count: int, rng: np.random.Generator) -> Ints:
    """``count`` entries, one drawn from each of as many equal shares of the entries by size; all where there are fewer.

    Mean and spread of a small sample come closer to those of all entries than if each were drawn from the whole.

    Args:
        sizes: What to order by, shape (entries,).
        count: How many to draw.
        rng: Draws.

    >>> stratified(np.array([3.0, 1.0, 2.0]), 5, np.random.default_rng(0)).tolist()
    [1, 2, 0]
    """
    order = np.argsort(sizes, kind="stable")
    if order.size <= count:
        return order
    edges = np.linspace(0.0, order.size, count + 1)
    return order[np.floor(rng.uniform(edges[:-1], edges[1:])).astype(np.int64)]


def scenarios(piece_values: Mapping[str, Floats], given: Fan) -> Sequence[dict[str, Floats]]:
    """Values of each scenario: the fan's paths in place of what is believed."""
    count = given.weights.size
    return [{**piece_values, **{name: paths[k] for name, paths in given.paths.items()}} for k in range(count)]
