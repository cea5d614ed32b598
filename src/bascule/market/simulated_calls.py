"""Calls of the grid that never happened: seeded, so that the same seed gives the same calls in every run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from bascule.market.rows import Flags
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_HOUR

QUARTER_S: Final = 900
"""Calls start on the quarter hour."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPattern:
    """How often calls come and how long they last.

    Attributes:
        per_year: Mean number of calls in a calendar year (UTC); the number in a year is a Poisson draw.
        duration_h: Length of each call in hours.
        seed: Same seed, same calls.
    """

    per_year: float
    duration_h: float
    seed: int


def call_share(grid: TimeGrid, pattern: CallPattern, dear: Flags | None = None) -> Floats:
    """Share of each interval in which a call lasts, shape (count,); calls that overlap are one.

    The calls of a year do not depend on the period that is looked at. With ``dear`` each call inside the period is
    moved to the start of one of the intervals that are so marked, all equally likely.

    Args:
        grid: The period.
        pattern: The calls.
        dear: Intervals in which calls may start, shape (count,).
    """
    share = np.zeros(grid.count)
    for start_s, end_s in _united(_spans(grid, pattern, dear)):
        first = min(max((start_s - grid.start_s) // grid.step_s, 0), grid.count)
        last = min(max(-((grid.start_s - end_s) // grid.step_s), first), grid.count)
        starts = grid.start_s + np.arange(first, last) * grid.step_s
        share[first:last] += (
            np.minimum(starts + grid.step_s, end_s) - np.maximum(starts, start_s)
        ) / grid.step_s
    return share


def dearest(values: Floats, quantile_frac: float) -> Flags:
    """Intervals whose value is at or above a quantile of all that are there, shape (count,).

    >>> dearest(np.array([5.0, 1.0, np.nan, 9.0, 7.0]), 0.5).tolist()
    [False, False, False, True, True]
    """
    known = values[np.isfinite(values)]
    if not known.size:
        return np.zeros(values.size, dtype=np.bool_)
    marked: Flags = values >= np.quantile(known, quantile_frac)
    return marked


def _spans(grid: TimeGrid, pattern: CallPattern, dear: Flags | None) -> Iterator[_Span]:
    places = None if dear is None else np.flatnonzero(dear)
    length_s = round(pattern.duration_h * SECONDS_PER_HOUR)
    end_s = int(grid.end.timestamp())
    # A call of the year before may last into the period.
    for year in range(grid.start.year - 1, grid.end.year + 1):
        for start_s, draw in _drawn(pattern, year):
            if places is None:
                yield start_s, start_s + length_s
            elif places.size and grid.start_s <= start_s < end_s:
                moved_s = grid.start_s + int(places[int(draw * places.size)]) * grid.step_s
                yield moved_s, moved_s + length_s


def _drawn(pattern: CallPattern, year: int) -> Iterator[tuple[int, float]]:
    """Start of each call of a year in Unix seconds, with a draw from 0 to 1 that moves it."""
    draws = np.random.default_rng([pattern.seed, year])
    first_s, end_s = (int(datetime(number, 1, 1, tzinfo=UTC).timestamp()) for number in (year, year + 1))
    for place, draw in draws.random((int(draws.poisson(pattern.per_year)), 2)).tolist():
        yield first_s + int(place * (end_s - first_s)) // QUARTER_S * QUARTER_S, draw


def _united(spans: Iterator[_Span]) -> Iterator[_Span]:
    """The spans in order, those that touch as one."""
    open_: _Span | None = None
    for start_s, end_s in sorted(spans):
        if open_ is None or start_s > open_[1]:
            if open_ is not None:
                yield open_
            open_ = start_s, end_s
        else:
            open_ = open_[0], max(open_[1], end_s)
    if open_ is not None:
        yield open_
