"""What a sale ahead gives up: the option to stop at a price that nobody foresaw."""

from datetime import timedelta

import numpy as np
import pytest
from tests.dispatch.sites import START, case, site
from tests.dispatch.test_reserves import hall, product
from tests.study.markets import market

from bascule.dispatch.asking import Asking
from bascule.dispatch.blocks.reserves import given_up_per_mw_h
from bascule.dispatch.rate_spread import rate_spread
from bascule.market.view import MarketView
from bascule.model.reserves import Direction, ReserveProduct
from bascule.model.series import Floats


def option(price: float, misses: list[float], sold: ReserveProduct) -> float:
    """Option given up in one hour by a fleet worth 50 at a believed price that may be missed."""
    spread = np.tile(np.asarray(misses), (24, 1))
    planned = case(hall(sold), [price])
    inputs = type(planned)(
        site=planned.site, values=planned.values, asking=Asking(rate_spread=spread)
    ).inputs()
    return float(given_up_per_mw_h(inputs, inputs.reserves[0], np.full(1, 50.0))[0])


class TestOption:
    def test_load_that_may_not_stop_loses_the_spikes(self) -> None:
        """At 40 a miss of +110 or -10 each half the time: 50 % of 150 - 50 = 50 is given up."""
        assert option(40.0, [110.0, -10.0], product()) == pytest.approx(50.0)

    def test_certain_prices_give_up_nothing(self) -> None:
        """Without misses the believed price says it all."""
        assert option(40.0, [0.0], product()) == 0.0

    def test_room_to_take_gives_up_the_cheap_hours(self) -> None:
        """At 60 the fleet is off; at 20, half the time, it would have earned 30."""
        taking = product(direction=Direction.TAKE)
        assert option(60.0, [40.0, -40.0], taking) == pytest.approx(0.5 * 30.0)

    def test_the_plan_sells_only_what_pays_for_the_option(self) -> None:
        """A reserve of 5 does not pay for an option of 50, one of 60 does."""
        spread = np.tile([110.0, -10.0], (24, 1))
        for price, held in ((5.0, 0.0), (60.0, 10.0)):
            planned = case(hall(product(price=price)), [40.0])
            asked = type(planned)(site=planned.site, values=planned.values, asking=Asking(rate_spread=spread))
            assert asked.schedule().setpoints.reserve_mw["reserve"].tolist() == pytest.approx([held])


class TestSpread:
    def spread(self, spot: Floats, after_h: float) -> Floats | None:
        """Misses known after so many hours of a market."""
        return rate_spread(site(), MarketView(market({"spot": spot}), START + timedelta(hours=after_h)))

    def test_misses_are_by_the_hour_of_the_clock(self) -> None:
        """A price that is its hour misses nothing; one hour of one day that is 28 dearer misses its mean by 27 and -1."""
        spot = np.tile(np.arange(24.0), 30)
        spot[29 * 24 + 5] += 28.0
        found = self.spread(spot, 30 * 24.0)
        assert found is not None
        assert found.shape == (24, 28)
        assert sorted(found[5].tolist()) == pytest.approx([-1.0] * 27 + [27.0])
        assert np.abs(np.delete(found, 5, axis=0)).max() == pytest.approx(0.0)

    def test_what_is_not_published_does_not_count(self) -> None:
        """Prices after now change nothing."""
        spot = np.tile(np.arange(24.0), 30)
        later = spot.copy()
        later[29 * 24 + 13 :] = 999.0
        one, other = self.spread(spot, 29 * 24 + 12.0), self.spread(later, 29 * 24 + 12.0)
        assert one is not None
        assert other is not None
        assert one.tolist() == other.tolist()

    def test_without_a_day_of_prices_there_is_no_spread(self) -> None:
        """Ten hours say nothing about the other fourteen."""
        assert self.spread(np.arange(48.0), 10.0) is None
