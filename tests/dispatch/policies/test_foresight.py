"""Perfect information: the bound, and the plan that comes closest to it."""

from tests.dispatch.sites import fleet, site
from tests.study.markets import market, ran, stage_of

from bascule.model.flexible_load import FlexibleLoad
from bascule.model.grid_connection import GridConnection
from bascule.settle.ledger import settle
from bascule.study.backtest import run
from bascule.study.compare import Settings, make_policy

SPOT = [30.0, 70.0, 40.0, 20.0, 90.0, 45.0]


def test_knows_prices_that_nobody_published() -> None:
    """It stops in the spikes themselves, not an hour later."""
    outcome = ran(site(fleets=(fleet(),)), market({"spot": SPOT}), "foresight").outcome
    assert [mw > 0 for mw in outcome.import_mw.tolist()] == [spot < 50 for spot in SPOT]


def test_keeps_on_off_rules_that_its_bound_relaxes() -> None:
    """A load of 5 MW at least on 12 MW beside a fleet: whole in the run, in part in the bound."""
    load = FlexibleLoad(name="load", power_mw=10.0, value_per_mwh=45.0, least_mw=5.0)
    place = site(grid=GridConnection(import_limit_mw=12.0), loads=(load,), fleets=(fleet(),))
    stage = stage_of(place, market({"spot": SPOT}))
    policy = make_policy("foresight", stage, Settings())
    outcome = run(stage, policy).outcome
    power = outcome.loads["load"].power_mw
    assert all(mw == 0 or mw >= 5 - 1e-6 for mw in power.tolist())
    assert settle(place, outcome, stage.values, stage.start).total <= policy.ceiling + 1e-6  # type: ignore[attr-defined]


def test_is_asked_once() -> None:
    """No news can change it."""
    assert ran(site(fleets=(fleet(),)), market({"spot": SPOT}), "foresight").sources == {"program": 6}
