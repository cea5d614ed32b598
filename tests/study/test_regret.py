"""What was lost, split by what was not known."""

from datetime import timedelta

import numpy as np
import pytest
from tests.dispatch.sites import battery, fleet, site
from tests.study.markets import DAY_AHEAD, market, stage_of

from bascule.settle.ledger import settle
from bascule.study.backtest import run
from bascule.study.compare import Settings, make_policy
from bascule.study.regret import known_ahead, split_regret

SITE = site(fleets=(fleet(),), batteries=(battery(),))
SPOT = 45 + np.random.default_rng(4).normal(0, 20, 72)


def test_known_ahead_never_makes_news_later() -> None:
    """Real-time prices move two days forward, day-ahead ones too, and nothing moves back."""
    for world in (market({"spot": SPOT}), market({"spot": SPOT}, rules={"spot": DAY_AHEAD})):
        told = known_ahead(world, timedelta(hours=48)).series["spot"]
        assert (told.known_at_s <= world.series["spot"].known_at_s).all()
        assert (told.known_at_s <= world.grid.starts_s() - 48 * 3600).all()


def test_the_parts_add_up_and_knowing_closes_the_first() -> None:
    """Over a day without a demand charge all regret is that of not knowing prices."""
    stage = stage_of(SITE, market({"spot": SPOT}), first=48)
    movable = {
        policy: settle(
            SITE, run(stage, make_policy(policy, stage, Settings())).outcome, stage.values, stage.start
        ).movable
        for policy in ("optimal", "foresight")
    }
    split = split_regret(
        stage, make_policy("optimal", stage, Settings()), movable["optimal"], movable["foresight"]
    )
    assert split.total == pytest.approx(movable["foresight"] - movable["optimal"])
    assert split.price > 0
    assert split.peak == pytest.approx(0, abs=1e-6 * abs(movable["foresight"]))
