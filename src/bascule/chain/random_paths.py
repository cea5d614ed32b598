"""Difficulty under a hashrate path with the luck of mining: periods are drawn, not blocks.

While the difficulty holds, blocks come as a Poisson process whose rate follows the hashrate, so the hashes that 2,015 blocks
take are Gamma(2015) times the expected hashes of one, and the path says when that many are done. This is equal in law to
drawing each block.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.chain.bits import target_from_bits
from bascule.chain.bits_array import difficulty_each, next_bits_each
from bascule.chain.hash_clock import HashClock
from bascule.chain.rules import PERIOD_GAPS
from bascule.model.series import Floats, Ints
from bascule.units import HASHES_PER_DIFFICULTY, HASHES_PER_EH, SECONDS_PER_DAY

_SAFETY: Final = 100_000
"""More periods than any path here has; reached only by a fault."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RandomPaths:
    """Periods of many paths; a path that has passed the horizon goes on until all have.

    Attributes:
        horizon_s: Length of the hashrate path.
        bits: Compact target by path and period, shape (paths, periods).
        difficulty: Of the same.
        first_s: Moment of the period's first block since the start, shape (paths, periods); the first period's may lie before 0.
        last_s: Moment of its last block.
    """

    horizon_s: float
    bits: Ints
    difficulty: Floats
    first_s: Floats
    last_s: Floats

    def difficulty_at(self, time_s: float) -> Floats:
        """Difficulty in force on each path: a period's holds from the last block of the one before, shape (paths,)."""
        return self._at(self.difficulty, time_s)

    def block_s_at(self, time_s: float) -> Floats:
        """Mean seconds per block of the period in which a moment lies, shape (paths,)."""
        return self._at((self.last_s - self.first_s) / PERIOD_GAPS, time_s)

    def retargets_by(self, time_s: float) -> Ints:
        """Retargets of each path up to a moment, shape (paths,)."""
        return np.asarray((self.last_s <= time_s).sum(axis=1), dtype=np.int64)

    def _at(self, values: Floats, time_s: float) -> Floats:
        if not 0 <= time_s <= self.horizon_s:
            raise ValueError(f"paths were drawn for 0 to {self.horizon_s:g} s: {time_s:g}")
        return np.asarray(values[np.arange(len(values)), self.retargets_by(time_s)])


def random_paths(
    hashrate_eh_s: Floats,
    start_bits: int,
    rng: np.random.Generator,
    *,
    paths: int,
    step_s: float = SECONDS_PER_DAY,
    blocks_done: int = 0,
    elapsed_s: int = 0,
) -> RandomPaths:
    """Draw paths of difficulty.

    Args:
        hashrate_eh_s: Hashrate of each step, shape (steps,) for all paths or (paths, steps); the last one is above zero.
        start_bits: Compact target at the start.
        rng: Source of chance; the same state gives the same paths.
        paths: How many.
        step_s: Length of a step.
        blocks_done: Blocks of the running period since its first, 0 to 2,014.
        elapsed_s: Seconds since that first block.

    Raises:
        ValueError: A shape, hashrate or start that cannot be.
    """
    _refuse(hashrate_eh_s, paths, blocks_done, elapsed_s)
    target_from_bits(start_bits)
    clock = HashClock.of(hashrate_eh_s * HASHES_PER_EH, step_s)
    horizon_s = hashrate_eh_s.shape[-1] * step_s
    bits = np.full(paths, start_bits, dtype=np.int64)
    first_s, step = np.full(paths, -float(elapsed_s)), np.zeros(paths, dtype=np.int64)
    hashes, gaps = np.zeros(paths), PERIOD_GAPS - blocks_done
    kept: list[tuple[Ints, Floats, Floats]] = []
    for _ in range(_SAFETY):
        hashes = hashes + rng.gamma(gaps, size=paths) * (difficulty_each(bits) * HASHES_PER_DIFFICULTY)
        last_s, step = clock.time_of(hashes, step)
        kept.append((bits, first_s, last_s))
        if (last_s > horizon_s).all():
            return _stacked(kept, horizon_s)
        bits = next_bits_each(bits, (np.floor(last_s) - np.floor(first_s)).astype(np.int64))
        hashes = hashes + rng.exponential(size=paths) * (difficulty_each(bits) * HASHES_PER_DIFFICULTY)
        first_s, step = clock.time_of(hashes, step)
        gaps = PERIOD_GAPS
    raise ValueError(f"more than {_SAFETY:,} periods within the horizon: raise the start difficulty")


def _stacked(kept: list[tuple[Ints, Floats, Floats]], horizon_s: float) -> RandomPaths:
    bits = np.stack([part[0] for part in kept], axis=1)
    return RandomPaths(
        horizon_s=horizon_s,
        bits=bits,
        difficulty=difficulty_each(bits),
        first_s=np.stack([part[1] for part in kept], axis=1),
        last_s=np.stack([part[2] for part in kept], axis=1),
    )


def _refuse(hashrate_eh_s: Floats, paths: int, blocks_done: int, elapsed_s: int) -> None:
    if paths < 1 or hashrate_eh_s.ndim not in {1, 2} or not hashrate_eh_s.shape[-1]:
        raise ValueError("needs at least one path and a hashrate of shape (steps,) or (paths, steps)")
    if hashrate_eh_s.ndim == 2 and len(hashrate_eh_s) != paths:
        raise ValueError(f"hashrate of {len(hashrate_eh_s)} paths for {paths} paths: give one row per path")
    if not 0 <= blocks_done < PERIOD_GAPS or elapsed_s < 0:
        raise ValueError(f"a period starts with 0 to {PERIOD_GAPS - 1} blocks done and no negative time")
