"""No offer and no position knows a price before it is published."""

from dataclasses import replace

import numpy as np
import pytest
from tests.study.markets import DAY_AHEAD, REAL_TIME, market, stage_of
from tests.study.test_exchange import DAYS, trading
from tests.study.test_no_leak import same_until

from bascule.model.market import Market
from bascule.study.backtest import Run, run
from bascule.study.compare import Settings, make_policy

NAMES = ("ahead", "spot", "capacity")


def world(seed: int = 4) -> Market:
    """Four days of noisy prices, the auctions' known after noon on the day before."""
    rng = np.random.default_rng(seed)
    values = {
        name: rng.uniform(low, high, 24 * DAYS)
        for name, low, high in zip(NAMES, (20, 10, 0), (70, 90, 20), strict=True)
    }
    return market(values, rules={"ahead": DAY_AHEAD, "spot": REAL_TIME, "capacity": DAY_AHEAD})


def scrambled(known: Market, moment_s: float) -> Market:
    """Every price that is published after a moment, changed."""
    rng = np.random.default_rng(9)
    count = known.grid.count
    series = {
        name: replace(
            one,
            values=np.where(one.known_at_s > moment_s, one.values * rng.uniform(0.2, 1.9, count), one.values),
        )
        for name, one in known.series.items()
    }
    return replace(known, series=series)


def traded(known: Market) -> Run:
    """What ``optimal`` does in a market."""
    stage = stage_of(trading(), known)
    return run(stage, make_policy("optimal", stage, Settings()))


@pytest.mark.parametrize("last", [9, 11, 12, 30, 47, 59])
def test_no_position_moves_before_its_news(last: int) -> None:
    """Every price published after an hour is changed: what was asked for, bought and sold until then stays."""
    known = world()
    before, after = traded(known), traded(scrambled(known, known.grid.time(last).timestamp()))
    assert same_until(before.setpoints, after.setpoints, last)
    for kind in ("nominated_mw", "reserve_mw"):
        old, new = getattr(before.setpoints, kind), getattr(after.setpoints, kind)
        assert all(np.array_equal(old[name][: last + 1], new[name][: last + 1]) for name in old)


def test_the_test_can_fail() -> None:
    """What is published does move what is bought later."""
    known = world()
    before, after = traded(known), traded(scrambled(known, known.grid.time(9).timestamp()))
    assert any(
        not np.array_equal(mw, after.setpoints.nominated_mw[name])
        for name, mw in before.setpoints.nominated_mw.items()
    )
