"""What is known of the network at a moment, from whoever states it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFacts:
    """Stated facts, each None where nobody states it.

    Attributes:
        height: Last block.
        time_s: Its header time, Unix seconds.
        difficulty: In force.
        hashrate_eh_s: As estimated by the source.
        next_change_frac: The source's own estimate of the next adjustment.
        next_retarget_height: First block of the next period.
        usd_per_btc: Last price.
        eur_per_btc: Last price.
        fees_btc_per_block: Mean over the source's blocks.
        pools: Blocks by pool of the source's window.
        pool_blocks: All blocks of that window, those of no known pool included.
        sources: Who states them.
    """

    height: int | None = None
    time_s: int | None = None
    difficulty: float | None = None
    hashrate_eh_s: float | None = None
    next_change_frac: float | None = None
    next_retarget_height: int | None = None
    usd_per_btc: float | None = None
    eur_per_btc: float | None = None
    fees_btc_per_block: float | None = None
    pools: Mapping[str, int] | None = None
    pool_blocks: int | None = None
    sources: tuple[str, ...] = ()

    @classmethod
    def joined(cls, parts: Iterable[Self]) -> Self:
        """Facts of several sources; where two state the same, the later part holds."""
        found = cls()
        for part in parts:
            names = (one.name for one in fields(part) if one.name != "sources")
            stated = {name: getattr(part, name) for name in names if getattr(part, name) is not None}
            found = replace(found, **stated, sources=found.sources + part.sources)
        return found
