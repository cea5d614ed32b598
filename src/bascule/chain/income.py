"""New coins along the chain, halvings included."""

from typing import Final

from bascule.chain.subsidy import HALVING_BLOCKS, subsidy_sat
from bascule.units import SATOSHI_PER_BTC

HALVINGS: Final = 33
"""After these the subsidy is zero."""


def issued_sat(height: int) -> int:
    """All satoshi created by the blocks 0 to ``height``; what was lost or never claimed is not subtracted.

    Raises:
        ValueError: The height is negative.

    >>> issued_sat(33 * 210_000)
    2099999997690000
    """
    whole, rest = divmod(height + 1, HALVING_BLOCKS)
    full = sum(HALVING_BLOCKS * subsidy_sat(era * HALVING_BLOCKS) for era in range(min(whole, HALVINGS)))
    return full + rest * subsidy_sat(height)


def next_halving_height(height: int) -> int:
    """First block after ``height`` that pays half.

    >>> next_halving_height(839_999), next_halving_height(840_000)
    (840000, 1050000)
    """
    return (height // HALVING_BLOCKS + 1) * HALVING_BLOCKS


def issuance_btc(after_height: float, last_height: float) -> float:
    """New coins of the blocks after one height to another, in parts of a block along a mean path."""
    total, here = 0.0, after_height
    while here < last_height:
        # The block at a halving's height is the first that pays half: block k fills the stretch from k - 1 to k.
        end = min(last_height, float(next_halving_height(int(here + 1)) - 1))
        if end <= here:
            end = last_height
        total += (end - here) * subsidy_sat(int(here + 1)) / SATOSHI_PER_BTC
        here = end
    return total


def subsidy_between_btc(after_height: float, last_height: float) -> float:
    """Mean subsidy of the blocks after one height to another; that of the next block where none came."""
    if last_height <= after_height:
        return subsidy_sat(int(after_height + 1)) / SATOSHI_PER_BTC
    return issuance_btc(after_height, last_height) / (last_height - after_height)
