"""Policies without prices: everything on, only mining, only AI."""

import pytest
from tests.dispatch.sites import EVER, battery, fleet, job, pool, site
from tests.study.markets import hashed, market, ran

from bascule.dispatch.policies.always import Always
from bascule.dispatch.site_shape import SiteShape
from bascule.model.ai_contracts import FirmReservation
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.series import SeriesRef

FIRM = FirmReservation(
    name="firm",
    pool="pool",
    job_class="work",
    gpus=SeriesRef(name="firm"),
    price_per_gpu_h=0.0,
    shortfall_penalty_per_gpu_h=3.0,
    term=EVER,
)
SITE = site(
    fleets=(fleet(),),
    pools=(pool(),),
    reservations=(FIRM,),
    jobs=(job(900, 1, 4),),
    loads=(FlexibleLoad(name="load", power_mw=2.0, value_per_mwh=1.0),),
    batteries=(battery(initial_mwh=5.0),),
)
WORLD = market({"spot": [500.0] * 4, "firm": [600.0] * 4})


def test_always_on_runs_everything_whatever_power_costs() -> None:
    """At 500 too: machines, reservations, loads, and jobs as soon as the pool has room; the battery rests."""
    outcome = ran(SITE, WORLD, "always-on").outcome
    assert outcome.fleets["fleet"].it_mw.tolist() == pytest.approx([10] * 4)
    assert outcome.uses["firm"].gpus.tolist() == pytest.approx([600] * 4)
    assert outcome.jobs["job"].gpus.tolist() == pytest.approx([400, 400, 100])
    assert outcome.loads["load"].power_mw.tolist() == pytest.approx([2] * 4)
    assert outcome.batteries["battery"].energy_mwh.tolist() == pytest.approx([5] * 4)


def test_mine_only_leaves_gpus_dark() -> None:
    """And owes the shortfall."""
    done = ran(SITE, WORLD, "mine-only")
    assert hashed(done) == [10] * 4
    assert done.outcome.uses["firm"].shortfall_gpu_h.tolist() == pytest.approx([600] * 4)


def test_ai_only_leaves_machines_at_rest() -> None:
    """Every GPU at work."""
    done = ran(SITE, WORLD, "ai-only")
    assert hashed(done) == [0] * 4
    assert done.outcome.uses["firm"].shortfall_gpu_h.sum() == pytest.approx(0)


def test_prices_do_not_wake_it() -> None:
    """It has nothing to learn from them."""
    assert not Always(name="always-on", shape=SiteShape.of(SITE)).listens
