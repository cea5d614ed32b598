"""The subsidy halves every 210,000 blocks until nothing is left."""

import json
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chain.shared import real

from bascule.chain.subsidy import HALVING_BLOCKS, HALVING_TIMES_S, NEXT_HALVING_S, subsidy_btc, subsidy_sat

ALL_BITCOIN_SAT = 2_099_999_997_690_000


@pytest.mark.parametrize(
    ("height", "sat"),
    [
        (0, 5_000_000_000),
        (209_999, 5_000_000_000),
        (210_000, 2_500_000_000),
        (839_999, 625_000_000),
        (840_000, 312_500_000),
        (1_050_000, 156_250_000),
        (32 * 210_000, 1),
        (33 * 210_000, 0),
        (64 * 210_000, 0),
        (10**9, 0),
    ],
)
def test_subsidy_of_known_heights(height: int, sat: int) -> None:
    """The last satoshi is paid before the 33rd halving."""
    assert subsidy_sat(height) == sat


def test_all_subsidies_add_up() -> None:
    """A little less than 21 million bitcoin will ever be."""
    assert sum(HALVING_BLOCKS * subsidy_sat(epoch * HALVING_BLOCKS) for epoch in range(40)) == ALL_BITCOIN_SAT


@given(st.integers(0, 10**7))
def test_subsidy_is_fifty_bitcoin_halved_and_rounded_down(height: int) -> None:
    """The shift equals integer division by a power of two."""
    assert subsidy_sat(height) == 5_000_000_000 // 2 ** (height // 210_000)


def test_negative_height_is_refused() -> None:
    """There is no block before the first."""
    with pytest.raises(ValueError, match="-1"):
        subsidy_sat(-1)


@pytest.mark.parametrize(("epoch", "btc"), [(0, 50.0), (1, 25.0), (2, 12.5), (3, 6.25)])
def test_subsidy_changes_with_the_halving_block(epoch: int, btc: float) -> None:
    """A second before the block the old subsidy holds, at its time the new one."""
    at = HALVING_TIMES_S[epoch]
    assert subsidy_btc(np.array([at - 1, at])).tolist() == [btc, btc / 2]


def test_halving_days() -> None:
    """The four halvings so far fell on these days in UTC."""
    days = [datetime.fromtimestamp(at, UTC).date().isoformat() for at in HALVING_TIMES_S]
    assert days == ["2012-11-28", "2016-07-09", "2020-05-11", "2024-04-20"]


def test_next_halving_follows_the_pace_of_the_last_epoch() -> None:
    """The estimate lies within a month of the last epoch's length after the last halving, in March 2028."""
    last_epoch_s = HALVING_TIMES_S[3] - HALVING_TIMES_S[2]
    assert pytest.approx(HALVING_TIMES_S[3] + last_epoch_s, abs=30 * 86_400) == NEXT_HALVING_S
    assert datetime.fromtimestamp(NEXT_HALVING_S, UTC).strftime("%Y-%m") == "2028-03"
    assert subsidy_btc(np.array([NEXT_HALVING_S - 1, NEXT_HALVING_S])).tolist() == [3.125, 1.5625]


def test_real_halving_block_has_our_time() -> None:
    """Block 840,000 in the collected blocks has the header time that the subsidy changes at."""
    blocks = pl.read_parquet(real("bitcoin/blocks_pools.parquet"))
    assert blocks.filter(pl.col("height") == 840_000)["time_unix_s"].to_list() == [HALVING_TIMES_S[3]]


def test_real_blocks_pay_our_subsidy() -> None:
    """30,000 collected blocks of 2021 to 2023 carry the subsidy of their height and of their time."""
    blocks = pl.read_parquet(real("bitcoin/block_fees.parquet"))
    assert blocks["subsidy_sat"].to_list() == [subsidy_sat(h) for h in blocks["height"].to_list()]
    assert (blocks["subsidy_sat"].to_numpy() == subsidy_btc(blocks["time_unix_s"].to_numpy()) * 1e8).all()


def test_sampled_block_reward_is_subsidy_and_fees() -> None:
    """Each block of an explorer's answer pays the subsidy of its height and the fees in it."""
    for block in json.loads(real("mempool_samples/v1-blocks.json").read_text(encoding="utf-8")):
        assert block["extras"]["reward"] == subsidy_sat(block["height"]) + block["extras"]["totalFees"]


def test_sampled_reward_statistics_are_subsidies_and_fees() -> None:
    """A hundred blocks of an explorer's answer pay their subsidies and the fees in them."""
    stats = json.loads(real("mempool_samples/mining-reward-stats-100.json").read_text(encoding="utf-8"))
    subsidies = sum(map(subsidy_sat, range(stats["startBlock"], stats["endBlock"] + 1)))
    assert int(stats["totalReward"]) == subsidies + int(stats["totalFee"])
