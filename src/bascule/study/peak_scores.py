"""How good the probabilities of monthly peaks were: Brier score, log loss, calibration, hours given up per peak hit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

import numpy as np

from bascule.market.peak_probability import LEAD, PeakProbability, peak_probability
from bascule.market.rows import Flags
from bascule.model.series import Floats, Ints
from bascule.model.time_grid import TimeGrid
from bascule.study.peak_rules import afternoons, near_record

THRESHOLDS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
"""Probabilities from which an interval is given up, in the operating curve."""
BINS: Final = (0.0, 0.001, 0.01, 0.03, 0.1, 0.2, 0.4, 1.0)
"""Edges of the calibration's bins."""
COMPLETE: Final = 0.99
"""Share of a month's loads that must be there for its highest to be its peak: a missing hour of a clock change is no harm."""
_SURE: Final = 1e-6
"""Log loss takes nothing as surer than one in a million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPeak:
    """The highest interval of a month and what was said of it.

    Attributes:
        month: Calendar month as ``year * 12 + month - 1``.
        start: Start of the interval, aware UTC.
        load_mw: Its load.
        chance_frac: Probability that was made for it.
    """

    month: int
    start: datetime
    load_mw: float
    chance_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakYear:
    """Scores of one year's peak months.

    Attributes:
        year: Calendar year.
        peaks: Months scored, each with one peak.
        intervals: Intervals scored.
        brier: Mean squared difference of probability and outcome.
        log_loss: Mean of minus the logarithm of the probability that was given to what happened.
        base_brier: Brier score of taking every interval of a month as equally likely.
        base_log_loss: Its log loss.
        expected_peaks: Sum of the probabilities; as many as there are peaks where they are right.
        blind: Intervals for which too little load was known.
    """

    year: int
    peaks: int
    intervals: int
    brier: float
    log_loss: float
    base_brier: float
    base_log_loss: float
    expected_peaks: float
    blind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakRule:
    """One way to choose intervals, and what it would have done.

    Attributes:
        name: ``model``, ``afternoons`` or ``near_record``.
        threshold_frac: Probability from which the model's intervals are given up, None for a rule.
        hours: Hours given up in each year.
        hits: Peaks among them in each year.
    """

    name: str
    threshold_frac: float | None
    hours: tuple[float, ...]
    hits: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakBin:
    """Intervals whose probability lies in ``[low_frac, high_frac)``.

    Attributes:
        low_frac: Least probability.
        high_frac: First that lies above.
        intervals: How many there are.
        mean_frac: Their mean probability.
        peaks: Peaks among them.
    """

    low_frac: float
    high_frac: float
    intervals: int
    mean_frac: float
    peaks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakScores:
    """What the model and the rules would have done, year by year.

    Attributes:
        years: Scores by year, oldest first.
        peaks: The true peaks, oldest first.
        rules: The model at each threshold, then the naive rules; hours and hits in the order of the years.
        bins: Calibration over all years.
        incomplete: Peak months left out because loads are missing, as ``year * 12 + month - 1``.
    """

    years: tuple[PeakYear, ...]
    peaks: tuple[MonthPeak, ...]
    rules: tuple[PeakRule, ...]
    bins: tuple[PeakBin, ...]
    incomplete: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Scored:
    """The intervals that count: probability, outcome and month of each."""

    chance: Floats
    peak: Flags
    month: Ints
    blind: Flags
    step_h: float

    @property
    def year(self) -> Ints:
        return self.month // 12


def peak_scores(
    grid: TimeGrid, load_mw: Floats, *, zone: str, months: tuple[int, ...], lead: timedelta = LEAD
) -> PeakScores:
    """Score the probabilities of a load that is published when each interval has ended.

    Args:
        grid: Intervals of the load.
        load_mw: Shape (count,), NaN where missing.
        zone: Where the calendar is read.
        months: Calendar months that have a peak.
        lead: Time before an interval at which its probability is made.
    """
    made = peak_probability(grid, load_mw, grid.starts_s() + grid.step_s, zone=zone, months=months, lead=lead)
    month = grid.local_month(zone)
    complete, incomplete = _complete(grid, load_mw, month, months)
    chosen = np.isin(month, complete) & np.isfinite(load_mw)
    peaks = [
        _peak(grid, load_mw, made, number, np.flatnonzero(chosen & (month == number))) for number in complete
    ]
    peak = np.isin(np.arange(grid.count), [grid.index(found.start) for found in peaks])
    part = _Scored(
        chance=made.values_frac[chosen],
        peak=peak[chosen],
        month=month[chosen],
        blind=made.blind[chosen],
        step_h=grid.step_h,
    )
    naive = {
        "afternoons": afternoons(grid, zone)[chosen],
        "near_record": near_record(grid, load_mw, zone, lead)[chosen],
    }
    return PeakScores(
        years=tuple(_year(part, int(number)) for number in np.unique(part.year)),
        peaks=tuple(peaks),
        rules=(
            *(_rule(part, "model", least, part.chance >= least) for least in THRESHOLDS),
            *(_rule(part, name, None, flags) for name, flags in naive.items()),
        ),
        bins=tuple(_bin(part, low, high) for low, high in pairwise(BINS)),
        incomplete=tuple(incomplete),
    )


def _complete(
    grid: TimeGrid, load_mw: Floats, month: Ints, months: Iterable[int]
) -> tuple[list[int], list[int]]:
    """Peak months of the grid with all their loads, and those without."""
    wanted = [int(number) for number in np.unique(month) if number % 12 + 1 in months]
    length_s = {number: _month_s(number) for number in wanted}
    there_s = {number: np.isfinite(load_mw[month == number]).sum() * grid.step_s for number in wanted}
    whole = [number for number in wanted if there_s[number] >= COMPLETE * length_s[number]]
    return whole, [number for number in wanted if number not in whole]


def _month_s(number: int) -> int:
    months = np.array([number - 1970 * 12, number + 1 - 1970 * 12]).astype("datetime64[M]")
    return int(np.diff(months.astype("datetime64[s]").astype(np.int64))[0])


def _peak(grid: TimeGrid, load_mw: Floats, made: PeakProbability, month: int, inside: Ints) -> MonthPeak:
    index = int(inside[np.argmax(load_mw[inside])])
    return MonthPeak(
        month=month,
        start=grid.time(index),
        load_mw=float(load_mw[index]),
        chance_frac=float(made.values_frac[index]),
    )


def _year(part: _Scored, year: int) -> PeakYear:
    here = part.year == year
    chance, peak, months = part.chance[here], part.peak[here], part.month[here]
    _, inverse, counts = np.unique(months, return_inverse=True, return_counts=True)
    base = 1.0 / counts[inverse]
    return PeakYear(
        year=year,
        peaks=int(peak.sum()),
        intervals=int(here.sum()),
        brier=_brier(chance, peak),
        log_loss=_log_loss(chance, peak),
        base_brier=_brier(base, peak),
        base_log_loss=_log_loss(base, peak),
        expected_peaks=float(chance.sum()),
        blind=int(part.blind[here].sum()),
    )


def _brier(chance: Floats, peak: Flags) -> float:
    return float(np.mean((chance - peak) ** 2))


def _log_loss(chance: Floats, peak: Flags) -> float:
    given = np.where(peak, chance, 1.0 - chance)
    return float(-np.mean(np.log(np.clip(given, _SURE, 1.0))))


def _rule(part: _Scored, name: str, threshold: float | None, given_up: Flags) -> PeakRule:
    years: Sequence[Flags] = [part.year == number for number in np.unique(part.year)]
    return PeakRule(
        name=name,
        threshold_frac=threshold,
        hours=tuple(float(np.count_nonzero(given_up & here)) * part.step_h for here in years),
        hits=tuple(int(np.count_nonzero(given_up & here & part.peak)) for here in years),
    )


def _bin(part: _Scored, low: float, high: float) -> PeakBin:
    inside = (part.chance >= low) & ((part.chance < high) | (high >= BINS[-1]))
    count = int(inside.sum())
    return PeakBin(
        low_frac=low,
        high_frac=high,
        intervals=count,
        mean_frac=float(part.chance[inside].mean()) if count else float("nan"),
        peaks=int(part.peak[inside].sum()),
    )
