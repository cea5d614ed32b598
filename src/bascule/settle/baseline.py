"""Baselines: the power that a site would have drawn had it not been called.

What is not known is not a number, never zero: an event without enough history, and every interval outside events.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bascule.model.reserves import Baseline
from bascule.model.series import Floats, Ints
from bascule.model.time_grid import TimeGrid
from bascule.settle.like_days import ClockDays, clock_days

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineSettings:
    """What a baseline method leaves to the contract.

    Attributes:
        window_h: Longest window before and after an event; an event that is shorter takes its own length.
        like_days: Days without event that are averaged, the last ones of the same kind.
        adjustment_h: Hours before an event over which the day is compared with the days averaged.
        adjustment_frac: The comparison changes the average by no more than this share, either way.
        holidays: Local dates that count as weekend.
    """

    window_h: float = 2.0
    like_days: int = 10
    adjustment_h: float = 2.0
    adjustment_frac: float = 0.2
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A run of called intervals ``[first, end)`` and the intervals around it that no other event touches."""

    first: int
    end: int
    free_from: int
    free_to: int


def baseline_mw(
    kind: Baseline,
    metered_mw: Floats,
    grid: TimeGrid,
    events: Flags,
    zone: str,
    settings: BaselineSettings,
) -> Floats:
    """Power that would have been drawn in each event interval, NaN outside events and where it cannot be known.

    - ``BEFORE_AFTER``: mean of the metered power over the window before and the window after the event.
    - ``NEBEF``: the lower of the two means. This is the double reference of the French method "rectangle à double
      référence corrigée" (RTE's market rules, NEBEF and since September 2025 NEBCO, methods for the reference curve);
      simplified: the rule's correction for load moved into the windows, its aggregation of several sites and its
      windows by contract are left out.
    - ``TEN_OF_TEN``: mean of the same local clock interval over the last ten like days without event (working days, or
      weekends and holidays), times the same-day adjustment.

    A window that another event cuts is as long as what lies between them; one that leaves the metered period is unknown.
    A clock time that a day of 23 hours lacks is averaged over the other days; one that a day of 25 hours has twice counts
    for that day by its mean.

    Args:
        kind: The method.
        metered_mw: Metered power, shape (grid.count,).
        grid: The metered period, history before the events included.
        events: Intervals of a call, shape (grid.count,); neighbours belong to one event.
        zone: IANA name of the clock on which days and clock times are counted.
        settings: What the contract states.

    Returns:
        Shape (grid.count,).
    """
    found = np.full(grid.count, np.nan)
    days = clock_days(metered_mw, grid, events, zone, settings.holidays)
    for event in events_of(events):
        if kind is Baseline.TEN_OF_TEN:
            found[event.first : event.end] = _ten_of_ten(days, metered_mw, grid, event, settings)
        else:
            found[event.first : event.end] = _rectangle(kind, metered_mw, grid, event, settings)
    return found


def delivered_mw(baseline: Floats, metered_mw: Floats) -> Floats:
    """Baseline less metered power: NaN outside events and where the baseline is not known; negative where more was drawn."""
    return baseline - metered_mw


def expected_baseline_mw(
    kind: Baseline,
    metered_so_far_mw: Floats,
    so_far: TimeGrid,
    events_so_far: Flags,
    coming: TimeGrid,
    zone: str,
    settings: BaselineSettings,
) -> Floats:
    """Baseline that a call in each coming interval would have, from history alone, shape (coming.count,).

    The part after a call is not known yet, so that methods with two windows take the one before: the last ``window_h``
    hours without event. Ten of ten takes the last like days of the history, adjusted for what is left of today.

    Args:
        kind: The method.
        metered_so_far_mw: Metered power, shape (so_far.count,).
        so_far: The metered period; ends where ``coming`` starts.
        events_so_far: Intervals of past calls, shape (so_far.count,).
        coming: Intervals to come, of the same length.
        zone: IANA name.
        settings: What the contract states.
    """
    free = np.flatnonzero(~events_so_far)
    if kind is not Baseline.TEN_OF_TEN:
        count = _intervals(settings.window_h, so_far)
        known = free.size >= count
        return np.full(coming.count, metered_so_far_mw[free[-count:]].mean() if known else np.nan)
    days = clock_days(metered_so_far_mw, so_far, events_so_far, zone, settings.holidays)
    seconds = coming.local_seconds(zone)
    plain = days.mean_mw(seconds, settings.like_days)
    last = free[-_intervals(settings.adjustment_h, so_far) :]
    ratio = _ratio(days, metered_so_far_mw, so_far.local_seconds(zone), last, settings)
    today = seconds // 86_400 == seconds[0] // 86_400
    return np.where(today, plain * ratio, plain)


def events_of(events: Flags) -> tuple[Event, ...]:
    """Runs of called intervals, in order of time."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], events, [False]]).astype(np.int8)))
    firsts, ends = edges[0::2].tolist(), edges[1::2].tolist()
    # Beyond the period stands nothing that could cut a window: one that reaches there is unknown.
    before, after = [-1, *ends][: len(ends)], [*firsts, events.size + 1][1:]
    return tuple(
        Event(first=first, end=end, free_from=low, free_to=high)
        for first, end, low, high in zip(firsts, ends, before, after, strict=True)
    )


def _intervals(hours: float, grid: TimeGrid) -> int:
    return max(round(hours / grid.step_h), 1)


def _rectangle(
    kind: Baseline, metered_mw: Floats, grid: TimeGrid, event: Event, settings: BaselineSettings
) -> float:
    count = min(event.end - event.first, _intervals(settings.window_h, grid))
    before = _mean(metered_mw, max(event.first - count, event.free_from), event.first)
    after = _mean(metered_mw, event.end, min(event.end + count, event.free_to))
    return _lower(before, after) if kind is Baseline.NEBEF else (before + after) / 2


def _mean(metered_mw: Floats, first: int, end: int) -> float:
    """Mean over ``[first, end)``, NaN where that leaves the metered period."""
    return float(metered_mw[first:end].mean()) if first >= 0 and end <= metered_mw.size else np.nan


def _lower(one: float, other: float) -> float:
    """The lower of two values, NaN where either is unknown."""
    return float(np.minimum(one, other))


def _ten_of_ten(
    days: ClockDays, metered_mw: Floats, grid: TimeGrid, event: Event, settings: BaselineSettings
) -> Floats:
    seconds = days.seconds
    plain = days.mean_mw(seconds[event.first : event.end], settings.like_days)
    first = max(event.first - _intervals(settings.adjustment_h, grid), event.free_from, 0)
    window = np.arange(first, event.first)
    return plain * _ratio(days, metered_mw, seconds, window, settings)


def _ratio(
    days: ClockDays, metered_mw: Floats, seconds: Ints, window: Ints, settings: BaselineSettings
) -> float:
    """Same-day adjustment: metered over averaged energy of a window, within its limits; 1 where the average is zero."""
    if not window.size:
        return np.nan
    usual = float(days.mean_mw(seconds[window], settings.like_days).mean())
    if usual == 0.0:
        return 1.0
    low, high = 1.0 - settings.adjustment_frac, 1.0 + settings.adjustment_frac
    return float(np.clip(metered_mw[window].mean() / usual, low, high))
