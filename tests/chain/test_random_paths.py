"""Random paths: the rule to the bit, the law of block by block, reproducible by seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from bascule.chain.bits import bits_from_difficulty, difficulty
from bascule.chain.bits_array import difficulty_each, next_bits_each
from bascule.chain.hash_clock import HashClock
from bascule.chain.random_paths import random_paths
from bascule.chain.retarget import next_bits
from bascule.chain.work import expected_hashes, hashrate_eh_s_at

BITS = bits_from_difficulty(100e12)
H = hashrate_eh_s_at(difficulty(BITS))
DAY = 86_400.0


@given(st.integers(6, 0x1C), st.integers(0x8000, 0x7FFFFF), st.integers(-100, 6_000_000))
def test_rule_on_arrays_is_the_rule(exponent: int, mantissa: int, span: int) -> None:
    """Vectors give the bits that whole numbers give."""
    bits = exponent << 24 | mantissa
    assert next_bits_each(np.array([bits]), np.array([span]))[0] == next_bits(bits, 0, span)


def test_limit_binds_on_arrays() -> None:
    """At difficulty 1 slow blocks make nothing easier."""
    assert next_bits_each(np.array([0x1D00FFFF]), np.array([4_000_000]))[0] == 0x1D00FFFF
    assert difficulty_each(np.array([BITS]))[0] == pytest.approx(difficulty(BITS))


def test_targets_beyond_64_bits_are_refused() -> None:
    """A product that would not fit is not silently wrong."""
    with pytest.raises(ValueError, match="2\\^39"):
        next_bits_each(np.array([0x05123456]), np.array([1]))


def by_block(rate: np.ndarray, rng: np.random.Generator, periods: int) -> list[tuple[float, int]]:
    """One path block by block: an exponential of work each, the hashrate looked up step by step."""
    clock, bits, found = 0.0, BITS, []
    done = np.concatenate(([0.0], np.cumsum(rate * 1e18 * DAY)))
    times = DAY * np.arange(len(done))
    hashes = 0.0
    for _ in range(periods):
        first = clock
        for _ in range(2015):
            hashes += rng.exponential() * expected_hashes(difficulty(bits))
        clock = float(np.interp(hashes, done, times))
        bits = next_bits(bits, int(first), int(clock))
        found.append((clock, bits))
        hashes += rng.exponential() * expected_hashes(difficulty(bits))
        clock = float(np.interp(hashes, done, times))
    return found


def test_equal_in_law_to_block_by_block() -> None:
    """Ends and targets of three periods under a hashrate that changes daily: no test tells the two apart."""
    rng = np.random.default_rng(7)
    rate = H * np.exp(np.cumsum(rng.normal(-0.01, 0.05, 90)))
    slow = [by_block(rate, rng, 3) for _ in range(250)]
    fast = random_paths(rate, BITS, rng, paths=2000)
    for period in range(3):
        ends = ks_2samp([path[period][0] for path in slow], fast.last_s[:, period])
        hard = [difficulty(path[period][1]) for path in slow]
        targets = ks_2samp(hard, fast.difficulty[:, period + 1])
        assert min(ends.pvalue, targets.pvalue) > 0.01


def test_a_wrong_law_would_be_seen() -> None:
    """The comparison tells 2,016 gaps from 2,015 only with many draws, but 2 % of hashrate at once."""
    rng = np.random.default_rng(8)
    one = random_paths(np.full(60, H), BITS, rng, paths=2000)
    other = random_paths(np.full(60, 1.02 * H), BITS, rng, paths=250)
    assert ks_2samp(one.last_s[:, 0], other.last_s[:, 0]).pvalue < 1e-6


def test_first_period_is_a_gamma_time() -> None:
    """Mean and variance of the first period's length are those of 2,015 exponentials."""
    found = random_paths(np.full(60, H), BITS, np.random.default_rng(1), paths=20_000).last_s[:, 0]
    assert found.mean() == pytest.approx(2015 * 600, rel=4 / np.sqrt(2015 * 20_000))
    assert found.std() == pytest.approx(np.sqrt(2015) * 600, rel=0.03)


def test_mean_spacing_with_luck() -> None:
    """Random blocks settle at 600 x 2016/2014 s on average, as E(1/Gamma(2015)) = 1/2014 has it."""
    found = random_paths(np.full(600, H), BITS, np.random.default_rng(2), paths=4000)
    spacing = (found.first_s[:, 35] - found.first_s[:, 5]) / 30 / 2016
    error = spacing.std() / np.sqrt(4000)
    assert abs(spacing.mean() - 600 * 2016 / 2014) < 4 * error
    assert abs(spacing.mean() - 600) > 10 * error


def test_paths_with_hashrates_of_their_own() -> None:
    """A row per path: equal rows are the shared path, drawn from the same state."""
    rate = H * np.linspace(1, 1.3, 100)
    shared = random_paths(rate, BITS, np.random.default_rng(3), paths=50)
    each = random_paths(np.tile(rate, (50, 1)), BITS, np.random.default_rng(3), paths=50)
    assert (shared.bits == each.bits).all()
    assert shared.last_s == pytest.approx(each.last_s)


def test_a_period_under_way() -> None:
    """Blocks done and time elapsed count: with one gap left the retarget comes within hours."""
    found = random_paths(
        np.full(30, H), BITS, np.random.default_rng(4), paths=500, blocks_done=2014, elapsed_s=2014 * 600
    )
    assert found.last_s[:, 0].mean() == pytest.approx(600, rel=0.2)
    assert found.difficulty[:, 1] / difficulty(BITS) == pytest.approx(np.full(500, 1.0), abs=0.01)


def test_difficulty_in_force() -> None:
    """Before the first retarget the start's difficulty holds on every path; the horizon is the end of what is known."""
    found = random_paths(np.full(60, 0.5 * H), BITS, np.random.default_rng(5), paths=100)
    assert (found.difficulty_at(DAY) == difficulty(BITS)).all()
    assert found.difficulty_at(60 * DAY).mean() == pytest.approx(0.5 * difficulty(BITS), rel=0.05)
    assert found.block_s_at(DAY).mean() == pytest.approx(1200, rel=0.01)
    with pytest.raises(ValueError, match="drawn for"):
        found.difficulty_at(61 * DAY)


@pytest.mark.parametrize(
    ("rate", "more", "why"),
    [
        (np.array([1.0, 0.0]), {}, "last hashrate"),
        (np.array([-1.0, 1.0]), {}, "finite numbers"),
        (np.ones((3, 4)), {}, "one row per path"),
        (np.array([1.0]), {"paths": 0}, "at least one path"),
        (np.array([1.0]), {"blocks_done": 2015}, "2014"),
    ],
)
def test_inputs_that_cannot_be(rate: np.ndarray, more: dict[str, int], why: str) -> None:
    """Each mistake is named."""
    with pytest.raises(ValueError, match=why):
        random_paths(rate, BITS, np.random.default_rng(1), **{"paths": 2, **more})


def test_clock_skips_dark_steps() -> None:
    """Hashes that are done just before a stretch without hashrate are done before it."""
    clock = HashClock.of(np.array([2.0, 0.0, 1.0]), 10.0)
    found, step = clock.time_of(np.array([10.0, 20.0, 25.0, 40.0]), np.zeros(4, dtype=np.int64))
    assert found.tolist() == [5.0, 20.0, 25.0, 40.0]
    assert step.tolist() == [0, 2, 2, 2]
