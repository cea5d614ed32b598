"""How far a service level hangs on which days came: moving blocks of days, drawn again with a seed."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How days are drawn again.

    Attributes:
        block_days: Days that stay together; a week keeps a storm whole.
        samples: How many histories are drawn.
        seed: Same seed, same histories.
        confidence_frac: What the interval covers, such as 0.9.
    """

    block_days: int = 7
    samples: int = 500
    seed: int = 1
    confidence_frac: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Low and high end."""

    low: float
    high: float


def resampled_days(days: int, draws: int, how: Resampling) -> Ints:
    """Days of each drawn history as places in a flat (draws, days) array, shape (samples, days).

    Blocks of consecutive days are drawn with replacement until a history is as long as the data (Kunsch 1989; the last block is
    cut); each block comes from one draw of the outages.
    """
    length = min(how.block_days, days)
    blocks = -(-days // length)
    draw = np.random.default_rng([how.seed, days, draws])
    firsts = draw.integers(0, days - length + 1, (how.samples, blocks, 1))
    rows = draw.integers(0, draws, (how.samples, blocks, 1))
    places: Ints = rows * days + firsts + np.arange(length)
    return places.reshape(how.samples, -1)[:, :days]


def resampled_levels(lost: Floats, known: Floats, places: Ints) -> Floats:
    """Service level of each drawn history, shape (samples,).

    Args:
        lost: Intervals without the full load by draw and day, shape (draws, days).
        known: Known intervals by day, shape (days,).
        places: From ``resampled_days``.
    """
    missed = lost.ravel()[places].sum(axis=1)
    levels: Floats = 1 - missed / known[places % known.size].sum(axis=1)
    return levels


def interval_of(values: Floats, confidence_frac: float) -> Interval:
    """Equal tails on both sides."""
    low, high = np.quantile(values, [(1 - confidence_frac) / 2, (1 + confidence_frac) / 2])
    return Interval(low=float(low), high=float(high))
