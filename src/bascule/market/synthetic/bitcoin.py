"""The Bitcoin network's figures by UTC day: price, fees, and difficulty with its retargets."""

import math

import numpy as np
from numpy.typing import NDArray

from bascule.market.synthetic.calibration import BitcoinFigures
from bascule.market.synthetic.latent import draw_memory

_DAYS_PER_YEAR = 365  # trades every day
_TAIL_DEGREES = 6  # Student t with excess kurtosis 3, as daily returns of most years
_RETARGET_S = 2_016 * 600  # blocks of one difficulty period times the seconds aimed at per block
_DAY_S = 86_400


def calendar_days(first_year: int, last_year: int) -> NDArray[np.int64]:
    """Return the UTC days of whole calendar years, both included, counted from 1970."""
    begin = np.datetime64(f"{first_year}-01-01", "D").astype(np.int64)
    end = np.datetime64(f"{last_year + 1}-01-01", "D").astype(np.int64)
    return np.arange(begin, end)


def draw_btc_usd(
    figures: BitcoinFigures, days: NDArray[np.int64], anchor_day: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw a price path whose every calendar year grows and swings as the calibration year did.

    Args:
        figures: The calibration year.
        days: Consecutive UTC days since 1970, whole calendar years.
        anchor_day: The 1 January on which the price is the calibration year's first.
        rng: Source of randomness; advanced by this call.

    Returns:
        Price in USD, one value per day. From 1 January to 31 December it grows by exactly the calibrated
        factor, and the moves between have exactly the calibrated spread; the days are chance.
    """
    drawn = rng.standard_t(_TAIL_DEGREES, size=len(days))
    moves = np.concatenate([_year_moves(figures, part) for part in _by_year(drawn, days)])
    path_log = moves.cumsum()
    path: NDArray[np.float64] = np.exp(path_log - path_log[anchor_day - int(days[0])])
    return figures.price_first_usd * path


def _year_moves(figures: BitcoinFigures, drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    swing = figures.volatility_annual_frac / math.sqrt(_DAYS_PER_YEAR)
    growth = math.log(figures.price_last_usd / figures.price_first_usd)
    rest = drawn[1:]
    pinned = (rest - rest.mean()) / rest.std() * swing + growth / len(rest)
    return np.append(drawn[0] / rest.std() * swing, pinned)


def draw_fees_btc_per_block(
    figures: BitcoinFigures, days: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw mean fees per block for each day: lognormal with memory, each year scaled to the calibrated mean.

    Args:
        figures: The calibration year.
        days: Consecutive UTC days since 1970, whole calendar years.
        rng: Source of randomness; advanced by this call.

    Returns:
        Fees in bitcoin per block, one value per day.
    """
    path_log = figures.fees_log_std * draw_memory(len(days), carry=figures.fees_log_memory, rng=rng)
    years = _by_year(np.exp(path_log), days)
    return np.concatenate([part * (figures.fees_btc_per_block / float(part.mean())) for part in years])


def draw_difficulty(
    figures: BitcoinFigures,
    days: NDArray[np.int64],
    anchor_day: int,
    utc_s: NDArray[np.int64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Draw the difficulty at each instant: constant for 2,016 blocks, then one change.

    A period that ends with a change of c lasted 14 days / (1 + c), which is the rule of the protocol. A
    year's growth is the calibration year's, to about one retarget.

    Args:
        figures: The calibration year.
        days: Consecutive UTC days since 1970, whole calendar years.
        anchor_day: The 1 January whose first difficulty is the calibration year's first.
        utc_s: Instants, seconds since 1970, from the first day to a few days after the last.
        rng: Source of randomness; advanced by this call.

    Returns:
        Difficulty, one value per instant.
    """
    change_log = _draw_changes(figures, years=round(len(days) / _DAYS_PER_YEAR), rng=rng)
    length_s = _RETARGET_S / np.exp(change_log)
    begin_s = int(days[0]) * _DAY_S - rng.random() * length_s[0]
    retarget_s = begin_s + np.cumsum(length_s)
    level_log = np.append(0.0, change_log).cumsum()
    level_log -= level_log[np.searchsorted(retarget_s, anchor_day * _DAY_S, side="right")]
    level: NDArray[np.float64] = figures.difficulty_first * np.exp(level_log)
    return level[np.searchsorted(retarget_s, utc_s, side="right")]


def _draw_changes(figures: BitcoinFigures, *, years: int, rng: np.random.Generator) -> NDArray[np.float64]:
    growth = math.log(figures.difficulty_last / figures.difficulty_first)
    # Rising difficulty shortens its periods: a year holds as many more of them as it grows.
    per_year = round(_DAYS_PER_YEAR * _DAY_S / _RETARGET_S + growth)
    # One year more than asked: the last period must reach beyond the last day.
    drawn = rng.normal(0.0, figures.retarget_std_frac, size=(years + 1, per_year))
    pinned: NDArray[np.float64] = drawn - drawn.mean(axis=1, keepdims=True) + growth / per_year
    return pinned.ravel()


def _by_year(values: NDArray[np.float64], days: NDArray[np.int64]) -> list[NDArray[np.float64]]:
    year = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    return np.split(values, np.flatnonzero(np.diff(year)) + 1)
