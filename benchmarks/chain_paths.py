"""Random paths of difficulty: two years of daily hashrate, for all paths the same and for each its own."""

from statistics import median
from time import perf_counter
from typing import Final

import numpy as np

from bascule.chain.bits import bits_from_difficulty, difficulty
from bascule.chain.random_paths import RandomPaths, random_paths
from bascule.chain.work import hashrate_eh_s_at
from bascule.model.series import Floats
from bascule.units import SECONDS_PER_DAY
from benchmarks.figures import Figure

PART: Final = "chain paths"
_DAYS: Final = 730
_START: Final = 144.4e12
_DAILY_LOG_STEP: Final = 0.02


def measure(*, quick: bool) -> list[Figure]:
    """Draw the paths and read the difficulty of each at the end of every day."""
    paths, runs = (500, 2) if quick else (10_000, 5)
    shared, each = _hashrate((_DAYS,)), _hashrate((paths, _DAYS))
    said = f"{paths:,} paths, {_DAYS} daily steps, median of {runs}"
    return [
        *_figures("one hashrate for all", shared, paths, runs, said),
        *_figures("a hashrate for each", each, paths, runs, said),
    ]


def _figures(name: str, hashrate: Floats, paths: int, runs: int, said: str) -> list[Figure]:
    seconds = [_seconds(hashrate, paths, seed) for seed in range(runs)]
    drawing, reading = median(pair[0] for pair in seconds), median(pair[1] for pair in seconds)
    return [
        Figure(part=PART, name=name, value=drawing, unit="s", at_most=5.0, note=said),
        Figure(part=PART, name=f"{name}: difficulty of every day", value=reading, unit="s", note=said),
    ]


def _seconds(hashrate: Floats, paths: int, seed: int) -> tuple[float, float]:
    """Time to draw, and time to read the quantiles of every day."""
    begun = perf_counter()
    drawn = random_paths(hashrate, bits_from_difficulty(_START), np.random.default_rng(seed), paths=paths)
    drawing = perf_counter() - begun
    _read(drawn)
    return drawing, perf_counter() - begun - drawing


def _read(drawn: RandomPaths) -> Floats:
    days = [
        np.quantile(drawn.difficulty_at(day * SECONDS_PER_DAY), (0.05, 0.5, 0.95)) for day in range(_DAYS)
    ]
    return np.array(days)


def _hashrate(shape: tuple[int, ...]) -> Floats:
    """Seeded random walks around the hashrate that finds a block every 600 s at the start."""
    rng = np.random.default_rng(730)
    walk = np.cumsum(rng.normal(0.0, _DAILY_LOG_STEP, shape), axis=-1)
    usual = hashrate_eh_s_at(difficulty(bits_from_difficulty(_START)))
    return np.asarray(usual * np.exp(walk), dtype=np.float64)
