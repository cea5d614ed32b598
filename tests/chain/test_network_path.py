"""Paths day by day, and the years 2021 and 2024 replayed from real blocks."""

import numpy as np
import polars as pl
import pytest
from tests.chain.shared import real

from bascule.adapters.chain.block_file import blocks_of, read_frame
from bascule.chain.clockwork import NetworkClock
from bascule.chain.network_path import NetworkPath, network_path, path_income
from bascule.chain.replay import difficulty_of_blocks, replay_blocks
from bascule.chain.work import hashrate_eh_s_at

D = 100e12
H = hashrate_eh_s_at(D)


def shocked(days: int = 60) -> NetworkPath:
    """30 % leave on the first day of a period."""
    return network_path(np.full(days, 0.7 * H), NetworkClock(difficulty=D), start_height=937_440)


def test_hashprice_waits_for_the_retarget() -> None:
    """With fees per block given, a hash earns the same until difficulty falls, then 1/0.70035 of it."""
    path = shocked()
    income = path_income(path, start_height=937_440, usd_per_btc=68_000.0, fees_btc_per_block=0.02)
    assert np.ptp(income.usd_per_ph_day[:19]) == pytest.approx(0, abs=1e-9)
    assert income.usd_per_ph_day[21] / income.usd_per_ph_day[0] == pytest.approx(1 / 0.70035, rel=1e-4)
    assert path.block_s[[0, 30]] == pytest.approx([857.14, 600.3], abs=0.01)


def test_fees_per_day_lift_hashprice_at_once() -> None:
    """Fewer blocks share a day's fees: each hash earns more from the first day on."""
    path = shocked()
    per_day = path_income(path, start_height=937_440, usd_per_btc=1.0, fees_btc_per_day=72.0)
    per_block = path_income(path, start_height=937_440, usd_per_btc=1.0, fees_btc_per_block=0.5)
    assert per_day.btc_per_ph_day[0] / per_block.btc_per_ph_day[0] == pytest.approx(
        (3.125 + 0.5 / 0.7) / 3.625
    )


def test_revenue_is_hashprice_times_hashrate() -> None:
    """What all blocks pay is what all hashes earn."""
    path = shocked()
    income = path_income(path, start_height=937_440, usd_per_btc=50_000.0, fees_btc_per_block=0.1)
    by_hash = income.usd_per_ph_day * path.hashrate_eh_s * 1000
    assert income.revenue_usd == pytest.approx(by_hash, rel=1e-9)


def test_fees_are_given_once() -> None:
    """Per block or per day, not both and not neither."""
    for fees in ({}, {"fees_btc_per_block": 0.1, "fees_btc_per_day": 1.0}):
        with pytest.raises(ValueError, match="one of them"):
            path_income(shocked(3), start_height=0, usd_per_btc=1.0, **fees)


def test_gaps_are_refused() -> None:
    """A path with holes is no path."""
    with pytest.raises(ValueError, match="gaps"):
        network_path(np.array([1.0, np.nan]), NetworkClock(difficulty=D), start_height=0)


def test_a_dark_day_has_no_block() -> None:
    """Seconds per block are infinite, hashprice still has a difficulty; a day's fees are nobody's."""
    path = network_path(np.array([H, 0.0, H]), NetworkClock(difficulty=D), start_height=0)
    income = path_income(path, start_height=0, usd_per_btc=1.0, fees_btc_per_day=1.0)
    assert path.block_s[1] == np.inf
    assert np.isnan(income.usd_per_ph_day[1])
    assert income.revenue_usd.tolist()[1] == 0
    assert income.revenue_usd.sum() > 0


@pytest.mark.parametrize(
    ("start", "days", "retarget"),
    [(683_424, 60, 689_472), (838_656, 40, 842_688)],
    ids=["2021: the fall of July", "2024: the halving"],
)
def test_real_weeks_replayed(start: int, days: int, retarget: int) -> None:
    """Six-hour hashrate from real blocks gives the real retargets on their real days, July 2021's -27.94 % among them."""
    path = real("bitcoin/blocks_pools.parquet")
    blocks = blocks_of(read_frame(path), path.name)
    periods = replay_blocks(blocks, 0x170DA8A1)
    hard = difficulty_of_blocks(blocks, periods)
    first = int(np.searchsorted(blocks.heights, start))
    step_s = 21_600.0
    since = np.maximum.accumulate(blocks.times_s[first + 1 :]) - blocks.times_s[first]
    work = np.bincount((since / step_s).astype(int), weights=hard[first + 1 :])[: days * 4]
    hashrate = np.array([hashrate_eh_s_at(1.0, step_s) * part for part in work])
    mean = network_path(
        hashrate, NetworkClock(difficulty=float(hard[first])), start_height=start, step_s=step_s
    )
    real_changes = {p.height_next: p.change_frac for p in periods}
    found = [c.new_difficulty / c.old_difficulty - 1 for c in mean.retargets]
    expected = [real_changes[start + 2016 * (k + 1)] for k in range(len(found))]
    assert start + 2016 * len(found) >= retarget
    assert found == pytest.approx(expected, abs=0.006)


def test_halving_cuts_issuance_in_half() -> None:
    """On 20 April 2024 the real day paid two subsidies; a path through the height does as well."""
    path = network_path(np.full(4, H), NetworkClock(difficulty=D), start_height=840_000 - 1 - 216)
    income = path_income(path, start_height=840_000 - 1 - 216, usd_per_btc=1.0, fees_btc_per_block=0.0)
    assert income.issuance_btc == pytest.approx([144 * 6.25, 72 * 6.25 + 72 * 3.125, 450.0, 450.0])


def test_daily_blocks_equal_the_collected_days() -> None:
    """Blocks per day counted from header times are those of the daily table, up to blocks at midnight."""
    days = pl.read_parquet(real("bitcoin/btc_daily.parquet")).filter(pl.col("date").dt.year() == 2023)
    path = real("bitcoin/blocks_pools.parquet")
    blocks = blocks_of(read_frame(path), path.name)
    counted = np.bincount(((blocks.times_s - 1_672_531_200) // 86_400).clip(-1) + 1, minlength=367)[1:366]
    assert np.abs(counted - days["block_count"].to_numpy()).max() == 0
