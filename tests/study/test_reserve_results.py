"""Figures of reserves: what was sold, held, called and met."""

import pytest
from tests.dispatch.sites import case
from tests.dispatch.test_reserves import hall, product

from bascule.dispatch.check_reserves import fullest_frac
from bascule.model.series import SeriesRef
from bascule.study.reserve_results import reserves_met


def test_calls_met_missed_and_unknown_are_counted() -> None:
    """10 MW sold over six hours, called whole in the third, half in the last, which nothing comes after."""
    place = hall(product(calls=SeriesRef(name="calls"), penalty_per_mwh=500.0, activation_price=100.0))
    ran = case(place, [40.0] * 6, calls=[0, 0, 1.0, 0, 0, 0.5])
    outcome = ran.run()
    [met] = reserves_met(place, outcome, ran.ledger(outcome))
    assert (met.sold_mw_h, met.held_mw_h) == pytest.approx((60.0, 60.0))
    assert (met.calls, met.calls_met, met.calls_unknown) == (2, 1, 1)
    assert (met.called_mwh, met.delivered_mwh) == pytest.approx((15.0, 10.0))
    assert (met.income, met.penalties) == pytest.approx((6 * 50 + 10 * 100, 0.0))


def test_the_fullest_asset_holds_all_that_it_runs() -> None:
    """Two products that share a fleet hold its 10 MW and no more."""
    place = hall(product("fast", 9.0, response_s=30.0), product("slow", 4.0, response_s=60.0))
    assert fullest_frac(place, case(place, [40.0]).run()) == pytest.approx(1.0)
