"""Concentration of a chain as long as 2021 to 2024: every measure over every window, without bands."""

from statistics import median
from time import perf_counter
from typing import Final

import numpy as np

from bascule.chain.blocks import UNKNOWN, Blocks
from bascule.chain.concentration_path import concentration_path
from bascule.chain.unknown_rule import UnknownRule
from bascule.chain.window_counts import window_counts
from bascule.chain.windows import Windows, calendar_windows, rolling_windows
from benchmarks.figures import Figure

PART: Final = "chain concentration"
BLOCKS: Final = 213_196
_POOLS: Final = 52
_START_S: Final = 1_609_547_186


def measure(*, quick: bool) -> list[Figure]:
    """Two groupings under four rules over days, weeks, months, years and weeks that roll by a day."""
    blocks = seeded_blocks(BLOCKS // 10 if quick else BLOCKS)
    seconds = [_seconds(blocks) for _ in range(3)]
    said = f"{blocks.count:,} seeded blocks, {_POOLS} pools, 2 groupings x 4 rules x 5 kinds of window, median of 3"
    return [Figure(part=PART, name="all series", value=median(seconds), unit="s", at_most=2.0, note=said)]


def seeded_blocks(count: int) -> Blocks:
    """Blocks at random times, their pools by shares that fall like one over the rank."""
    rng = np.random.default_rng(2024)
    shares = 1 / np.arange(1, _POOLS + 1)
    return Blocks(
        heights=np.arange(664_063, 664_063 + count),
        times_s=_START_S + np.cumsum(rng.exponential(600.0, count)).astype(np.int64),
        pools=rng.choice(_POOLS, size=count, p=shares / shares.sum()),
        names=(*(f"pool{at:02}" for at in range(_POOLS - 1)), UNKNOWN),
    )


def _windows(blocks: Blocks) -> list[Windows]:
    calendar = [calendar_windows(blocks, unit) for unit in ("day", "week", "month", "year")]
    return [*calendar, rolling_windows(blocks, 1008, 144)]


def _seconds(blocks: Blocks) -> float:
    groups = {"group": [f"pool{at:02}" for at in (1, 4, 5, 7, 9)]}
    begun = perf_counter()
    for windows in _windows(blocks):
        for rule in UnknownRule:
            for chosen in (None, groups):
                concentration_path(window_counts(blocks, windows, rule=rule, groups=chosen))
    return perf_counter() - begun
