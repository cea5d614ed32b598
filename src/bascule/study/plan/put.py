"""The American put: on a lattice, and by least squares on paths that somebody gives."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats

POWERS: Final = {"1": 0, "S": 1, "S^2": 2, "S^3": 3}
"""Regressors by name: powers of the price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """An option to sell at the strike.

    Attributes:
        spot: Price now.
        strike: Price at which it may be sold.
        rate: Of interest, per year.
        vol: Volatility per year.
        years: Until it ends.
        exercise_per_year: Dates a year on which it may be exercised; None for any time.
    """

    spot: float
    strike: float
    rate: float
    vol: float
    years: float
    exercise_per_year: int | None

    def dates(self, otherwise_per_year: int) -> int:
        """Exercise dates after now, at least one; ``otherwise_per_year`` where any time is allowed."""
        return max(1, round((self.exercise_per_year or otherwise_per_year) * self.years))


def lattice_put(put: Put, steps: int = 4000) -> float:
    """Value on a Cox-Ross-Rubinstein lattice, the mean of one with ``steps`` and one with a step more, whose errors alternate.

    Bermudan dates fall on steps of the lattice.

    >>> round(lattice_put(Put(spot=36.0, strike=40.0, rate=0.06, vol=0.2, years=1.0, exercise_per_year=50)), 3)
    4.478
    """
    if put.exercise_per_year is None:
        return (_on_lattice(put, steps, 1) + _on_lattice(put, steps + 1, 1)) / 2
    dates = put.dates(steps)
    every = max(1, steps // dates)
    return (_on_lattice(put, dates * every, every) + _on_lattice(put, dates * (every + 1), every + 1)) / 2


def _on_lattice(put: Put, steps: int, every: int) -> float:
    dt = put.years / steps
    up = math.exp(put.vol * math.sqrt(dt))
    chance = (math.exp(put.rate * dt) - 1 / up) / (up - 1 / up)
    if not 0 < chance < 1:
        raise ValueError("the lattice is too coarse for this rate and volatility: use more steps")
    discount = math.exp(-put.rate * dt)
    prices = put.spot * up ** np.arange(-steps, steps + 1, 2, dtype=np.float64)
    values = np.maximum(put.strike - prices, 0.0)
    for step in range(steps - 1, -1, -1):
        prices = prices[1:] / up
        values = discount * (chance * values[1:] + (1 - chance) * values[:-1])
        if step % every == 0 and step > 0:
            values = np.maximum(values, put.strike - prices)
    now = put.strike - put.spot if every == 1 else 0.0
    return float(max(values[0], now))


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPut:
    """A put on given paths.

    Attributes:
        american: Value with exercise on every date after the first.
        european: Value with exercise on the last.
        coefficients: Of the regression at each inner date, the earliest first.
    """

    american: float
    european: float
    coefficients: tuple[tuple[float, ...], ...]


def put_on_paths(
    paths: Floats, strike: float, rate_per_step: float, basis: tuple[str, ...], *, in_the_money_only: bool
) -> PathPut:
    """Least-squares Monte Carlo on realised cash flows.

    Args:
        paths: One per row, the first column date 0, shape (paths, dates).
        strike: Price at which it may be sold.
        rate_per_step: Continuous rate of one step.
        basis: Regressors by name.
        in_the_money_only: Whether to regress on paths in the money alone.

    Raises:
        ValueError: Too few dates, or an unknown regressor.

    Source: F. Longstaff and E. Schwartz, Review of Financial Studies 14, 2001.
    """
    if paths.ndim != 2 or paths.shape[1] < 2:
        raise ValueError("paths are rows of at least two dates")
    unknown = [name for name in basis if name not in POWERS]
    if unknown or not basis:
        raise ValueError(f"{', '.join(unknown) or 'nothing'}: regressors are {', '.join(POWERS)}")
    discount, last = math.exp(-rate_per_step), paths.shape[1] - 1
    cash = np.maximum(strike - paths[:, last], 0.0)
    european, found = cash.mean() * discount**last, []
    for date in range(last - 1, 0, -1):
        cash = cash * discount
        price = paths[:, date]
        used = strike > price if in_the_money_only else np.ones(len(price), dtype=bool)
        if not used.any():
            found.append((math.nan,) * len(basis))
            continue
        columns = np.column_stack([price ** POWERS[name] for name in basis])
        weights = np.linalg.lstsq(columns[used], cash[used], rcond=None)[0]
        found.append(tuple(float(weight) for weight in weights))
        now = strike - price
        cash = np.where(used & (now > 0) & (now > columns @ weights), now, cash)
    american = max(float(cash.mean() * discount), float(strike - paths[0, 0]))
    return PathPut(american=american, european=float(european), coefficients=tuple(reversed(found)))
