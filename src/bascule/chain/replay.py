"""What the rule says of real periods, beside what really came."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bascule.chain.bits import difficulty
from bascule.chain.blocks import Blocks
from bascule.chain.period_row import PeriodRow
from bascule.chain.retarget import is_clamped, next_bits
from bascule.chain.rules import PERIOD_BLOCKS, PERIOD_GAPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A period as the rule has it.

    Attributes:
        height_next: First height of the next period; None where unknown.
        first_time_s: Header time of the first block; 0 where only the span is known.
        timespan_s: What the rule read, before it was cut.
        clamped: Whether it was cut to a quarter or to four times the aim.
        bits: The period's target.
        next_bits: The next one by the rule.
        stated_next_bits: The next one as stated; None where the source states none.
        change_frac: Next difficulty over this one, less one.
    """

    height_next: int | None
    first_time_s: int
    timespan_s: int
    clamped: bool
    bits: int
    next_bits: int
    stated_next_bits: int | None
    change_frac: float

    @property
    def equal(self) -> bool | None:
        """Whether rule and statement agree to the bit; None where nothing is stated."""
        return None if self.stated_next_bits is None else self.next_bits == self.stated_next_bits

    @property
    def block_s(self) -> float:
        """Mean gap."""
        return self.timespan_s / PERIOD_GAPS


def replay_rows(rows: Sequence[PeriodRow]) -> tuple[Replayed, ...]:
    """Every row of a table of periods."""
    return tuple(
        _replayed(
            row.bits,
            (row.first_time_s, row.last_time_s),
            row.height_next,
            row.stated_next_bits,
            row.limit_bits,
        )
        for row in rows
    )


def first_period(blocks: Blocks) -> int:
    """Position of the first block at which a period begins."""
    return int(-blocks.heights[0] % PERIOD_BLOCKS)


def whole_periods(blocks: Blocks) -> int:
    """Number of whole periods in a stretch."""
    return max(0, (blocks.count - first_period(blocks)) // PERIOD_BLOCKS)


def replay_blocks(blocks: Blocks, start_bits: int) -> tuple[Replayed, ...]:
    """Every whole period of a stretch of blocks, its targets made from header times alone.

    Args:
        blocks: Consecutive blocks.
        start_bits: Compact target of the first whole period.

    Raises:
        ValueError: The bits stand for no target, or a height is missing.
    """
    if (np.diff(blocks.heights) != 1).any():
        raise ValueError("a replay needs consecutive blocks: a height is missing or stands twice")
    found: list[Replayed] = []
    bits, start = start_bits, first_period(blocks)
    for number in range(whole_periods(blocks)):
        first = start + number * PERIOD_BLOCKS
        after = first + PERIOD_BLOCKS
        times = int(blocks.times_s[first]), int(blocks.times_s[after - 1])
        stated = None if blocks.bits is None or after >= blocks.count else int(blocks.bits[after])
        found.append(_replayed(bits, times, int(blocks.heights[first]) + PERIOD_BLOCKS, stated))
        bits = found[-1].next_bits
    return tuple(found)


def difficulty_of_blocks(
    blocks: Blocks, periods: Sequence[Replayed]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Difficulty of each block by its period; NaN before the first whole period, shape (n,)."""
    found = np.full(blocks.count, np.nan)
    start = first_period(blocks)
    for number, period in enumerate(periods):
        at = start + number * PERIOD_BLOCKS
        found[at : at + PERIOD_BLOCKS] = difficulty(period.bits)
    if periods:
        found[start + len(periods) * PERIOD_BLOCKS :] = difficulty(periods[-1].next_bits)
    return found


def _replayed(
    bits: int,
    times_s: tuple[int, int],
    height_next: int | None,
    stated: int | None,
    limit_bits: int | None = None,
) -> Replayed:
    first_s, last_s = times_s
    found = (
        next_bits(bits, first_s, last_s)
        if limit_bits is None
        else next_bits(bits, first_s, last_s, limit_bits)
    )
    return Replayed(
        height_next=height_next,
        first_time_s=first_s,
        timespan_s=last_s - first_s,
        clamped=is_clamped(last_s - first_s),
        bits=bits,
        next_bits=found,
        stated_next_bits=stated,
        change_frac=difficulty(found) / difficulty(bits) - 1,
    )
