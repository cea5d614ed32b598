"""Hashrate from blocks with intervals that hold what they promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from bascule.chain.hashrate import hashrate_in_time, hashrate_over_blocks
from bascule.chain.work import hashrate_eh_s_at

D = 100e12
H = hashrate_eh_s_at(D)


@given(st.integers(0, 3000))
def test_garwood_by_the_poisson_tail(blocks: int) -> None:
    """At its ends the interval leaves 2.5 % of the Poisson law above and below the count."""
    found = hashrate_in_time(blocks, D, 600.0)
    assert poisson.cdf(blocks, found.high_eh_s / H) == pytest.approx(0.025, rel=1e-6)
    if blocks:
        assert poisson.sf(blocks - 1, found.low_eh_s / H) == pytest.approx(0.025, rel=1e-6)


def test_published_interval() -> None:
    """Ten events: 4.80 to 18.39, as in every table of exact Poisson intervals."""
    found = hashrate_in_time(10, D, 600.0)
    assert (found.low_eh_s / H, found.high_eh_s / H) == pytest.approx((4.795, 18.390), abs=1e-3)


def test_fixed_blocks_cover_exactly() -> None:
    """Of 4,000 seeded days of 144 gaps, 95 % have intervals that hold the true hashrate."""
    times = np.random.default_rng(1).gamma(144, 600.0, size=4000)
    found = [hashrate_over_blocks(144, D, float(seconds)) for seconds in times]
    held = np.mean([estimate.low_eh_s <= H <= estimate.high_eh_s for estimate in found])
    assert held == pytest.approx(0.95, abs=0.01)


def test_a_day_is_mostly_luck() -> None:
    """144 blocks leave about 16 % either way, 1,008 about 6 %."""
    day, week = (hashrate_over_blocks(n, D, n * 600.0) for n in (144, 1008))
    assert day.high_eh_s / day.eh_s - 1 == pytest.approx(0.17, abs=0.01)
    assert week.high_eh_s / week.eh_s - 1 == pytest.approx(0.063, abs=0.002)
    assert day.eh_s == pytest.approx(H)


def test_no_block_still_says_something() -> None:
    """Not one block in a time bounds the hashrate from above."""
    found = hashrate_in_time(0, D, 3600.0)
    assert (found.eh_s, found.low_eh_s) == (0.0, 0.0)
    assert found.high_eh_s == pytest.approx(-np.log(0.025) * H / 6)


@pytest.mark.parametrize(("blocks", "seconds", "level"), [(-1, 1.0, 0.95), (1, 0.0, 0.95), (1, 1.0, 1.0)])
def test_inputs_that_cannot_be(blocks: int, seconds: float, level: float) -> None:
    """Counts from 0, time above 0, a level between 0 and 1; and one gap at least."""
    with pytest.raises(ValueError, match="needs blocks"):
        hashrate_in_time(blocks, D, seconds, level)
    with pytest.raises(ValueError, match="one gap"):
        hashrate_over_blocks(0, D, 1.0)
