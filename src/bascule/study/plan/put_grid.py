"""The American or Bermudan put by finite differences in the logarithm of the price."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.linalg import solve_banded

from bascule.model.series import Floats
from bascule.study.plan.put import Put

_POINTS: Final = 1200
_STEPS: Final = 600
_DATED_STEPS: Final = 2400
"""More for a Bermudan: the implicit start after each date is of first order."""
_WIDTHS: Final = 6.0
_MOST_POLICIES: Final = 50
_TIE: Final = 1e-13


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Price over strike, what exercise pays, and the operator of an instant."""

    logs: Floats
    pay: Floats
    lower: float
    middle: float
    upper: float


def grid_put(put: Put) -> float:
    """Value by Crank-Nicolson steps, the first of each smooth stretch as implicit halves (Rannacher 1984).

    A Bermudan is stepped between its dates and exercised on them. With exercise at any time every step is a complementarity
    problem, solved by policy iteration, on steps that shrink towards the end like squares.

    >>> round(grid_put(Put(spot=36.0, strike=40.0, rate=0.06, vol=0.2, years=1.0, exercise_per_year=50)), 3)
    4.478
    """
    grid = _grid(put)
    values = _any_time(put, grid) if put.exercise_per_year is None else _on_dates(put, grid)
    return put.strike * float(CubicSpline(grid.logs, values)(math.log(put.spot / put.strike)))


def _grid(put: Put) -> _Grid:
    spread = put.vol * math.sqrt(put.years)
    reach = (
        _WIDTHS * spread + abs(put.rate - put.vol**2 / 2) * put.years + abs(math.log(put.spot / put.strike))
    )
    half = _POINTS // 2
    # The strike lies on a point.
    step = reach / half
    logs = np.arange(-half, half + 1, dtype=np.float64) * step
    diffusion, drift = put.vol**2 / (2 * step**2), (put.rate - put.vol**2 / 2) / (2 * step)
    return _Grid(
        logs=logs,
        pay=np.maximum(-np.expm1(logs), 0.0),
        lower=diffusion - drift,
        middle=-2 * diffusion - put.rate,
        upper=diffusion + drift,
    )


def _on_dates(put: Put, grid: _Grid) -> Floats:
    dates = put.dates(1)
    gap = put.years / dates
    steps = max(4, -(-_DATED_STEPS // dates))
    values = grid.pay.copy()
    for date in range(dates - 1, -1, -1):
        for part in range(steps):
            low = math.exp(-put.rate * gap * (part + 1) / steps)
            values = _stepped(grid, values, gap / steps, low, smooth=part >= 2)
        if date:
            values = np.maximum(values, grid.pay)
    return values


def _any_time(put: Put, grid: _Grid) -> Floats:
    values = grid.pay.copy()
    ends = put.years * (np.arange(_STEPS + 1) / _STEPS) ** 2
    for part in range(_STEPS):
        years = float(ends[part + 1] - ends[part])
        values = _stepped(grid, values, years, 1.0, smooth=part >= 2, floor=grid.pay)
    return values


def _stepped(
    grid: _Grid, values: Floats, years: float, low: float, *, smooth: bool, floor: Floats | None = None
) -> Floats:
    """One step back: Crank-Nicolson, or two implicit halves."""
    if smooth:
        known = values.copy()
        known[1:-1] += years / 2 * _applied(grid, values)
        return _solved(grid, known, years / 2, low, floor)
    for _ in range(2):
        values = _solved(grid, values.copy(), years / 2, low, floor)
    return values


def _applied(grid: _Grid, values: Floats) -> Floats:
    return grid.lower * values[:-2] + grid.middle * values[1:-1] + grid.upper * values[2:]


def _solved(grid: _Grid, known: Floats, years: float, low: float, floor: Floats | None) -> Floats:
    """Solve ``u - years L u = known``, or with a floor the complementarity problem, by policy iteration."""
    # Deep in the money a put is the strike, discounted where it must wait, less the price.
    known[0], known[-1] = low - math.exp(grid.logs[0]), 0.0
    held = np.zeros(len(known), dtype=bool)
    for _ in range(_MOST_POLICIES):
        values = _banded(grid, known, years, held, floor)
        if floor is None:
            return values
        missed = np.zeros(len(known))
        missed[1:-1] = values[1:-1] - years * _applied(grid, values) - known[1:-1]
        new = np.where(held, missed >= -_TIE, values < floor - _TIE)
        new[[0, -1]] = False
        if np.array_equal(new, held):
            return values
        held = new
    raise ValueError("the exercise boundary does not settle at this rate and volatility")


def _banded(
    grid: _Grid,
    known: Floats,
    years: float,
    held: np.ndarray[tuple[int], np.dtype[np.bool_]],
    floor: Floats | None,
) -> Floats:
    free = ~held
    free[[0, -1]] = False
    bands = np.zeros((3, len(known)))
    bands[0, 1:] = np.where(free, -years * grid.upper, 0.0)[:-1]
    bands[1] = np.where(free, 1.0 - years * grid.middle, 1.0)
    bands[2, :-1] = np.where(free, -years * grid.lower, 0.0)[1:]
    right = known if floor is None else np.where(held, floor, known)
    return np.asarray(solve_banded((1, 1), bands, right), dtype=np.float64)
