"""Windows of 48 hours, taken from a real roll: stored energy, peak so far and job progress are what a plant would carry."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.policies.optimal import Cadence, Optimal
from bascule.dispatch.policies.policy import Observation
from bascule.model.state import SiteState
from bascule.study.backtest import Stage, run
from benchmarks.reference_market import day_ahead_market, stage
from benchmarks.reference_site import DAY, JOBS_PER_DAY, ReferenceYear
from benchmarks.timed_policy import TimedPolicy

STEPS = 2 * DAY


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """One horizon as the optimiser is asked for it.

    Attributes:
        piece: Two days with their values.
        state: What the site carries in.
        asking: Known jobs and how much of the demand charge the window weighs.
    """

    piece: Piece
    state: SiteState
    asking: Asking


def roll(year: ReferenceYear, days: int, jobs_per_day: int = JOBS_PER_DAY) -> tuple[Stage, list[Window]]:
    """Run a rolling plan over ``days`` days and keep the window of each midnight.

    Args:
        year: The reference year.
        days: Days to run; windows that would reach beyond them are left out.
        jobs_per_day: Jobs that the year has each day.
    """
    on = stage(year, day_ahead_market(year), days, jobs_per_day)
    policy = Optimal(name="optimal", shape=on.shape, names=tuple(year.values), cadence=Cadence(tail=False))
    timed = TimedPolicy(policy=policy, remember=True)
    run(on, timed)
    return on, [_window(on, now, seen) for now, seen in timed.seen if seen.steps >= STEPS]


def pick(windows: list[Window], count: int) -> list[Window]:
    """``count`` windows spread evenly over the year, or all if there are fewer."""
    wanted = np.unique(np.linspace(0, len(windows) - 1, min(count, len(windows))).astype(int))
    return [windows[k] for k in wanted.tolist()]


def _window(on: Stage, now: datetime, seen: Observation) -> Window:
    first = on.grid.index(now)
    grid = on.grid.window(first, STEPS)
    values = {name: array[first : first + STEPS] for name, array in on.values.items()}
    weights = {
        (charge.name, month): min(hours / _hours_left(now, month), 1.0)
        for charge in on.shape.site.demand_charges
        for month, hours in _hours_by_month(grid.local_month("UTC").tolist()).items()
    }
    asking = Asking(jobs=seen.jobs, peak_weight=weights)
    return Window(piece=Piece(grid=grid, values=values), state=seen.state, asking=asking)


def _hours_by_month(months: list[int]) -> dict[int, float]:
    return {month: months.count(month) / 4 for month in sorted(set(months))}


def _hours_left(now: datetime, month: int) -> float:
    """Hours of a month (year * 12 + month - 1) that are still ahead."""
    start = datetime(month // 12, month % 12 + 1, 1, tzinfo=now.tzinfo)
    after = month + 1
    end = datetime(after // 12, after % 12 + 1, 1, tzinfo=now.tzinfo)
    return (end - max(start, now)).total_seconds() / 3600
