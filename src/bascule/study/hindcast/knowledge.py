"""Cuts everything at a day, so that what comes after cannot reach a decision."""

import math
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

import numpy as np

from bascule.chain.days import ChainDays
from bascule.chain.hashprice_levels import day_hashprice
from bascule.chain.subsidy import HALVING_BLOCKS, HALVING_TIMES_S, subsidy_btc
from bascule.model.series import Floats, Ints
from bascule.study.calibration.estimate import Estimate
from bascule.study.calibration.observed import LEAST, SECONDS_PER_YEAR, Observed
from bascule.study.calibration.walk import fit_walk
from bascule.study.hindcast.dated import Dated
from bascule.study.hindcast.plan import HindcastPlan, Known
from bascule.units import SECONDS_PER_DAY

_WEEK_DAYS: Final = 7
_LEAST_DAYS: Final = 4
"""Of a week, for its mean."""
_AVERAGED: Final = math.sqrt((2 * _WEEK_DAYS**2 + 1) / (3 * _WEEK_DAYS**2))
"""Standard deviation of steps between weekly means over that of weekly steps of a walk by days."""
_AIMED_BLOCK_S: Final = 600
_YEAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What the days before a decision say of the hashprice.

    Attributes:
        hashprice_per_ph_day: Mean of the last whole week.
        volatility: Per year, from weekly means, put right for the averaging, halvings taken out.
        drift_in_sample: Per year, halvings taken out; told, and not used.
        fees_frac: Fees over rewards of the last year.
        weeks: That it rests on.
        last_day: Last day that was used.
    """

    hashprice_per_ph_day: float
    volatility: Estimate
    drift_in_sample: Estimate
    fees_frac: float
    weeks: int
    last_day: date


def midnight_s(day: date) -> int:
    """Unix seconds of a day's start, UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def known_on(plan: HindcastPlan, rent: Dated, days: ChainDays, day: date) -> Known:
    """What was known on a day: days of the network before it, figures stated by it."""
    return Known(
        day=day,
        days=before(days, day),
        power=plan.power.until(day),
        fleet=plan.fleet.until(day),
        capex=plan.capex.until(day),
        rent=rent.until(day),
    )


def before(days: ChainDays, day: date) -> ChainDays:
    """The days before a day."""
    return between(days, 0, midnight_s(day))


def between(days: ChainDays, start_s: int, end_s: int) -> ChainDays:
    """The days from a moment to before another."""
    kept = (days.starts_s >= start_s) & (days.starts_s < end_s)
    return replace(
        days,
        starts_s=days.starts_s[kept],
        usd_per_btc=days.usd_per_btc[kept],
        difficulty=days.difficulty[kept],
        blocks=days.blocks[kept],
        fees_btc=days.fees_btc[kept],
    )


def calibrate(known: Known, window_years: float) -> Calibration | None:
    """Volatility of the hashprice from weekly means of the years before; None where they are too few.

    Weekly means keep a day's fees out of the volatility, and all are taken at the subsidy of the date, so that the step of a
    halving, which the course has of its own, does not count as risk. Steps between means of a walk are smaller than the walk's
    own: their variance is (2 n^2 + 1)/(3 n^2) of it for means over n days, and is put right by that.

    Source: H. Working, Note on the correlation of first differences of averages in a random chain, Econometrica 28, 1960.
    """
    end_s = midnight_s(known.day)
    seen = between(known.days, end_s - round(window_years * SECONDS_PER_YEAR), end_s)
    ends_s, means = _weekly(seen, end_s)
    if len(means) < LEAST:
        return None
    fit = fit_walk(Observed(name="hashprice", times_s=ends_s, values=means))
    return Calibration(
        hashprice_per_ph_day=float(means[-1]),
        volatility=_scaled(fit.volatility, 1 / _AVERAGED),
        drift_in_sample=Estimate(
            value=fit.drift.value + fit.volatility.value**2 * (1 / _AVERAGED**2 - 1) / 2,
            standard_error=_scaled(fit.drift, 1 / _AVERAGED).standard_error,
        ),
        fees_frac=_fees_frac(between(seen, end_s - _YEAR_DAYS * SECONDS_PER_DAY, end_s)),
        weeks=len(means),
        last_day=datetime.fromtimestamp(int(seen.starts_s[-1]), tz=UTC).date(),
    )


def _scaled(found: Estimate, factor: float) -> Estimate:
    error = found.standard_error
    return Estimate(value=factor * found.value, standard_error=None if error is None else factor * error)


def _weekly(days: ChainDays, end_s: int) -> tuple[Ints, Floats]:
    """Ends of weeks counted back from a moment, and the mean hashprice of each that has days enough."""
    daily = _at_subsidy_of(days, end_s)
    known = np.isfinite(daily)
    back = (end_s - days.starts_s[known] - 1) // (_WEEK_DAYS * SECONDS_PER_DAY)
    counts = np.bincount(back) if known.any() else np.zeros(0, dtype=np.int64)
    sums = np.bincount(back, daily[known]) if known.any() else np.zeros(0)
    full = np.flatnonzero(counts >= _LEAST_DAYS)[::-1]
    ends_s = end_s - full.astype(np.int64) * _WEEK_DAYS * SECONDS_PER_DAY
    return ends_s, np.asarray(sums[full] / counts[full])


def _at_subsidy_of(days: ChainDays, moment_s: int) -> Floats:
    """Hashprice by day as it would have been at the subsidy in force at a moment: the step of a halving is known, not risk."""
    found, noon = day_hashprice(days), days.starts_s + SECONDS_PER_DAY // 2
    fees = found.reward_btc - subsidy_btc(noon)
    return np.asarray(found.usd_per_ph_day * (subsidy_btc(np.array(moment_s)) + fees) / found.reward_btc)


def _fees_frac(days: ChainDays) -> float:
    paid = np.isfinite(days.fees_btc) & np.isfinite(days.blocks)
    fees = float(days.fees_btc[paid].sum())
    new = float((subsidy_btc(days.starts_s[paid]) * days.blocks[paid]).sum())
    return fees / (fees + new) if fees + new > 0 else 0.0


def scheduled_halvings(day: date, years: float) -> tuple[float, ...]:
    """Years to the halvings that follow the last one by the schedule of 600 s a block, which is what was known then."""
    now = midnight_s(day)
    past = [at for at in HALVING_TIMES_S if at <= now]
    if not past:
        return ()
    gap = HALVING_BLOCKS * _AIMED_BLOCK_S
    first = max(past[-1] + gap, now + 1)
    return tuple(
        (at - now) / SECONDS_PER_YEAR for at in range(first, now + round(years * SECONDS_PER_YEAR) + 1, gap)
    )
