"""Two settlements and monthly contracts through a backtest."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.sites import EVER, SPOT, fleet, site
from tests.study.markets import DAY_AHEAD, REAL_TIME, hashed, market, ran, stage_of

from bascule.dispatch.policies.foresight import Foresight
from bascule.dispatch.policies.prices import published
from bascule.errors import InputError
from bascule.market.view import MarketView
from bascule.model.energy_contracts import (
    Auction,
    BlockPurchase,
    NominatedSupply,
    PriceCollar,
    StandingCharge,
    VolumeBand,
)
from bascule.model.market import Market
from bascule.model.series import SeriesRef
from bascule.settle.ledger import settle
from bascule.study.backtest import price_names, rate_names, run
from bascule.study.compare import POLICIES, Settings, make_policy
from bascule.study.strike_fit import published_rate

TWO = NominatedSupply(
    name="two",
    day_ahead=SeriesRef(name="ahead"),
    imbalance=SPOT,
    surplus=SeriesRef(name="long"),
    auction=Auction(zone="UTC", gate_hour=12.0),
    term=EVER,
)
BAND = VolumeBand(
    name="band",
    mwh_per_month=7440.0,
    low_frac=0.5,
    high_frac=0.7,
    shortfall_per_mwh=20.0,
    excess_per_mwh=10.0,
    term=EVER,
)
PLACE = site(
    supplies=(TWO,),
    fleets=(fleet(50.0),),
    bands=(BAND,),
    blocks=(BlockPurchase(name="block", power_mw=2.0, price_per_mwh=40.0, spot=SPOT, term=EVER),),
    collars=(PriceCollar(name="cap", power_mw=2.0, spot=SPOT, term=EVER, cap_per_mwh=60.0),),
    standing=(StandingCharge(name="fee", per_month=744.0, term=EVER),),
)


def world(hours: int = 72) -> Market:
    """Day-ahead prices known ahead, real-time prices afterwards."""
    rng = np.random.default_rng(5)
    ahead = 45 + 15 * np.sin(np.arange(hours) * np.pi / 12)
    real = ahead + rng.normal(0, 8, hours)
    rules = {"ahead": DAY_AHEAD, "spot": REAL_TIME, "long": REAL_TIME}
    return market({"ahead": ahead, "spot": real, "long": real - 2.0}, rules=rules)


def test_news_is_every_price_and_rules_go_by_the_imbalance_price() -> None:
    """A day-ahead price is a reason to decide again, but no part of what a MWh costs."""
    assert price_names(PLACE) == ("spot", "long", "ahead")
    assert rate_names(PLACE) == ("spot",)


def test_a_rule_sees_the_last_imbalance_price() -> None:
    """Though day-ahead prices are known for the whole day, the rate is known for one interval at a time."""
    stage = stage_of(PLACE, world(), first=24)
    view = MarketView(stage.market, stage.grid.time(3))
    for names in (rate_names(PLACE), price_names(PLACE)):
        priced = published(PLACE, view, names, 48)
        assert priced is not None
        assert priced[1].tolist() == [stage.market.series["spot"].values[26]]
    assert published_rate(stage)[3] == stage.market.series["spot"].values[26]


def test_every_policy_earns_at_most_the_ceiling() -> None:
    """Without nominations all energy is imbalance; the monthly contracts are settled over the whole run."""
    place = replace(PLACE, bands=())
    stage = stage_of(place, world(), first=24)
    foresight = make_policy("foresight", stage, Settings())
    assert isinstance(foresight, Foresight)
    for name in POLICIES:
        done = run(stage, make_policy(name, stage, Settings()))
        ledger = settle(place, done.outcome, stage.values, stage.start)
        assert ledger.total <= foresight.ceiling + 1e-6
        assert sum(line.amount for line in ledger.lines if line.item == "fee") == pytest.approx(-48)


def test_foresight_of_a_band_is_its_ledger() -> None:
    """Over a run the band is that of the run's time, in program and ledger alike."""
    stage = stage_of(PLACE, world(), first=24)
    foresight = make_policy("foresight", stage, Settings())
    assert isinstance(foresight, Foresight)
    ledger = settle(PLACE, run(stage, foresight).outcome, stage.values, stage.start)
    assert ledger.total == pytest.approx(foresight.ceiling)
    optimal = settle(
        PLACE, run(stage, make_policy("optimal", stage, Settings())).outcome, stage.values, stage.start
    )
    assert optimal.total <= foresight.ceiling + 1e-6


def test_a_band_holds_optimal_back() -> None:
    """At a steady 45 a MWh earns 5: less than the 10 that one above the band costs."""
    flat = {name: np.full(72, 45.0) for name in ("ahead", "spot", "long")}
    rules = {"ahead": DAY_AHEAD, "spot": REAL_TIME, "long": REAL_TIME}
    done = ran(PLACE, market(flat, rules=rules), "optimal", first=24)
    assert float(np.mean(hashed(done))) == pytest.approx(7.0, abs=0.01)


def test_real_surplus_prices_above_the_imbalance_price_are_refused() -> None:
    """The series are most likely the wrong way round."""
    swapped = replace(TWO, imbalance=SeriesRef(name="long"), surplus=SPOT)
    with pytest.raises(InputError, match=r"energy_contracts\[two\]\.surplus = spot: pays"):
        stage_of(replace(PLACE, supplies=(swapped,)), world(), first=24)
