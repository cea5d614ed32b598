"""How often the firm load was there in full, by year, month and day."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.sizing.calls import days_of
from bascule.study.sizing.play import Played
from bascule.study.sizing.stretches import Stretches


class Hold(StrEnum):
    """Over what a service level must hold."""

    EVERY_YEAR = "every_year"
    ALL_YEARS = "all_years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month with the share of its intervals that had the full load, and the hours without, a mean over draws."""

    month: str
    level_frac: float
    lost_h: float


def year_levels(stretches: Stretches, played: Played) -> Floats:
    """Share of intervals with the full firm load by year, mean over draws, shape (years,)."""
    years = len(stretches.years)
    full = np.bincount(stretches.row_year, played.full.sum(axis=1), years)
    known = np.bincount(stretches.row_year, stretches.counts.sum(axis=1), years)
    levels: Floats = full / known
    return levels


def level_of(stretches: Stretches, played: Played, hold: Hold) -> float:
    """The level that is promised: of the worst year, or of all years' intervals."""
    levels = year_levels(stretches, played)
    if hold is Hold.EVERY_YEAR:
        return float(levels.min())
    return float(np.average(levels, weights=[year.stamps_s.size for year in stretches.years]))


def draw_error(stretches: Stretches, played: Played) -> float:
    """Standard error of the level over all years that comes from drawing outages; 0 with a single draw."""
    draws = int(stretches.row_draw.max()) + 1
    if draws < 2:
        return 0.0
    full = np.bincount(stretches.row_draw, played.full.sum(axis=1), draws)
    levels = full / np.bincount(stretches.row_draw, stretches.counts.sum(axis=1), draws)
    return float(levels.std(ddof=1) / np.sqrt(draws))


def lost_flags(stretches: Stretches, played: Played, row: int) -> Ints:
    """1 for each interval of a row without the full load, shape (intervals,)."""
    counts, full = stretches.counts[row], played.full[row]
    ends = np.cumsum(counts)
    lost = np.zeros(int(ends[-1]), dtype=np.int64)
    for at in np.flatnonzero(full < counts):
        lost[ends[at] - counts[at] + full[at] : ends[at]] = 1
    return lost


def lost_by_day(stretches: Stretches, played: Played, year: int) -> tuple[Floats, Floats]:
    """Intervals without the full load by draw and day, shape (draws, days), and known intervals by day, shape (days,).

    Days of which nothing is known are left out: those around them count as neighbours.
    """
    present, days = np.unique(days_of(stretches.years[year]), return_inverse=True)
    number = present.size
    rows = np.flatnonzero(stretches.row_year == year)
    lost = np.array([np.bincount(days, lost_flags(stretches, played, int(row)), number) for row in rows])
    return lost, np.bincount(days, minlength=number).astype(np.float64)


def months_of(stretches: Stretches, played: Played, year: int) -> tuple[Month, ...]:
    """Every month of a year, mean over draws."""
    data = stretches.years[year]
    months = data.stamps_s.astype("datetime64[s]").astype("datetime64[M]")
    rows = np.flatnonzero(stretches.row_year == year)
    lost = np.mean([lost_flags(stretches, played, int(row)) for row in rows], axis=0)
    return tuple(
        Month(
            month=str(month),
            level_frac=1 - float(lost[months == month].mean()),
            lost_h=float(lost[months == month].sum()) * data.step_h,
        )
        for month in np.unique(months)
    )
