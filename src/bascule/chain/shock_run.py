"""A hashrate path and what it does: the mean path, its income, and random paths beside it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.chain.bits import bits_from_difficulty
from bascule.chain.clockwork import NetworkClock
from bascule.chain.network_path import NetworkPath, PathIncome, network_path, path_income
from bascule.chain.random_paths import RandomPaths, random_paths
from bascule.chain.work import hashrate_eh_s_at
from bascule.model.series import Floats
from bascule.units import SECONDS_PER_DAY

STEPS_PER_DAY: Final = 4
STEP_S: Final = SECONDS_PER_DAY / STEPS_PER_DAY
QUANTILES: Final = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What a block pays.

    Attributes:
        usd_per_btc: Price.
        fees_btc_per_block: Mean fees of a block; this or the next.
        fees_btc_per_day: Fees of a day, however many blocks share them.
    """

    usd_per_btc: float
    fees_btc_per_block: float | None = None
    fees_btc_per_day: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShockRun:
    """What was simulated.

    Attributes:
        path: On average.
        income: On average.
        random: Paths with the luck of mining; None where none were drawn.
        bands: Quantiles of their difficulty at each step's end, shape (3, steps).
        block_s: Quantiles of the mean block time of the period that is under way at the end, shape (3,).
        start_s: When the path begins, Unix seconds; None where it is a case rather than a time.
    """

    path: NetworkPath
    income: PathIncome
    random: RandomPaths | None
    bands: Floats | None
    block_s: Floats | None = None
    start_s: int | None = None


def shocked_hashrate(difficulty: float, shock_frac: float, shock_day: float, days: int) -> Floats:
    """A hashrate that finds a block every 600 s at a difficulty, and changes by a share on a day, by quarter-days.

    >>> shocked_hashrate(1e12, -0.5, 0.5, 1).round(2).tolist()
    [7.16, 7.16, 3.58, 3.58]
    """
    usual = hashrate_eh_s_at(difficulty)
    starts = np.arange(days * STEPS_PER_DAY) / STEPS_PER_DAY
    return np.asarray(np.where(starts >= shock_day, usual * (1 + shock_frac), usual))


def shock_run(
    hashrate_eh_s: Floats,
    difficulty: float,
    market: Market,
    *,
    height: int,
    paths: int = 0,
    rng: np.random.Generator | None = None,
    start_s: int | None = None,
) -> ShockRun:
    """Simulate a hashrate path from the first block of a period on.

    Args:
        hashrate_eh_s: By quarter-day.
        difficulty: At the start.
        market: What a block pays.
        height: First block of the period.
        paths: Random paths beside the mean.
        rng: Source of their chance.
        start_s: When the path begins, where it has a date.

    Raises:
        ValueError: Paths without chance, or a hashrate path that cannot be.
    """
    if paths and rng is None:
        raise ValueError("random paths need a source of chance")
    path = network_path(
        hashrate_eh_s, NetworkClock(difficulty=difficulty), start_height=height, step_s=STEP_S
    )
    income = path_income(
        path,
        start_height=height,
        usd_per_btc=market.usd_per_btc,
        fees_btc_per_block=market.fees_btc_per_block,
        fees_btc_per_day=market.fees_btc_per_day,
    )
    drawn = None
    if paths and rng is not None:
        drawn = random_paths(hashrate_eh_s, bits_from_difficulty(difficulty), rng, paths=paths, step_s=STEP_S)
    if drawn is None:
        return ShockRun(path=path, income=income, random=None, bands=None, start_s=start_s)
    return ShockRun(
        path=path,
        income=income,
        random=drawn,
        bands=_bands(drawn, len(path.blocks)),
        block_s=np.quantile(drawn.block_s_at(drawn.horizon_s), QUANTILES),
        start_s=start_s,
    )


def _bands(drawn: RandomPaths, steps: int) -> Floats:
    at = [np.quantile(drawn.difficulty_at((step + 1) * STEP_S), QUANTILES) for step in range(steps)]
    return np.array(at).T
