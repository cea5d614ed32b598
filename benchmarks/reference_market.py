"""The reference year as a market: what of it is known when."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from bascule.model.market import Market
from bascule.model.series import Ints, Series
from bascule.settle.values import HASH_VALUE
from bascule.study.backtest import Stage, set_stage
from benchmarks.reference_site import DAY, ReferenceYear

ONE_DAY = timedelta(days=1)
DAYS = 365
_DAY_S = 86_400


def day_ahead_market(year: ReferenceYear) -> Market:
    """Every value of a day becomes known a day before its midnight: each midnight sees 48 hours."""
    midnights = year.grid.starts_s() // _DAY_S * _DAY_S
    return _market(year, dict.fromkeys(year.values, midnights - _DAY_S))


def real_time_market(year: ReferenceYear) -> Market:
    """Price and sun become known when their interval has ended, a day's hash value when the day has begun."""
    starts = year.grid.starts_s()
    known = dict.fromkeys(year.values, starts + year.grid.step_s)
    return _market(year, {**known, HASH_VALUE: starts // _DAY_S * _DAY_S})


def _market(year: ReferenceYear, known_at_s: dict[str, Ints]) -> Market:
    series = {
        name: Series(name=name, values=np.array(values), known_at_s=known_at_s[name].copy(), synthetic=True)
        for name, values in year.values.items()
    }
    return Market(grid=year.grid, series=series)


def stage(year: ReferenceYear, market: Market, days: int = DAYS, jobs_per_day: int = 10) -> Stage:
    """The first ``days`` of a market with the jobs released in them, each known at the midnight before the day of its release.

    Args:
        year: The reference year.
        market: One of its markets.
        days: Days to run.
        jobs_per_day: Jobs that the year has each day.
    """
    jobs = [replace(job, known=_midnight(job.release) - ONE_DAY) for job in year.jobs[: jobs_per_day * days]]
    site = replace(year.site, jobs=tuple(jobs))
    return set_stage(site, market, year.grid.start, year.grid.time(days * DAY))


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
