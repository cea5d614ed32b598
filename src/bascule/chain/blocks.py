"""A stretch of the chain as people collect it: heights, header times, who mined, what was paid."""

from dataclasses import dataclass
from typing import Final, Self

from bascule.model.series import Ints

UNKNOWN: Final = "unknown"
"""The name of whoever mined a block that nobody could attribute."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Blocks:
    """Consecutive blocks.

    Attributes:
        heights: Each one higher than the last, shape (n,).
        times_s: Header times, Unix seconds, shape (n,); honest miners' clocks may run back a little.
        pools: Index into ``names`` of the pool of each block, shape (n,); None where the source names none.
        names: Pools by index.
        reward_sat: Subsidy and fees paid, satoshi, shape (n,); None where unknown.
        bits: Compact target of each block, shape (n,); None where unknown.
        source: Where they come from, for people.
    """

    heights: Ints
    times_s: Ints
    pools: Ints | None = None
    names: tuple[str, ...] = ()
    reward_sat: Ints | None = None
    bits: Ints | None = None
    source: str = ""

    @property
    def count(self) -> int:
        """Number of blocks."""
        return len(self.heights)

    def part(self, first: int, end: int) -> Self:
        """Blocks by position, ``first`` to before ``end``."""
        cut = slice(first, end)
        return type(self)(
            heights=self.heights[cut],
            times_s=self.times_s[cut],
            pools=None if self.pools is None else self.pools[cut],
            names=self.names,
            reward_sat=None if self.reward_sat is None else self.reward_sat[cut],
            bits=None if self.bits is None else self.bits[cut],
            source=self.source,
        )
