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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayStages:
    """Days looked at from one place within each, shape (n,); indices into the array of loads.

    Attributes:
        at: The interval asked about.
        origin: The last interval whose load is known.
        start: First interval of the day.
        end: Index after its last interval.
    """

    at: Ints
    origin: Ints
    start: Ints
    end: Ints


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


def day_courses(log_load: Floats, weekend: Flags, stages: DayStages, per_day: int) -> DayCourses:
    """The last days' courses, each moved so that it meets the last load that is known.

    Only loads up to each origin are read. A day in which any load is missing, or which has not yet ended at the
    origin as seen from there, gives no course.

    Args:
        log_load: Logarithm of the load, NaN where missing, at least ``LIKE_DAYS`` days before the first origin.
        weekend: Whether each interval lies on a weekend, same shape.
        stages: Where each day stands.
        per_day: Intervals in 24 hours.
    """
    places = stages.start[:, np.newaxis] + np.arange(int((stages.end - stages.start).max()))
    shifts = np.arange(1, LIKE_DAYS + 1) * per_day
    origin = stages.origin[:, np.newaxis]
    future = ((places > origin) & (places < stages.end[:, np.newaxis]))[:, np.newaxis, :]
    courses = _moved(log_load, places, shifts, origin)
    ended = stages.end[:, np.newaxis] - 1 - shifts <= origin
    whole = (np.isfinite(courses) | ~future).all(axis=2) & ended
    so_far = _so_far(log_load, places, origin)[:, np.newaxis, :]
    paths = np.where(future & whole[:, :, np.newaxis], courses, so_far)
    highest = paths.max(axis=2)
    closeness = np.exp((paths - highest[:, :, np.newaxis]) / NEARLY)
    like = weekend[stages.at][:, np.newaxis] == weekend[stages.at[:, np.newaxis] - shifts]
    return DayCourses(
        highest=highest,
        share=closeness[:, :, int(stages.at[0] - stages.start[0])] / closeness.sum(axis=2),
        weight=np.where(whole, np.where(like, 1.0, OTHER_KIND), 0.0),
    )


def _moved(log_load: Floats, places: Ints, shifts: Ints, origin: Ints) -> Floats:
    """Each earlier day's course from the level at the origin, shape (n, LIKE_DAYS, intervals of a day)."""
    earlier = places[:, np.newaxis, :] - shifts[:, np.newaxis]
    # What lies after the origin is not read: it takes the place of a course that has not ended.
    course = log_load[np.minimum(earlier, origin[:, :, np.newaxis])]
    level = log_load[origin] - log_load[origin - shifts]
    return np.asarray(course + level[:, :, np.newaxis], dtype=np.float64)


def _so_far(log_load: Floats, places: Ints, origin: Ints) -> Floats:
    """The day as far as it is known, elsewhere lower than any load."""
    loads = log_load[np.minimum(places, origin)]
    return np.where((places <= origin) & np.isfinite(loads), loads, _NEVER)
