"""What single blocks really paid, at their day's price."""

from dataclasses import dataclass

import numpy as np

from bascule.chain.bits import difficulty
from bascule.chain.blocks import Blocks
from bascule.chain.days import ChainDays
from bascule.chain.hashprice_levels import Hashprice, block_hashprice
from bascule.model.series import Floats, Ints
from bascule.units import SECONDS_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BlockPrices:
    """Hashprice of blocks.

    Attributes:
        heights: Of the blocks, shape (n,).
        times_s: Their header times, Unix seconds, shape (n,).
        price: What each paid, NaN on days without price or difficulty.
    """

    heights: Ints
    times_s: Ints
    price: Hashprice


def block_prices(blocks: Blocks, days: ChainDays) -> BlockPrices:
    """Hashprice of each block by the reward that it paid.

    Args:
        blocks: With rewards; blocks between may be missing. Their own bits say how hard they were; without bits the day's
            mean difficulty does, which on the day of a retarget mixes two.
        days: Prices, and difficulty for blocks without bits.

    Raises:
        ValueError: The blocks do not say what they paid.
    """
    if blocks.reward_sat is None:
        raise ValueError(
            f"{blocks.source or 'these blocks'} do not say what they paid: give reward_sat, or fee_sat and subsidy_sat"
        )
    at = np.searchsorted(days.starts_s, blocks.times_s, side="right") - 1
    inside = (at >= 0) & (blocks.times_s < days.starts_s[np.maximum(at, 0)] + SECONDS_PER_DAY)
    usd = np.where(inside, days.usd_per_btc[np.maximum(at, 0)], np.nan)
    hard = np.where(inside, days.difficulty[np.maximum(at, 0)], np.nan)
    if blocks.bits is not None:
        hard = _difficulties(blocks.bits)
    return BlockPrices(
        heights=blocks.heights, times_s=blocks.times_s, price=block_hashprice(hard, blocks.reward_sat, usd)
    )


def _difficulties(bits: Ints) -> Floats:
    kinds, places = np.unique(bits, return_inverse=True)
    return np.array([difficulty(int(kind)) for kind in kinds])[places]
