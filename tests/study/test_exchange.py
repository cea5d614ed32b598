"""Auctions in a run: gates, publication, clearing, and policies that trade in them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.dispatch.sites import START, fleet, site
from tests.dispatch.test_bids import AUCTION, SUPPLY
from tests.dispatch.test_reserves import product
from tests.study.markets import DAY_AHEAD, market, ran, stage_of

from bascule.model.energy_contracts import Auction
from bascule.model.gate import delivery_grid, gate, gates_between, next_delivery
from bascule.model.market import Market
from bascule.model.offer import Offer
from bascule.model.reserves import Baseline, Control
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.study.backtest import run
from bascule.study.compare import Settings, compare, make_policy
from bascule.study.exchange import Exchange
from bascule.study.results import Backtest

PARIS = Auction(zone="Europe/Paris", gate_hour=12.0)
DAYS = 4


def prices(*per_day: float) -> Floats:
    """One price for every hour of each day."""
    return np.repeat(np.asarray(per_day, dtype=np.float64), 24)


def trading() -> Site:
    """A controllable fleet of 10 MW worth 50 USD/MWh that buys day-ahead and sells a reserve."""
    reserve = product(price=0.0, auction=AUCTION)
    return site(
        fleets=(fleet(50.0, control=Control.CONTROLLABLE),),
        supplies=(SUPPLY,),
        reserves=(replace(reserve, capacity_price=SeriesRef(name="capacity"), penalty_per_mwh=300.0),),
    )


def world(ahead: Floats, spot: Floats, capacity: Floats) -> Market:
    """Prices of four days; day-ahead ones are published at 13:00 in Paris on the day before."""
    return market(
        {"ahead": ahead, "spot": spot, "capacity": capacity},
        rules={"ahead": DAY_AHEAD, "capacity": DAY_AHEAD},
    )


def bounded(side: Backtest) -> None:
    """No policy earns more than the ceiling."""
    for result in side.results:
        assert result.metrics.margin_ratio is not None
        assert result.metrics.margin_ratio <= 1.0 + 1e-6, result.policy


class TestGates:
    def test_summer_and_winter_gates_are_local(self) -> None:
        """Noon in Paris is 10:00 UTC in July and 11:00 UTC in January."""
        assert gate(PARIS, datetime(2024, 7, 2, tzinfo=UTC).date()) == datetime(2024, 7, 1, 10, tzinfo=UTC)
        assert gate(PARIS, datetime(2024, 1, 2, tzinfo=UTC).date()) == datetime(2024, 1, 1, 11, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("day", "hours"), [((2024, 3, 31), 23), ((2024, 10, 27), 25), ((2024, 6, 1), 24)]
    )
    def test_delivery_days_have_23_to_25_hours(self, day: tuple[int, int, int], hours: int) -> None:
        """A day has the hours that its clock shows."""
        assert delivery_grid(PARIS, datetime(*day, tzinfo=UTC).date()).count == hours

    def test_a_gate_at_this_moment_is_still_open(self) -> None:
        """At noon tomorrow can be offered, a second later the day after."""
        noon = datetime(2024, 1, 1, 11, tzinfo=UTC)
        assert next_delivery(PARIS, noon).day == 2
        assert next_delivery(PARIS, noon + timedelta(seconds=1)).day == 3

    def test_one_gate_a_day(self) -> None:
        """A week has seven."""
        start = datetime(2024, 1, 1, tzinfo=UTC)
        assert len(gates_between(PARIS, start, start + timedelta(days=7))) == 7


class TestClearing:
    def exchange(self) -> Exchange:
        """Auctions over four days at 40, 30, 20 and 10."""
        stage = stage_of(trading(), world(prices(40, 30, 20, 10), prices(0, 0, 0, 0), prices(1, 1, 1, 1)))
        return Exchange(stage.shape.site, stage.market, stage.grid, accept_frac=0.25)

    def offer(self, day: int, *tranches: tuple[float, float]) -> Offer:
        """The same tranches for each hour of a day."""
        grid = delivery_grid(AUCTION, (START + timedelta(days=day)).date())
        price, mw = (
            np.repeat(np.array(column)[:, None], grid.count, axis=1) for column in zip(*tranches, strict=True)
        )
        return Offer(product=SUPPLY.name, grid=grid, buys=True, price=price, mw=mw)

    def test_nothing_is_known_before_the_price_is(self) -> None:
        """An offer for day 1 is a position from 12:00 UTC on, when its price is published, and not before."""
        exchange = self.exchange()
        exchange.submit([self.offer(1, (35.0, 4.0))], START + timedelta(hours=11))
        before = exchange.positions(12, START + timedelta(hours=11)).nominated_mw[SUPPLY.name]
        after = exchange.positions(12, START + timedelta(hours=12)).nominated_mw[SUPPLY.name]
        assert np.isnan(before[12:36]).all()
        # The last hour of the day in UTC is the next day in Paris, whose prices come a day later.
        assert after[12:35].tolist() == [4.0] * 23
        assert np.isnan(after[35:]).all()

    def test_a_tranche_at_the_price_is_taken_in_part(self) -> None:
        """Day 1 clears at 30: 4 MW bid more, 8 MW bid just that and a quarter of them is taken."""
        exchange = self.exchange()
        exchange.submit([self.offer(1, (35.0, 4.0), (30.0, 8.0), (20.0, 9.0))], START)
        assert exchange.delivered(24, 2)[0][SUPPLY.name].tolist() == [6.0, 6.0]

    def test_a_closed_gate_takes_no_offer(self) -> None:
        """After noon the next day is closed, and the message says so."""
        with pytest.raises(ValueError, match=r"two settlements: the gate for 2026-01-02 is closed"):
            self.exchange().submit([self.offer(1, (35.0, 4.0))], START + timedelta(hours=13))

    def test_an_offer_for_nothing_that_is_traded_is_refused(self) -> None:
        """An unknown product is named."""
        with pytest.raises(ValueError, match="nothing called 'x' is traded"):
            self.exchange().submit([replace(self.offer(1, (35.0, 4.0)), product="x")], START)


class TestRun:
    def test_a_run_is_held_to_its_offers(self) -> None:
        """Day-ahead 40, 30, 60 and 10 against a worth of 50: days 1 and 3 are bought, day 2 is not; day 0 had no auction."""
        done = ran(
            trading(), world(prices(40, 30, 60, 10), prices(30, 30, 30, 30), prices(0, 0, 0, 0)), "optimal"
        )
        bought = done.outcome.nominated_mw[SUPPLY.name].reshape(DAYS, 24)
        assert bought.round(6).tolist() == [[0.0] * 24, [10.0] * 24, [0.0] * 24, [10.0] * 24]

    def test_reserve_that_was_sold_runs(self) -> None:
        """Sold at 20 on every day after the first, 9.8 of 10 MW stay on through real-time prices of 60 and are paid."""
        done = ran(
            trading(),
            world(prices(30, 30, 30, 30), prices(30, 30, 60, 60), prices(20, 20, 20, 20)),
            "optimal",
        )
        reserve = done.outcome.reserves["reserve"]
        assert reserve.committed_mw.reshape(DAYS, 24)[1:].min() == pytest.approx(9.8)
        assert reserve.held_mw == pytest.approx(reserve.committed_mw)
        assert done.outcome.fleets["fleet"].it_mw[24:].min() == pytest.approx(9.849)

    def test_a_day_that_the_run_leaves_early_is_traded_as_far_as_it_goes(self) -> None:
        """A run that ends at 18:00 has bought and sold the hours of its last day."""
        known = world(prices(30, 30, 30, 30), prices(30, 30, 60, 60), prices(20, 20, 20, 20))
        stage = stage_of(trading(), known, count=DAYS * 24 - 6)
        done = run(stage, make_policy("optimal", stage, Settings()))
        assert done.outcome.nominated_mw[SUPPLY.name][-18:].min() == pytest.approx(10.0)
        assert done.outcome.reserves["reserve"].committed_mw[-18:].min() == pytest.approx(9.8)

    @pytest.mark.parametrize("parts", [{"activation_price": 400.0}, {"call_frac": 0.05}])
    def test_the_ceiling_knows_the_calls(self, parts: dict[str, float]) -> None:
        """Whether calls pay or cost, nobody earns more than who knew them."""
        calls = np.zeros(48)
        calls[[5, 15, 30, 40]] = 1.0
        reserve = replace(product(price=2.0, calls=SeriesRef(name="calls")), **parts)  # type: ignore[arg-type]
        place = site(fleets=(fleet(50.0, control=Control.CONTROLLABLE),), reserves=(reserve,))
        spot = np.random.default_rng(1).uniform(20.0, 70.0, 48)
        known = market({"spot": spot, "calls": calls}, rules={"spot": DAY_AHEAD})
        bounded(compare(place, known, known.grid.start, known.grid.end, ("optimal", "foresight")))

    def test_the_ceiling_bounds_reductions_of_energy(self) -> None:
        """Energy not drawn is sold at 300 where the baseline of earlier days allows it: the ceiling counts that."""
        day = np.repeat([30.0, 49.0, 30.0], [17, 4, 3])
        dear = np.where(day > 40, 300.0, 30.0)
        ahead = np.concatenate([np.tile(day, 6), np.tile(dear, 10)])
        nebef = product(
            price=0.0,
            calls=1.0,
            call_frac=1.0,
            activation_price=SeriesRef(name="ahead"),
            auction=AUCTION,
            baseline=Baseline.NEBEF,
            duration_h=24.0,
            penalty_per_mwh=50.0,
            supplier_payment_per_mwh=20.0,
        )
        place = site(fleets=(fleet(50.0, control=Control.CONTROLLABLE),), reserves=(nebef,))
        rules = {"spot": DAY_AHEAD, "ahead": DAY_AHEAD}
        known = market({"spot": np.full(ahead.size, 30.0), "ahead": ahead}, rules=rules)
        side = compare(place, known, known.grid.start, known.grid.end, ("optimal", "foresight"))
        assert side.results[0].outcome.reserves["reserve"].committed_mw.max() > 1.0
        bounded(side)

    def test_foresight_sells_without_auction(self) -> None:
        """Perfect information holds whatever pays, from the first hour on."""
        done = ran(
            trading(),
            world(prices(30, 30, 30, 30), prices(30, 30, 60, 60), prices(20, 20, 20, 20)),
            "foresight",
        )
        assert done.outcome.reserves["reserve"].held_mw.min() == pytest.approx(10.0)

    def test_rules_that_do_not_trade_buy_all_in_real_time(self) -> None:
        """A policy without offers has no position."""
        done = ran(
            trading(),
            world(prices(30, 30, 30, 30), prices(30, 30, 60, 60), prices(20, 20, 20, 20)),
            "always-on",
        )
        assert done.outcome.nominated_mw == {}
        assert done.outcome.reserves["reserve"].held_mw.max() == 0.0
