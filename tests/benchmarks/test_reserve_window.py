"""The reference window with reserves in it; nothing here is timed."""

from typing import Final

import numpy as np
import pytest
from benchmarks.reference_reserves import capacity_prices, with_reserves
from benchmarks.reference_site import DAY, ReferenceYear, reference_year
from benchmarks.reserve_window import Pair, reserve_windows
from benchmarks.windows import roll

from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.site_shape import SiteShape

DAYS: Final = 4


@pytest.fixture(scope="module")
def year() -> ReferenceYear:
    """A few days of the reference site."""
    return reference_year(days=DAYS + 2)


@pytest.fixture(scope="module")
def shape(year: ReferenceYear) -> SiteShape:
    """The site whose fleets and battery sell reserve."""
    return SiteShape.of(with_reserves(year.site))


@pytest.fixture(scope="module")
def pair(year: ReferenceYear, shape: SiteShape) -> Pair:
    """A window and its like with reserves."""
    _, windows = roll(year, DAYS)
    return reserve_windows(shape, year, windows, 1)[0]


def test_capacity_prices_are_hourly_and_have_the_stated_means(year: ReferenceYear) -> None:
    """Five seeded series, constant within an hour, their means between 5 and 9 EUR per MW and hour."""
    prices = capacity_prices(year.grid)
    assert [round(float(price.mean()), 6) for price in prices.values()] == [8, 5, 6, 9, 7]
    assert all((np.ptp(price.reshape(-1, 4), axis=1) == 0).all() for price in prices.values())


def test_first_day_is_sold_and_the_second_is_open(pair: Pair) -> None:
    """The auction for today has been held, the one for tomorrow has not."""
    sold = pair[1].asking.positions.reserve_mw
    assert all(np.isfinite(mw[:DAY]).all() and np.isnan(mw[DAY:]).all() for mw in sold.values())
    assert sum(mw[:DAY].sum() for mw in sold.values()) > 0


def test_what_was_sold_can_be_held(shape: SiteShape, pair: Pair) -> None:
    """The battery stands where the earlier plan left it, so that a linear plan misses nothing."""
    window = pair[1]
    plan = optimise(compile_inputs(shape, [window.piece], window.state, window.asking))
    assert isinstance(plan, Plan)
    assert plan.integers == 0
    missed = [plan.answer.x[columns.missed].max() for columns in plan.layout.reserves.values()]
    assert max(missed) == pytest.approx(0.0, abs=1e-6)
