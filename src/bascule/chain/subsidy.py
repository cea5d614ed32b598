"""The block subsidy, by height and by time."""

from typing import Final

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.units import SATOSHI_PER_BTC

HALVING_BLOCKS: Final = 210_000
FIRST_SUBSIDY_SAT: Final = 5_000_000_000
HALVING_TIMES_S: Final = (1_354_116_278, 1_468_082_773, 1_589_225_023, 1_713_571_767)
"""Header times of blocks 210,000, 420,000, 630,000 and 840,000 (28 Nov 2012, 9 Jul 2016, 11 May 2020, 20 Apr 2024, UTC)."""
NEXT_HALVING_S: Final = 1_838_019_000
"""Block 1,050,000, an estimate (29 March 2028): 210,000 blocks of 592.1 s, the mean of the last epoch, after the last."""


def subsidy_sat(height: int) -> int:
    """New satoshi in the block at ``height``: 50 BTC shifted right once per 210,000 blocks.

    Raises:
        ValueError: The height is negative.

    >>> subsidy_sat(839_999), subsidy_sat(840_000), subsidy_sat(33 * 210_000)
    (625000000, 312500000, 0)
    """
    if height < 0:
        raise ValueError(f"a block height is not negative: {height}")
    halvings = height // HALVING_BLOCKS
    return FIRST_SUBSIDY_SAT >> halvings if halvings < 64 else 0


def subsidy_btc(starts_s: Ints) -> Floats:
    """Subsidy in BTC in force at each moment, from the header times of the halving blocks.

    Args:
        starts_s: Unix seconds, any shape.
    """
    epoch = np.searchsorted((*HALVING_TIMES_S, NEXT_HALVING_S), starts_s, side="right")
    by_epoch = np.array([subsidy_sat(e * HALVING_BLOCKS) for e in range(6)]) / SATOSHI_PER_BTC
    return np.asarray(by_epoch[epoch], dtype=np.float64)
