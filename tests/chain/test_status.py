"""The network as it is."""

import numpy as np
import pytest
from tests.chain.shared import real

from bascule.adapters.chain.block_file import blocks_of, read_frame
from bascule.chain.anchors import ANCHORS, start_bits
from bascule.chain.bits import difficulty
from bascule.chain.blocks import Blocks
from bascule.chain.facts import ChainFacts
from bascule.chain.replay import difficulty_of_blocks, first_period, replay_blocks, whole_periods
from bascule.chain.status import chain_status

BITS = 0x17020000


def even_blocks(count: int = 3000, bits: int | None = BITS) -> Blocks:
    """Blocks every 570 s from the start of a period."""
    return Blocks(
        heights=np.arange(939_456, 939_456 + count),
        times_s=1_771_459_200 + 570 * np.arange(count),
        bits=None if bits is None else np.full(count, bits),
        reward_sat=np.full(count, 314_500_000),
        source="blocks",
    )


def test_from_blocks() -> None:
    """984 blocks into a period at 570 s: a rise is due, drawn towards none; the next halving is at 1,050,000."""
    blocks = even_blocks()
    found = chain_status(blocks, np.full(3000, difficulty(BITS)), ChainFacts(), 68_000.0)
    assert (found.height, found.period_gaps, found.block_s) == (942_455, 983, 570.0)
    assert 0 < (found.next_change_frac or 0) < 600 / 570 - 1
    assert (found.next_retarget_height, found.next_halving_height) == (943_488, 1_050_000)
    assert found.fees_btc == pytest.approx(0.02)
    assert found.hashrate_day is not None
    assert found.hashrate_day.eh_s == pytest.approx(found.hashrate_week.eh_s if found.hashrate_week else 0)
    assert found.hashprice is not None


def test_from_an_explorer_alone() -> None:
    """What is not stated stays unknown."""
    facts = ChainFacts(difficulty=31e12, usd_per_btc=40_000.0, hashrate_eh_s=252.0, sources=("x.json",))
    found = chain_status(None, None, facts, None)
    assert (found.difficulty, found.stated_hashrate_eh_s, found.usd_per_btc) == (31e12, 252.0, 40_000.0)
    assert (found.height, found.hashprice, found.next_change_frac, found.hashrate_day) == (
        None,
        None,
        None,
        None,
    )


def test_later_facts_hold() -> None:
    """Of two sources that state the same, the later one is taken, and both are named."""
    joined = ChainFacts.joined((ChainFacts(height=1, sources=("a",)), ChainFacts(height=2, sources=("b",))))
    assert (joined.height, joined.sources) == (2, ("a", "b"))


def test_where_a_replay_can_begin() -> None:
    """Stated bits first, then the block's own, then a known period; else nowhere."""
    assert start_bits(even_blocks(), 0x17030000) == 0x17030000
    assert start_bits(even_blocks(), None) == BITS
    assert start_bits(even_blocks(bits=None), None) is None
    known = Blocks(heights=np.arange(665_280, 667_296), times_s=np.arange(2016))
    assert start_bits(known, None) == ANCHORS[665_280]


def test_blocks_before_the_first_whole_period() -> None:
    """A stretch that begins inside a period: its first blocks have no known difficulty."""
    blocks = even_blocks().part(100, 3000)
    assert (first_period(blocks), whole_periods(blocks)) == (1916, 0)
    full = Blocks(heights=np.arange(939_356, 941_572), times_s=600 * np.arange(2216))
    periods = replay_blocks(full, BITS)
    hard = difficulty_of_blocks(full, periods)
    assert np.isnan(hard[:100]).all()
    assert hard[100] == difficulty(BITS)
    assert hard[-1] == difficulty(periods[0].next_bits)


def test_known_periods_are_real() -> None:
    """The targets that replays may begin with are those of the collected chain."""
    path = real("bitcoin/blocks_pools.parquet")
    blocks = blocks_of(read_frame(path), path.name)
    found = {p.height_next: p.next_bits for p in replay_blocks(blocks, ANCHORS[665_280])}
    assert {height: found[height] for height in ANCHORS if height > 665_280} == {
        height: bits for height, bits in ANCHORS.items() if height > 665_280
    }
