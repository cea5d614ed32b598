"""AI terms through a whole run: decided hour by hour, replayed in one go, settled once."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.flexible import firm
from tests.dispatch.sites import EVER, pool, site
from tests.study.markets import ALWAYS, DAY_AHEAD, market, ran, stage_of

from bascule.model.ai_contracts import DemandPoint, GpuSale
from bascule.model.flex_tier import FlexTier
from bascule.model.series import SeriesRef
from bascule.settle.flexibility import flex_use
from bascule.settle.ledger import settle
from bascule.study.backtest import Run

FLEX = FlexTier(loss_frac=0.25, duration_h=3.0, events_per_month=3, recovery_h=9.0)
SPOT = GpuSale(
    name="sale",
    kind="spot",
    pool="pool",
    job_class="work",
    price_per_gpu_h=SeriesRef(name="rate"),
    term=EVER,
    demand_gpus=SeriesRef(name="wanted"),
    notice_h=2.0,
)
PLACE = site(pools=(pool(2000),), reservations=(firm(FLEX),), sales=(SPOT,))
RNG = np.random.default_rng(3)
HOURS = 24 * 12
WORLD = {
    "spot": np.exp(RNG.normal(4.0, 0.8, HOURS)),
    "rate": 0.05 + 0.02 * np.sin(np.arange(HOURS)),
    "wanted": 500 + 400 * np.sin(np.arange(HOURS) / 5),
}
RULES = {"spot": DAY_AHEAD, "rate": ALWAYS, "wanted": ALWAYS}


def run_of(policy: str, *, real_time: bool = False) -> Run:
    """A policy from the third day on."""
    rules = {k: v for k, v in RULES.items() if not (real_time and k == "spot")}
    return ran(PLACE, market(WORLD, rules=rules), policy, first=48)


@pytest.mark.parametrize("real_time", [False, True])
def test_events_stay_within_what_the_customer_allows(*, real_time: bool) -> None:
    """Plans carry what was used, also where they are followed interval by interval: nothing withheld is a breach."""
    outcome = run_of("optimal", real_time=real_time).outcome
    short = outcome.uses["firm"].shortfall_gpu_h
    owed = np.full(outcome.grid.count, 1000.0)
    used = flex_use(PLACE.reservations[0], outcome.grid, "UTC", owed, short)
    assert used.events.sum() == 3
    assert short - used.tolerated_gpu_h == pytest.approx(np.zeros(short.size), abs=1e-3)


def test_flexibility_earns_against_always_on_and_foresight_bounds_it() -> None:
    """Margins: the rule below the plan below perfect information."""
    stage = stage_of(PLACE, market(WORLD, rules=RULES), first=48)
    totals = [
        settle(PLACE, run_of(name).outcome, stage.values, stage.start).total
        for name in ("always-on", "optimal", "foresight")
    ]
    assert totals == sorted(totals)


def test_what_is_taken_back_was_said_in_time() -> None:
    """A price that nobody saw coming and that stays: with two hours of notice the GPUs are sold two hours longer."""
    spot = np.where(np.arange(HOURS) < 72, 20.0, 500.0)
    sold = []
    for notice_h in (0.0, 2.0):
        sale = replace(SPOT, price_per_gpu_h=0.05, demand_gpus=1000.0, notice_h=notice_h)
        done = ran(site(pools=(pool(2000),), sales=(sale,)), market({"spot": spot}), "optimal", first=48)
        sold.append(float(done.outcome.uses["sale"].gpus[24:].sum()) / 1000)
    assert sold[1] == sold[0] + 2


def test_a_price_and_a_demand_of_the_market_are_sold_by_the_hour() -> None:
    """At its own price and up to its own demand of each hour: free power sells all of it."""
    where = site(pools=(pool(2000),), sales=(replace(SPOT, notice_h=0.0),))
    world = market({**WORLD, "spot": np.zeros(HOURS)}, rules=RULES)
    outcome = ran(where, world, "optimal", first=48).outcome
    assert outcome.uses["sale"].gpu_h == pytest.approx(WORLD["wanted"][48:])
    stage = stage_of(where, world, first=48)
    earned = float((WORLD["wanted"] * WORLD["rate"])[48:].sum())
    assert settle(where, outcome, stage.values, stage.start).total == pytest.approx(earned)


def test_utilisation_reacts_to_the_price() -> None:
    """Half the GPUs at twice the price, for rules and plans alike."""
    curve = (DemandPoint(price_per_gpu_h=0.0, gpus=2000.0), DemandPoint(price_per_gpu_h=0.4, gpus=0.0))
    sale = replace(SPOT, notice_h=0.0, demand_gpus=None, demand_curve=curve)
    where = site(pools=(pool(2000),), sales=(sale,))
    rate = np.where(np.arange(HOURS) % 2 == 0, 0.1, 0.2)
    world = market({"spot": np.zeros(HOURS), "rate": rate}, rules=RULES)
    for policy in ("optimal", "foresight"):
        sold = ran(where, world, policy, first=48).outcome.uses["sale"].gpus
        assert sold.reshape(-1, 2)[0].tolist() == pytest.approx([1500, 1000]), policy
    assert ran(where, world, "always-on", first=48).outcome.uses["sale"].gpus.max() <= 1500
