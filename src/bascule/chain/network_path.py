"""A network under a hashrate path, day by day and on average: block times, difficulty, retargets, income, issuance."""

from dataclasses import dataclass

import numpy as np

from bascule.chain.clockwork import NetworkClock, Retarget, advance
from bascule.chain.income import issuance_btc, subsidy_between_btc
from bascule.chain.work import hashes_per_ph_day
from bascule.model.series import Floats
from bascule.units import HASHES_PER_DIFFICULTY, SECONDS_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NetworkPath:
    """One value per step.

    Attributes:
        step_s: Length of a step.
        hashrate_eh_s: What mined, shape (steps,).
        blocks: Found in the step, shape (steps,).
        heights: Height reached at the step's end, in parts of a block, shape (steps,).
        difficulty: Mean over the step's blocks, the one in force where none came, shape (steps,).
        difficulty_end: In force at the step's end, shape (steps,).
        retargets: Changes of difficulty with seconds since the start.
        end: Where the clock stands at the end.
    """

    step_s: float
    hashrate_eh_s: Floats
    blocks: Floats
    heights: Floats
    difficulty: Floats
    difficulty_end: Floats
    retargets: tuple[Retarget, ...]
    end: NetworkClock

    @property
    def block_s(self) -> Floats:
        """Mean seconds per block, infinite where none came, shape (steps,)."""
        never = np.full(len(self.blocks), np.inf)
        return np.asarray(np.divide(self.step_s, self.blocks, out=never, where=self.blocks > 0))


def network_path(
    hashrate_eh_s: Floats, start: NetworkClock, *, start_height: int, step_s: float = SECONDS_PER_DAY
) -> NetworkPath:
    """Let a network mine along a path.

    Args:
        hashrate_eh_s: Hashrate of each step, from 0, shape (steps,).
        start: Where the network stands.
        start_height: Height of the last block at the start.
        step_s: Length of a step.

    Raises:
        ValueError: A hashrate is negative or no number.
    """
    if not np.isfinite(hashrate_eh_s).all():
        raise ValueError("a hashrate path holds numbers only: fill its gaps first")
    clock, height = start, float(start_height)
    retargets: list[Retarget] = []
    rows = np.empty((4, len(hashrate_eh_s)))
    for step, hashrate in enumerate(hashrate_eh_s):
        done = advance(clock, float(hashrate), step_s)
        retargets += [_since_start(change, step * step_s) for change in done.retargets]
        mean = done.difficulty_blocks / done.blocks if done.blocks else clock.difficulty
        clock, height = done.clock, height + done.blocks
        rows[:, step] = done.blocks, height, mean, clock.difficulty
    return NetworkPath(
        step_s=step_s,
        hashrate_eh_s=hashrate_eh_s,
        blocks=rows[0],
        heights=rows[1],
        difficulty=rows[2],
        difficulty_end=rows[3],
        retargets=tuple(retargets),
        end=clock,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PathIncome:
    """What a path earns per step.

    Attributes:
        btc_per_ph_day: Shape (steps,).
        usd_per_ph_day: Hashprice, shape (steps,).
        revenue_usd: Of the whole network, shape (steps,).
        issuance_btc: New coins, fees not among them, shape (steps,).
    """

    btc_per_ph_day: Floats
    usd_per_ph_day: Floats
    revenue_usd: Floats
    issuance_btc: Floats


def path_income(
    path: NetworkPath,
    *,
    start_height: int,
    usd_per_btc: Floats | float,
    fees_btc_per_block: Floats | float | None = None,
    fees_btc_per_day: Floats | float | None = None,
) -> PathIncome:
    """Hashprice and issuance along a path.

    With fees per block given, a hash earns the same until the retarget, however slow the chain; with fees per day given
    fewer blocks share them, and it earns more at once.

    Args:
        path: The path.
        start_height: Height of the last block before it.
        usd_per_btc: Price, one or per step.
        fees_btc_per_block: Mean fees of a block, one or per step; this or the next.
        fees_btc_per_day: Fees of a day whatever the number of blocks.

    Raises:
        ValueError: Neither or both of the fees are given.
    """
    if (fees_btc_per_block is None) == (fees_btc_per_day is None):
        raise ValueError("give fees per block or fees per day, one of them")
    before = np.concatenate(([float(start_height)], path.heights[:-1]))
    new_btc = np.array([issuance_btc(a, b) for a, b in zip(before, path.heights, strict=True)])
    subsidy = np.array([subsidy_between_btc(a, b) for a, b in zip(before, path.heights, strict=True)])
    reward = subsidy + _fees(path, fees_btc_per_block, fees_btc_per_day)
    btc = hashes_per_ph_day() / (path.difficulty * HASHES_PER_DIFFICULTY) * reward
    return PathIncome(
        btc_per_ph_day=btc,
        usd_per_ph_day=btc * usd_per_btc,
        revenue_usd=np.where(path.blocks > 0, path.blocks * reward, 0.0) * usd_per_btc,
        issuance_btc=new_btc,
    )


def _fees(path: NetworkPath, per_block: Floats | float | None, per_day: Floats | float | None) -> Floats:
    if per_block is not None:
        return np.broadcast_to(np.asarray(per_block, dtype=np.float64), path.blocks.shape)
    daily = np.asarray(0.0 if per_day is None else per_day) * path.step_s / SECONDS_PER_DAY
    nothing = np.full(len(path.blocks), np.nan)
    return np.asarray(np.divide(daily, path.blocks, out=nothing, where=path.blocks > 0))


def _since_start(change: Retarget, start_s: float) -> Retarget:
    return Retarget(
        after_s=start_s + change.after_s,
        old_difficulty=change.old_difficulty,
        new_difficulty=change.new_difficulty,
    )
