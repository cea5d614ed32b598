"""The best single strike price of a past period."""

import numpy as np
import pytest
from tests.dispatch.sites import battery, fleet, pool, site
from tests.study.markets import ALWAYS, DAY_AHEAD, REAL_TIME, market, stage_of

from bascule.market.publication import Publication
from bascule.settle.ledger import settle
from bascule.study.backtest import run
from bascule.study.compare import Settings, make_policy
from bascule.study.strike_fit import fit_strike, published_rate

SPOT = 45 + 30 * np.sin(np.arange(96) * 2 * np.pi / 24)
SITE = site(
    fleets=(fleet(40.0, name="old"), fleet(60.0, name="new")), pools=(pool(),), batteries=(battery(),)
)


@pytest.mark.parametrize("rule", [REAL_TIME, DAY_AHEAD, ALWAYS])
def test_the_rate_is_the_last_one_published(rule: Publication) -> None:
    """Real-time prices an hour late, day-ahead ones in time."""
    stage = stage_of(SITE, market({"spot": SPOT}, rules={"spot": rule}), first=24)
    late = 1 if rule is REAL_TIME else 0
    assert published_rate(stage).tolist() == pytest.approx(SPOT[24 - late : 96 - late].tolist())


@pytest.mark.parametrize("rule", [REAL_TIME, ALWAYS])
@pytest.mark.parametrize("strike", [35.0, 55.0])
def test_a_candidate_earns_what_the_policy_earns(rule: Publication, strike: float) -> None:
    """The quick way and the whole backtest agree."""
    stage = stage_of(SITE, market({"spot": SPOT}, rules={"spot": rule}), first=24)
    fit = fit_strike(stage, [strike], debounce_h=1.0)
    policy = make_policy("strike-price", stage, Settings(strike_per_mwh=strike, debounce_h=1.0))
    ledger = settle(SITE, run(stage, policy).outcome, stage.values, stage.start)
    assert fit.movable[0] == pytest.approx(ledger.movable)


def test_the_best_is_the_best() -> None:
    """With prices known, one fleet worth 50 stops at 50: no other candidate earns more."""
    stage = stage_of(site(fleets=(fleet(),)), market({"spot": SPOT}, rules={"spot": ALWAYS}))
    fit = fit_strike(stage, [20, 35, 50, 65, 90], debounce_h=0.0)
    assert fit.best_per_mwh == 50
    assert max(fit.movable) == fit.movable[2]


def test_candidates_are_quantiles_of_the_rate() -> None:
    """At most sixty, the dearest among them."""
    fit = fit_strike(stage_of(site(fleets=(fleet(),)), market({"spot": SPOT}, rules={"spot": ALWAYS})))
    assert len(fit.strikes_per_mwh) <= 60
    assert fit.strikes_per_mwh[-1] == pytest.approx(SPOT.max())
