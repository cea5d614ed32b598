"""Years drawn from real days: blocks of whole days of the same season, so that each keeps its shape."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats, Ints
from bascule.study.calibration.observed import Observed
from bascule.units import SECONDS_PER_DAY

BLOCK_DAYS: Final = 7
WINDOW_DAYS: Final = 30
_YEAR: Final = 365
_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RealDays:
    """Whole days as they were.

    Attributes:
        name: Of the series.
        days: Days since 1970-01-01, UTC, rising.
        values: Shape (days, intervals of a day).
        left_out: Days of the series that were not whole.
    """

    name: str
    days: Ints
    values: Floats
    left_out: int


def whole_days(observed: Observed) -> RealDays:
    """The whole UTC days of a series; a UTC day always has 24 hours.

    Raises:
        ValueError: The step does not divide a day, or no day is whole.
    """
    step_s = int(np.diff(observed.times_s).min())
    if SECONDS_PER_DAY % step_s:
        raise ValueError(f"{observed.name}: a step of {step_s} s does not divide a day")
    slots = SECONDS_PER_DAY // step_s
    days = observed.times_s // SECONDS_PER_DAY
    # Strictly rising stamps on the step fill a day exactly when there are as many as it has intervals.
    aligned = observed.times_s % step_s == 0
    there, counts = np.unique(days[aligned], return_counts=True)
    kept = there[counts == slots]
    if not len(kept):
        raise ValueError(
            f"{observed.name}: no day is whole: {slots} values at steps of {step_s} s are needed"
        )
    values = observed.values[aligned & np.isin(days, kept)].reshape(len(kept), slots)
    return RealDays(name=observed.name, days=kept, values=values, left_out=len(np.unique(days)) - len(kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How days are drawn.

    Attributes:
        block_days: Days that follow each other as they did.
        window_days: How far a block's first day may lie from the day of the year that it stands for.
        same_weekday: Whether it must be the same day of the week, so that weekends stay weekends.
    """

    block_days: int = BLOCK_DAYS
    window_days: int = WINDOW_DAYS
    same_weekday: bool = True

    def __post_init__(self) -> None:
        """Refuse what draws nothing."""
        if not 1 <= self.block_days <= _YEAR or not 0 <= self.window_days <= _YEAR:
            raise ValueError("blocks have 1 to 365 days, and the window from 0 to 365")


def draw_days(
    days: Ints,
    first_day: int,
    count: int,
    paths: int,
    rng: np.random.Generator,
    drawing: Drawing | None = None,
) -> Ints:
    """Which real day stands for each day of each path, shape (paths, count).

    Several series that share their days keep their joint moves: read all at the same indices.

    Args:
        days: Days since 1970-01-01 that are there, rising.
        first_day: That the paths start on.
        count: Days of a path.
        paths: How many.
        rng: Draws; the same state gives the same days.
        drawing: Blocks and seasons; by default weeks within 30 days of the date, on the same weekday.

    Raises:
        ValueError: No block of real days suits a date.
    """
    how = drawing or Drawing()
    starts = _starts(days, how.block_days)
    drawn = np.empty((paths, count), dtype=np.int64)
    for at in range(0, count, how.block_days):
        suits = _suiting(days[starts], first_day + at, how)
        if not suits.any():
            raise ValueError(_none(first_day + at, how))
        picked = rng.choice(starts[suits], size=paths)
        length = min(how.block_days, count - at)
        drawn[:, at : at + length] = picked[:, None] + np.arange(length)
    return drawn


def _starts(days: Ints, block: int) -> Ints:
    """Indices from which that many days follow without a gap."""
    if len(days) < block:
        return np.empty(0, dtype=np.int64)
    last = np.arange(block - 1, len(days))
    return np.flatnonzero(days[last] - days[last - block + 1] == block - 1)


def _suiting(days: Ints, target: int, how: Drawing) -> NDArray[np.bool_]:
    apart = np.abs(_of_year(days) - _of_year(np.array([target])))
    near = np.minimum(apart, _YEAR - apart) <= how.window_days
    if how.same_weekday:
        # Days since 1970-01-01 keep the week.
        near &= (days - target) % _WEEK == 0
    return np.asarray(near, dtype=np.bool_)


def _of_year(days: Ints) -> Ints:
    dates = days.astype("datetime64[D]")
    return np.asarray((dates - dates.astype("datetime64[Y]")).astype(np.int64), dtype=np.int64)


def _none(day: int, how: Drawing) -> str:
    date = np.datetime64(day, "D")
    return (
        f"{date}: no {how.block_days} real days in a row begin within {how.window_days} days of it"
        f"{' on its weekday' if how.same_weekday else ''}: widen the window, shorten the block, or add years"
    )
