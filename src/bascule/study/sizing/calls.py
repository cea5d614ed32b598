"""The grid's calls by interval and calendar year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.settle.calls import call_spans
from bascule.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

WHOLE_FRAC: Final = 0.95
"""Share of a calendar year's intervals from which on it counts as a whole year."""
APART_H: Final = 24.0
"""Calls that begin sooner than this after the last one ended belong to the same event: one storm is one event."""

_Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CallYear:
    """Megawatts called in the known intervals of one calendar year (UTC).

    Attributes:
        year: Which year.
        step_s: Length of an interval.
        stamps_s: Starts, Unix seconds, ascending; a gap is a gap in the data. Shape (n,).
        called_mw: Megawatts called at the meter, shape (n,).
    """

    year: int
    step_s: int
    stamps_s: Ints
    called_mw: Floats

    @property
    def step_h(self) -> float:
        """Length of an interval in hours."""
        return self.step_s / SECONDS_PER_HOUR

    @property
    def known_frac(self) -> float:
        """Share of the year that the data covers."""
        return self.stamps_s.size * self.step_s / (year_start_s(self.year + 1) - year_start_s(self.year))

    @property
    def whole(self) -> bool:
        """Whether the year is there but for at most a twentieth."""
        return self.known_frac >= WHOLE_FRAC

    @property
    def called_h(self) -> float:
        """Hours with a call."""
        return float(np.count_nonzero(self.called_mw > 0)) * self.step_h


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent:
    """Calls that belong together.

    Attributes:
        start_s: First moment, Unix seconds.
        end_s: Moment after the last call.
        called_h: Hours with a call in between.
        calls: Stretches with a call.
        most_mw: Deepest call.
    """

    start_s: int
    end_s: int
    called_h: float
    calls: int
    most_mw: float


def year_start_s(year: int) -> int:
    """First second of a calendar year, UTC."""
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


def years_of(
    stamps_s: Ints, called_mw: Floats, step_s: int, most_h_per_year: float | None = None
) -> tuple[CallYear, ...]:
    """Intervals sorted into calendar years.

    Args:
        stamps_s: Starts of the known intervals, ascending, shape (n,).
        called_mw: Megawatts called, shape (n,).
        step_s: Length of an interval.
        most_h_per_year: Calls beyond so many hours of a year are void; None means no limit.
    """
    years = stamps_s.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    made = []
    for year in np.unique(years):
        at = years == year
        called = _limited(called_mw[at], step_s, most_h_per_year)
        made.append(CallYear(year=int(year), step_s=step_s, stamps_s=stamps_s[at], called_mw=called))
    return tuple(made)


def above(prices: Floats, threshold: float, hold: int = 1) -> _Flags:
    """Intervals in which a rule on the price calls: above a threshold, and on for at least ``hold`` intervals.

    >>> above(np.array([1.0, 9.0, 1.0, 1.0]), 5.0, hold=2).tolist()
    [False, True, True, False]
    """
    dear: _Flags = prices > threshold
    called = dear.copy()
    for start, _ in call_spans(dear):
        called[start : start + hold] = True
    return called


def events_of(year: CallYear) -> tuple[CallEvent, ...]:
    """The year's calls, those less than a day apart as one event."""
    made: list[CallEvent] = []
    for start, end in call_spans(year.called_mw > 0):
        first_s, last_s = int(year.stamps_s[start]), int(year.stamps_s[end - 1]) + year.step_s
        fresh = CallEvent(
            start_s=first_s,
            end_s=last_s,
            called_h=(end - start) * year.step_h,
            calls=1,
            most_mw=float(year.called_mw[start:end].max()),
        )
        if made and first_s - made[-1].end_s < APART_H * SECONDS_PER_HOUR:
            fresh = _joined(made.pop(), fresh)
        made.append(fresh)
    return tuple(made)


def days_of(year: CallYear) -> Ints:
    """Day of each interval, counted from 1 January (UTC), shape (n,)."""
    days: Ints = (year.stamps_s - year_start_s(year.year)) // SECONDS_PER_DAY
    return days


def counted(years: Iterable[CallYear]) -> tuple[CallYear, ...]:
    """The years on which a size is judged: the whole ones, or all where none is whole."""
    kept = tuple(years)
    return tuple(year for year in kept if year.whole) or kept


def _joined(first: CallEvent, second: CallEvent) -> CallEvent:
    return CallEvent(
        start_s=first.start_s,
        end_s=second.end_s,
        called_h=first.called_h + second.called_h,
        calls=first.calls + second.calls,
        most_mw=max(first.most_mw, second.most_mw),
    )


def _limited(called_mw: Floats, step_s: int, most_h_per_year: float | None) -> Floats:
    if most_h_per_year is None:
        return called_mw.copy()
    before_h = (np.cumsum(called_mw > 0) - (called_mw > 0)) * step_s / SECONDS_PER_HOUR
    kept: Floats = np.where(before_h + step_s / SECONDS_PER_HOUR <= most_h_per_year + 1e-9, called_mw, 0.0)
    return kept
