"""How a day's load may go on from what is known of it: as on each of the last days, from today's level."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.market.rows import Flags
from bascule.model.series import Floats, Ints

LIKE_DAYS: Final = 28
"""Days whose course today may follow: four whole weeks, and the history that every market holds."""
OTHER_KIND: Final = 0.3
"""Weight of a weekend day for a weekday and the other way round."""
NEARLY: Final = 0.0015
"""Loads that differ by less than about this share change places between forecast and meter."""
_NEVER: Final = -50.0
"""Logarithm of a load that is no day's highest."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayBook:
    """Days and their courses, summed up once so that each place within a day is judged without going through it again.

    Arrays over ``k`` from 0 to the longest day's intervals: *so far* holds the day's first ``k`` intervals, *rest* those
    from ``k`` on as one of the ``LIKE_DAYS`` days before had them. Sums are logarithms of ``sum(exp(load / NEARLY))``.

    Attributes:
        start: Index of each day's first interval, shape (days,).
        end: Index after its last.
        so_far_highest: Highest load, shape (days, k).
        so_far_sum: Sum, shape (days, k).
        course: Loads of the days before, shape (days, LIKE_DAYS, intervals).
        rest_highest: Highest load, shape (days, LIKE_DAYS, k).
        rest_sum: Sum, shape (days, LIKE_DAYS, k).
        rest_whole: Whether no load is missing, shape (days, LIKE_DAYS, k).
    """

    start: Ints
    end: Ints
    so_far_highest: Floats
    so_far_sum: Floats
    course: Floats
    rest_highest: Floats
    rest_sum: Floats
    rest_whole: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayStages:
    """Places within days, each with what is known there, shape (n,).

    Attributes:
        day: Row of the day in its book.
        at: The interval asked about, as an index into the loads.
        origin: The last interval whose load is known.
    """

    day: Ints
    at: Ints
    origin: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayCourses:
    """Courses that the days may take, shape (n, LIKE_DAYS).

    Attributes:
        highest: Logarithm of the day's highest load.
        share: How far the interval asked about is the day's highest: 0 to 1, summing to 1 over a day's intervals.
        weight: Weight of the course; 0 where there is none.
    """

    highest: Floats
    share: Floats
    weight: Floats


def shifts(per_day: int) -> Ints:
    """How many intervals each of the days before lies back."""
    return np.arange(1, LIKE_DAYS + 1) * per_day


def day_book(log_load: Floats, start: Ints, end: Ints, per_day: int) -> DayBook:
    """Sum up days and those before them.

    Args:
        log_load: Logarithm of the load, NaN where missing, at least ``LIKE_DAYS`` days before the first day.
        start: Index of each day's first interval, shape (days,).
        end: Index after its last; may lie beyond the loads.
        per_day: Intervals in 24 hours.
    """
    places = start[:, np.newaxis] + np.arange(int((end - start).max()))
    inside = places < end[:, np.newaxis]
    own = np.where(inside & (places < log_load.size), log_load[np.minimum(places, log_load.size - 1)], np.nan)
    own = np.where(np.isnan(own), _NEVER, own)
    course = log_load[
        np.minimum(places[:, np.newaxis, :] - shifts(per_day)[:, np.newaxis], log_load.size - 1)
    ]
    missing = np.isnan(course) & inside[:, np.newaxis, :]
    course = np.where(np.isnan(course) | ~inside[:, np.newaxis, :], _NEVER, course)
    return DayBook(
        start=start,
        end=end,
        so_far_highest=_from_nothing(np.maximum.accumulate(own, axis=-1)),
        so_far_sum=_from_nothing(np.logaddexp.accumulate(own / NEARLY, axis=-1), _NEVER / NEARLY),
        course=course,
        rest_highest=_to_nothing(np.maximum.accumulate(course[..., ::-1], axis=-1)),
        rest_sum=_to_nothing(np.logaddexp.accumulate(course[..., ::-1] / NEARLY, axis=-1), _NEVER / NEARLY),
        rest_whole=_to_nothing(np.logical_or.accumulate(missing[..., ::-1], axis=-1).astype(np.float64), 0.0)
        == 0.0,
    )


def day_courses(
    book: DayBook, log_load: Floats, weekend: Flags, stages: DayStages, per_day: int
) -> DayCourses:
    """The last days' courses, each moved so that it meets the last load that is known.

    Only loads up to each origin count. A day of which a load that is needed is missing, or which had not yet ended at
    the origin as seen from there, gives no course.

    Args:
        book: The days.
        log_load: Logarithm of the load, NaN where missing.
        weekend: Whether each interval lies on a weekend, same shape.
        stages: Where each day stands.
        per_day: Intervals in 24 hours.
    """
    day, back = stages.day, shifts(per_day)
    before = stages.origin[:, np.newaxis] - back
    level = log_load[stages.origin][:, np.newaxis] - log_load[before]
    known = np.clip(stages.origin + 1 - book.start[day], 0, book.course.shape[2])
    ended = book.end[day][:, np.newaxis] - 1 - back <= stages.origin[:, np.newaxis]
    whole = ended & book.rest_whole[day, :, known] & np.isfinite(level)
    level = np.where(whole, level, 0.0)
    rest = np.where(whole, book.rest_highest[day, :, known] + level, _NEVER)
    rest_sum = np.where(whole, book.rest_sum[day, :, known] + level / NEARLY, _NEVER / NEARLY)
    total = np.logaddexp(book.so_far_sum[day, known][:, np.newaxis], rest_sum)
    asked = _asked(book, log_load, stages, level)
    like = weekend[stages.at][:, np.newaxis] == weekend[stages.at[:, np.newaxis] - back]
    return DayCourses(
        highest=np.maximum(book.so_far_highest[day, known][:, np.newaxis], rest),
        share=np.where(whole, np.exp(np.minimum(asked / NEARLY - total, 0.0)), 0.0),
        weight=np.where(whole, np.where(like, 1.0, OTHER_KIND), 0.0),
    )


def _asked(book: DayBook, log_load: Floats, stages: DayStages, level: Floats) -> Floats:
    """Load of the interval asked about: as it was where it is known, else by each course, shape (n, LIKE_DAYS)."""
    place = stages.at - book.start[stages.day]
    known = np.where(stages.at <= stages.origin, log_load[np.minimum(stages.at, stages.origin)], np.nan)
    moved = book.course[stages.day, :, place] + level
    return np.where(np.isnan(known)[:, np.newaxis], moved, known[:, np.newaxis])


def _from_nothing(running: Floats, nothing: float = _NEVER) -> Floats:
    """Running values with that of no interval before them."""
    return np.concatenate([np.full((*running.shape[:-1], 1), nothing), running], axis=-1)


def _to_nothing(backward: Floats, nothing: float = _NEVER) -> Floats:
    """Values running back from the end, in order of time, with that of no interval after them."""
    return _from_nothing(backward, nothing)[..., ::-1]
