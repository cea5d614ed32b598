"""Strike prices by efficiency, with hold and ramp."""

from datetime import UTC, datetime

import numpy as np
from tests.dispatch.sites import fleet, site
from tests.study.markets import DAY_AHEAD, hashed, market, ran, stage_of

from bascule.dispatch.policies.rules import Rules
from bascule.model.curve import TemperatureCurve
from bascule.model.grid_connection import GridConnection
from bascule.study.backtest import run

TWO = site(fleets=(fleet(40.0, name="old"), fleet(80.0, name="new")))


def test_the_least_efficient_stop_first() -> None:
    """Between 40 and 80 only the efficient run; above 80 none."""
    done = ran(TWO, market({"spot": [30, 60, 90, 90]}), "rules", first=1)
    assert (hashed(done, "old"), hashed(done, "new")) == ([10, 0, 0], [10, 10, 0])


def test_they_return_in_steps_after_a_hold() -> None:
    """In quarter hours: a quarter below break-even is held, then half of the fleet returns per quarter."""
    spot = [30, 30, 90, 30, 30, 30, 30]
    done = ran(site(fleets=(fleet(),)), market({"spot": spot}, step_h=0.25), "rules", first=1)
    assert hashed(done) == [10, 10, 0, 0, 5, 10]


def test_losses_and_cooling_lower_the_break_even() -> None:
    """Worth 50, less a fifth of losses and a PUE of 1.25: 32."""
    hall = TemperatureCurve(temperatures_c=(0.0,), values=(1.25,))
    place = site(grid=GridConnection(import_limit_mw=100.0, loss_frac=0.2), fleets=(fleet(pue=hall),))
    done = ran(place, market({"spot": [31, 33, 33]}), "rules", first=1)
    assert hashed(done) == [10, 0]


def test_without_any_price_nothing_is_hashed() -> None:
    """As for a strike price."""
    assert hashed(ran(site(fleets=(fleet(),)), market({"spot": [30, 30]}), "rules"))[0] == 0


def test_news_in_the_middle_of_a_window_forgets_nothing() -> None:
    """A dear last hour of the second day leaves its afternoon alone."""
    spot = np.full(72, 10.0)
    spot[47] = 100.0
    world = market({"spot": spot}, start=datetime(2026, 5, 31, 22, tzinfo=UTC), rules={"spot": DAY_AHEAD})
    slow = site(fleets=(fleet(),))
    stage = stage_of(slow, world)
    policy = Rules(
        name="rules",
        shape=stage.shape,
        price_names=("spot",),
        mining_names=("hashprice",),
        hold_h=2.0,
        ramp_frac_per_h=1.0,
    )
    assert [k for k, mw in enumerate(hashed(run(stage, policy))) if mw == 0] == [47, 48, 49]
