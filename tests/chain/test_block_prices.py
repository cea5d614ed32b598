"""What single blocks really paid."""

import numpy as np
import pytest
from tests.chain.shared import real

from bascule.adapters.chain.inputs import read_chain
from bascule.chain.bits import difficulty
from bascule.chain.block_prices import block_prices
from bascule.chain.blocks import Blocks
from bascule.chain.days import ChainDays
from bascule.chain.hashprice_levels import day_hashprice

DAYS = ChainDays(
    starts_s=np.array([0, 86_400]),
    usd_per_btc=np.array([10.0, 20.0]),
    difficulty=np.array([1e12, 2e12]),
    blocks=np.array([1.0, 1.0]),
    fees_btc=np.array([0.0, 0.0]),
)


def blocks(bits: int | None = None) -> Blocks:
    """One block on each day and one after them."""
    return Blocks(
        heights=np.array([1, 5, 9]),
        times_s=np.array([100, 86_400, 172_800]),
        reward_sat=np.array([100_000_000, 200_000_000, 300_000_000]),
        bits=None if bits is None else np.full(3, bits),
    )


def test_each_block_at_its_day() -> None:
    """Twice the reward at twice the price and twice the difficulty is twice the hashprice; no day, no price."""
    found = block_prices(blocks(), DAYS).price.usd_per_ph_day
    assert found[1] / found[0] == pytest.approx(2)
    assert np.isnan(found[2])


def test_its_own_bits_come_first() -> None:
    """A block that carries its target is not valued at the day's mean."""
    found = block_prices(blocks(0x1D00FFFF), DAYS).price.btc_per_ph_day
    assert found[1] / found[0] == pytest.approx(2)
    assert found[0] * difficulty(0x1D00FFFF) == pytest.approx(
        block_prices(blocks(), DAYS).price.btc_per_ph_day[0] * 1e12
    )


def test_real_blocks_scatter_around_their_days() -> None:
    """30,000 collected blocks: their mean is their days' mean to a third of a percent, single ones differ by fees."""
    found = read_chain([real("bitcoin/block_fees.parquet"), real("bitcoin/btc_daily.parquet")], gaps=True)
    assert found.blocks is not None
    assert found.days is not None
    paid = block_prices(found.blocks, found.days)
    at = np.searchsorted(found.days.starts_s, paid.times_s, side="right") - 1
    ratio = paid.price.usd_per_ph_day / day_hashprice(found.days).usd_per_ph_day[at]
    assert ratio.mean() == pytest.approx(1, abs=3e-3)
    assert ratio.std() > 0.005


def test_blocks_that_do_not_say() -> None:
    """Without rewards there is nothing to value."""
    with pytest.raises(ValueError, match="reward_sat"):
        block_prices(Blocks(heights=np.arange(2), times_s=np.arange(2)), DAYS)
