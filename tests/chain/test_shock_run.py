"""A shock simulated on average and with luck."""

import numpy as np
import pytest

from bascule.chain.shock_run import Market, shock_run, shocked_hashrate

MARKET = Market(usd_per_btc=68_000.0, fees_btc_per_block=0.02)


def test_mean_and_luck_agree() -> None:
    """The mean path lies inside the band of random ones, and the median near it."""
    rate = shocked_hashrate(144.4e12, -0.3, 7.0, 60)
    found = shock_run(rate, 144.4e12, MARKET, height=937_440, paths=400, rng=np.random.default_rng(1))
    assert found.bands is not None
    low, middle, high = found.bands[:, -1]
    assert low < found.path.difficulty_end[-1] < high
    assert middle == pytest.approx(found.path.difficulty_end[-1], rel=0.01)


def test_the_shock_comes_on_its_day() -> None:
    """Before it blocks take 600 s, after it 857."""
    found = shock_run(shocked_hashrate(1e12, -0.3, 5.0, 10), 1e12, MARKET, height=0)
    assert found.path.block_s[19] == pytest.approx(600)
    assert found.path.block_s[20] == pytest.approx(600 / 0.7)
    assert found.random is None


def test_paths_need_chance() -> None:
    """Without a generator nothing can be drawn."""
    with pytest.raises(ValueError, match="source of chance"):
        shock_run(np.ones(4), 1e12, MARKET, height=0, paths=5)
