"""The Bitcoin network's daily figures: price, fees, and difficulty with its retargets."""

import math

import numpy as np
from numpy.typing import NDArray

from bascule.market.synthetic.calibration import BitcoinFigures
from bascule.market.synthetic.latent import draw_memory

_DAYS_PER_YEAR = 365  # trades every day
_TAIL_DEGREES = 6  # Student t with excess kurtosis 3, as daily returns of most years
_RETARGET_S = 2_016 * 600  # blocks of one difficulty period times the seconds aimed at per block
_DAY_S = 86_400


def draw_btc_usd(
    figures: BitcoinFigures, days: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw a price path whose every calendar year grows and swings as the calibration year did.

    Args:
        figures: The calibration year.
        days: Consecutive UTC days since 1970, whole calendar years.
        rng: Source of randomness; advanced by this call.

    Returns:
        Price in USD, one value per day; starts at the calibration year's first price.
    """
    year = days.astype("datetime64[D]").astype("datetime64[Y]")
    moves = rng.standard_t(_TAIL_DEGREES, size=len(days))
    growth = math.log(figures.price_last_usd / figures.price_first_usd)
    swing = figures.volatility_annual_frac / math.sqrt(_DAYS_PER_YEAR)
    parts = np.split(moves[1:], np.flatnonzero(np.diff(year[1:]).astype(np.int64)) + 1)
    scaled = [(part - part.mean()) / part.std() * swing + growth / len(part) for part in parts]
    path: NDArray[np.float64] = figures.price_first_usd * np.exp(np.concatenate([[0.0], *scaled]).cumsum())
    return path


def draw_fees_btc_per_block(
    figures: BitcoinFigures, days: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw mean fees per block for each day: lognormal with memory, scaled to the year's mean.

    Args:
        figures: The calibration year.
        days: Consecutive UTC days since 1970.
        rng: Source of randomness; advanced by this call.

    Returns:
        Fees in bitcoin per block, one value per day.
    """
    path_log = figures.fees_log_std * draw_memory(len(days), carry=figures.fees_log_memory, rng=rng)
    path: NDArray[np.float64] = np.exp(path_log)
    return path * (figures.fees_btc_per_block / float(path.mean()))


def draw_difficulty(
    figures: BitcoinFigures, days: NDArray[np.int64], utc_s: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw the difficulty at each instant: constant for 2,016 blocks, then one change.

    A period that ends with a change of c lasted 14 days / (1 + c), which is the rule of the protocol. Over
    the days given, difficulty grows as in the calibration year, to about one retarget.

    Args:
        figures: The calibration year.
        days: Consecutive UTC days since 1970, whole calendar years; the first starts at `difficulty_first`.
        utc_s: Instants, seconds since 1970.
        rng: Source of randomness; advanced by this call.

    Returns:
        Difficulty, one value per instant.
    """
    span_s = len(days) * _DAY_S
    growth_log = math.log(figures.difficulty_last / figures.difficulty_first) * len(days) / _DAYS_PER_YEAR
    count = round(span_s / _RETARGET_S * (1 + growth_log * _RETARGET_S / span_s))
    change_log = rng.normal(0.0, figures.retarget_std_frac, size=2 * count)
    change_log += growth_log / count - change_log[:count].mean()
    length_s = _RETARGET_S / np.exp(change_log)
    begin_s = int(days[0]) * _DAY_S - rng.random() * length_s[0]
    retarget_s = begin_s + np.cumsum(length_s)
    level: NDArray[np.float64] = figures.difficulty_first * np.exp(
        np.concatenate([[0.0], change_log]).cumsum()
    )
    return level[np.searchsorted(retarget_s, utc_s, side="right")]
