"""Offers read off a plan: the demand curve is what the programme would buy at each price."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispatch.sites import EVER, START, Case, battery, case, fleet, site
from tests.dispatch.test_reserves import product

from bascule.dispatch.bids import ANY_PRICE_PER_MWH, energy_offer, reserve_offer
from bascule.model.energy_contracts import Auction, NominatedSupply
from bascule.model.offer import Offer
from bascule.model.reserves import Control
from bascule.model.series import SeriesRef
from bascule.model.time_grid import TimeGrid

AUCTION = Auction(zone="UTC", gate_hour=11.0)
SUPPLY = NominatedSupply(
    name="two settlements",
    day_ahead=SeriesRef(name="ahead"),
    imbalance=SeriesRef(name="spot"),
    auction=AUCTION,
    term=EVER,
)


def hours(count: int) -> TimeGrid:
    """Delivery hours from the start."""
    return TimeGrid(start=START, step=timedelta(hours=1), count=count)


def offer(planned: Case, on_top: float = 0.0) -> Offer:
    """The demand curve of a case's best plan."""
    count = planned.grid.count
    return energy_offer(planned.plan(), SUPPLY, hours(count), np.full(count, on_top))


def tranches(made: Offer, hour: int = 0) -> list[tuple[float, float]]:
    """Price and MW of an hour's tranches that have a width."""
    both = zip(made.price[:, hour].tolist(), made.mw[:, hour].tolist(), strict=True)
    return [(round(price, 6), round(mw, 6)) for price, mw in both if mw > 0]


class TestEnergy:
    def test_each_use_bids_its_worth(self) -> None:
        """Two fleets worth 80 and 50 bid 5 and 10 MW at that, less what is paid on top."""
        place = site(fleets=(fleet(50.0), fleet(80.0, 5.0, "better")))
        assert tranches(offer(case(place, [40.0]), on_top=3.0)) == [(77.0, 5.0), (47.0, 10.0)]

    def test_what_must_run_is_bought_at_any_price(self) -> None:
        """2 MW of auxiliaries stand before everything else."""
        place = site(fleets=(fleet(50.0),))
        place = replace(place, grid=replace(place.grid, auxiliary_fixed_mw=2.0))
        assert tranches(offer(case(place, [40.0]))) == [(ANY_PRICE_PER_MWH, 2.0), (50.0, 10.0)]

    def test_a_battery_that_will_discharge_buys_instead_below_its_worth(self) -> None:
        """5 MWh charged at 20 are given at 90: in the dear hour 5 MW are bought only if power costs less than stored energy."""
        place = site(fleets=(fleet(200.0, 5.0),), batteries=(battery(5.0, 5.0),))
        made = offer(case(place, [20.0, 90.0]))
        assert tranches(made, 1)[0][1] == 5.0
        assert 20.0 <= tranches(made, 1)[0][0] <= 90.0

    @settings(max_examples=60)
    @given(
        worths=st.lists(st.floats(5.0, 200.0), min_size=1, max_size=4),
        limit=st.floats(1.0, 40.0),
        price=st.floats(-20.0, 250.0),
        loss=st.sampled_from([0.0, 0.05]),
    )
    def test_the_curve_is_what_the_programme_would_buy(
        self, worths: list[float], limit: float, price: float, loss: float
    ) -> None:
        """Where nothing couples, the MW accepted at a price are the import of the best plan at that price."""
        if min(abs(w * (1 - loss) - price) for w in worths) < 1e-3 or abs(price) < 1e-3:
            return
        place = site(fleets=tuple(fleet(w, 7.0, f"fleet {k}") for k, w in enumerate(worths)))
        place = replace(place, grid=replace(place.grid, import_limit_mw=limit, loss_frac=loss))
        made = offer(case(place, [40.0]))
        bought = case(place, [price]).schedule().import_mw
        assert bought is not None
        assert made.accepted_mw(np.array([price])) == pytest.approx(bought, abs=1e-6)


class TestReserve:
    def test_a_reserve_is_offered_at_what_holding_it_costs(self) -> None:
        """At 53 a MW worth 50 costs 3 an hour to keep on: 10 MW, less what is held back, are offered at 3."""
        place = site(fleets=(fleet(50.0, control=Control.CONTROLLABLE),), reserves=(product(price=5.0),))
        planned = case(place, [53.0])
        made = reserve_offer(planned.plan(), planned.plan().inputs.reserves[0], hours(1))
        assert not made.buys
        assert tranches(made) == [(3.0, 9.8)]

    def test_less_than_the_smallest_offer_is_not_offered(self) -> None:
        """10 MW are not offered where the market takes 20 or more."""
        place = site(fleets=(fleet(50.0, control=Control.CONTROLLABLE),), reserves=(product(least_mw=20.0),))
        planned = case(place, [40.0])
        made = reserve_offer(planned.plan(), planned.plan().inputs.reserves[0], hours(1))
        assert made.mw.sum() == 0.0


class TestOffer:
    def test_a_curve_that_turns_back_is_refused_by_name(self) -> None:
        """Energy whose price rises from one tranche to the next is no demand curve."""
        with pytest.raises(ValueError, match="two settlements: the offer is not monotone: prices rise"):
            Offer(
                product="two settlements",
                grid=hours(1),
                buys=True,
                price=np.array([[10.0], [20.0]]),
                mw=np.ones((2, 1)),
            )

    def test_a_tranche_at_the_auctions_price_is_taken_in_part(self) -> None:
        """Of 10 MW at exactly the price, a quarter is taken."""
        made = Offer(
            product="p", grid=hours(1), buys=True, price=np.array([[50.0], [40.0]]), mw=np.full((2, 1), 10.0)
        )
        assert made.accepted_mw(np.array([40.0]), marginal_frac=0.25).tolist() == [12.5]
        assert made.accepted_mw(np.array([45.0])).tolist() == [10.0]
