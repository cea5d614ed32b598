"""The probability that an interval is its calendar month's highest load, from load published before it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import Final

import numpy as np

from bascule.market.local_calendar import LocalCalendar, local_calendar
from bascule.market.normal import normal_below
from bascule.market.peak_outlook import LEAST_DAYS, DayMaxima, day_maxima, rest_below
from bascule.market.peak_paths import LIKE_DAYS, DayCourses, DayStages, day_book, day_courses
from bascule.market.rows import Flags
from bascule.model.series import Floats, Ints
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_DAY

LEAD: Final = timedelta(hours=1)
"""Time before an interval at which its probability is made, where nothing else is said."""
BLUR: Final = 0.004
"""Spread of a day's highest load around its course; keeps the probability from jumping at the month's record."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PeakProbability:
    """One probability per interval of a load.

    Attributes:
        values_frac: Shape (count,): 0 outside the peak months; a month's values sum to about one.
        known_at_s: When each was made, Unix seconds, shape (count,).
        blind: Where too little load was known: every interval of the month is as likely as any other.
    """

    values_frac: Floats
    known_at_s: Ints
    blind: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Known:
    """The load with ``LIKE_DAYS`` days of nothing before it, and what follows from it up to each interval."""

    log_load: Floats
    calendar: LocalCalendar
    weekend: Flags
    record: Floats
    maxima: DayMaxima
    per_day: int


def peak_probability(
    grid: TimeGrid,
    load_mw: Floats,
    known_at_s: Ints,
    *,
    zone: str,
    months: tuple[int, ...],
    lead: timedelta = LEAD,
) -> PeakProbability:
    """How likely each interval has the highest load of its local calendar month.

    For each interval: the course of its day is what is known of it, and beyond as on each of the last 28 days from
    today's level (:mod:`bascule.market.peak_paths`). A course's share of the probability is how far the interval is its
    highest, times the probability that this load is above the month's record so far and that no day to come
    exceeds it (:mod:`bascule.market.peak_outlook`).

    Args:
        grid: Intervals of the load; their length divides a day.
        load_mw: Positive, shape (count,), NaN where missing.
        known_at_s: When each load was published, Unix seconds, shape (count,).
        zone: Where the calendar is read.
        months: Calendar months that have a peak, 1 to 12.
        lead: Time before an interval at which its probability is made.

    Returns:
        Probabilities of which none depends on a load published later than ``lead`` before its interval.
    """
    made_s = grid.starts_s() - int(lead.total_seconds())
    pad = (LIKE_DAYS + 2) * SECONDS_PER_DAY // grid.step_s
    wide = replace(grid, start=grid.start - pad * grid.step, count=grid.count + pad)
    known = _known(wide, np.concatenate([np.full(pad, np.nan), load_mw]), zone)
    published = np.searchsorted(np.maximum.accumulate(known_at_s), made_s, side="right") - 1
    origin = _last_there(known.log_load)[published + pad]
    at = np.arange(pad, wide.count)
    season = np.isin(known.calendar.month[at] % 12 + 1, months)
    values = np.zeros(grid.count)
    year = known.calendar.month[at] // 12
    for number in np.unique(year[season]):
        chosen = season & (year == number)
        values[chosen] = _probabilities(known, at[chosen], origin[chosen])
    blind = np.isnan(values)
    values[blind] = (grid.step_s / known.calendar.month_s[at])[blind]
    return PeakProbability(values_frac=values, known_at_s=made_s, blind=blind)


def _known(grid: TimeGrid, load_mw: Floats, zone: str) -> _Known:
    calendar = local_calendar(grid, zone)
    with np.errstate(invalid="ignore", divide="ignore"):
        log_load = np.where(load_mw > 0, np.log(load_mw), np.nan)
    return _Known(
        log_load=log_load,
        calendar=calendar,
        weekend=grid.local_weekday(zone) >= 5,
        record=_record(log_load, calendar.month),
        maxima=day_maxima(log_load, calendar),
        per_day=SECONDS_PER_DAY // grid.step_s,
    )


def _probabilities(known: _Known, at: Ints, origin: Ints) -> Floats:
    """Of intervals in order of time; NaN where too little was known, shape (n,)."""
    calendar = known.calendar
    _, first, day = np.unique(calendar.day[at], return_index=True, return_inverse=True)
    days = at[first]
    book = day_book(known.log_load, calendar.day_start[days], calendar.day_end[days], known.per_day)
    stages = DayStages(day=day, at=at, origin=origin)
    courses = day_courses(book, known.log_load, known.weekend, stages, known.per_day)
    likely = courses.share * _above_record(known, courses, stages) * _above_rest(known, courses, stages)
    total = courses.weight.sum(axis=1)
    seen = np.count_nonzero(courses.weight, axis=1) >= LEAST_DAYS
    with np.errstate(invalid="ignore"):
        return np.where(seen, (courses.weight * likely).sum(axis=1) / total, np.nan)


def _above_record(known: _Known, courses: DayCourses, stages: DayStages) -> Floats:
    """Probability that the day's highest load exceeds all that is known of the month's earlier days."""
    month = known.calendar.month
    before = np.minimum(stages.origin, known.calendar.day_start[stages.at] - 1)
    record = np.where(month[before] == month[stages.at], known.record[before], -np.inf)
    return normal_below((courses.highest - record[:, np.newaxis]) / BLUR)


def _above_rest(known: _Known, courses: DayCourses, stages: DayStages) -> Floats:
    """Probability that no other day of which the load is not known exceeds the day's highest."""
    calendar, origin = known.calendar, stages.origin
    day = np.where(origin == calendar.day_end[origin] - 1, calendar.day[origin], calendar.day[origin] - 1)
    unknown = np.maximum(calendar.day_start[stages.at] - 1 - origin, 0) / known.per_day
    return rest_below(
        courses.highest,
        known.maxima.level[day],
        known.maxima.spread[day],
        calendar.days_left[stages.at] + unknown,
    )


def _record(log_load: Floats, month: Ints) -> Floats:
    """Highest load of the month up to each interval, shape (n,)."""
    record = np.where(np.isfinite(log_load), log_load, -np.inf)
    edges = [0, *(np.flatnonzero(np.diff(month)) + 1).tolist(), month.size]
    for first, end in pairwise(edges):
        record[first:end] = np.maximum.accumulate(record[first:end])
    return record


def _last_there(values: Floats) -> Ints:
    """Index of the last value that is there, up to each, shape (n,); the first where there is none."""
    return np.maximum.accumulate(np.where(np.isfinite(values), np.arange(values.size), 0))
