"""Days of the network: price, difficulty, blocks and fees."""

from dataclasses import dataclass

from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChainDays:
    """One value per UTC day, NaN where it is not known.

    Attributes:
        starts_s: Midnight of each day, Unix seconds, shape (days,), rising.
        usd_per_btc: Price, shape (days,).
        difficulty: Mean over the day's blocks, shape (days,).
        blocks: Number of blocks, shape (days,).
        fees_btc: Fees of all blocks, shape (days,).
        source: Where they come from, for people.
    """

    starts_s: Ints
    usd_per_btc: Floats
    difficulty: Floats
    blocks: Floats
    fees_btc: Floats
    source: str = ""
