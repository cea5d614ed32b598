"""Hashrate from blocks, with the exact interval that the luck of mining leaves."""

from dataclasses import dataclass

from scipy.stats import gamma

from bascule.units import HASHES_PER_DIFFICULTY, HASHES_PER_EH


@dataclass(frozen=True, slots=True, kw_only=True)
class HashrateEstimate:
    """A hashrate and where it may really lie.

    Attributes:
        eh_s: Estimate: work done over time.
        low_eh_s: Lower end of the interval.
        high_eh_s: Upper end of the interval.
        level_frac: Share of intervals made so that hold the true value, at least.
        blocks: Number of blocks that it rests on.
    """

    eh_s: float
    low_eh_s: float
    high_eh_s: float
    level_frac: float
    blocks: int


def hashrate_in_time(
    blocks: int, difficulty: float, seconds: float, level_frac: float = 0.95
) -> HashrateEstimate:
    """From the number of blocks in a fixed time: a Poisson count.

    Args:
        blocks: Found in the time, from 0.
        difficulty: Theirs; where it changed inside, their mean (the interval is then an approximation).
        seconds: Length of the time, fixed beforehand.
        level_frac: Level of the interval.

    Raises:
        ValueError: A negative count, or a time, difficulty or level that cannot be.

    Source: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28, 1936.

    >>> found = hashrate_in_time(144, 100e12, 86_400.0)
    >>> [round(x) for x in (found.low_eh_s, found.eh_s, found.high_eh_s)]
    [604, 716, 843]
    """
    _refuse(blocks, difficulty, seconds, level_frac)
    tail = (1 - level_frac) / 2
    low = float(gamma.ppf(tail, blocks)) if blocks else 0.0
    high = float(gamma.isf(tail, blocks + 1))
    return _estimate(blocks, low, high, _unit(difficulty, seconds), level_frac)


def hashrate_over_blocks(
    gaps: int, difficulty: float, seconds: float, level_frac: float = 0.95
) -> HashrateEstimate:
    """From the time that a fixed number of gaps took: a Gamma time.

    Args:
        gaps: Gaps between the first and the last block, fixed beforehand, from 1.
        difficulty: Of the blocks that end them; where it changed inside, their mean (an approximation: a fall of
            28 % halfway through 1,008 gaps leaves 94.5 % of a stated 95 %), or their harmonic mean weighted by
            time, which keeps the interval exact under a constant hashrate.
        seconds: Time that they took.
        level_frac: Level of the interval.

    Raises:
        ValueError: No gap, or a time, difficulty or level that cannot be.
    """
    _refuse(gaps, difficulty, seconds, level_frac)
    if gaps < 1:
        raise ValueError("a hashrate needs at least one gap between two blocks")
    tail = (1 - level_frac) / 2
    low, high = float(gamma.ppf(tail, gaps)), float(gamma.isf(tail, gaps))
    return _estimate(gaps, low, high, _unit(difficulty, seconds), level_frac)


def _unit(difficulty: float, seconds: float) -> float:
    """EH/s that find one block of the difficulty in the time."""
    return difficulty * HASHES_PER_DIFFICULTY / seconds / HASHES_PER_EH


def _estimate(blocks: int, low: float, high: float, unit: float, level_frac: float) -> HashrateEstimate:
    return HashrateEstimate(
        eh_s=blocks * unit, low_eh_s=low * unit, high_eh_s=high * unit, level_frac=level_frac, blocks=blocks
    )


def _refuse(blocks: int, difficulty: float, seconds: float, level_frac: float) -> None:
    if blocks < 0 or difficulty <= 0 or seconds <= 0 or not 0 < level_frac < 1:
        raise ValueError(
            f"needs blocks from 0, difficulty and time above 0 and a level between 0 and 1: "
            f"{blocks}, {difficulty:g}, {seconds:g} s, {level_frac}"
        )
