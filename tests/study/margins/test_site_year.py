"""A year's margin from the dispatch: the merit order, the program and sums by hand."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispatch.sites import EVER, SPOT, START, battery, demand_charge, fleet, pool, sale, site
from tests.study.margins.cases import bundled_year, hours_of
from tests.study.markets import market

from bascule.model.energy_contracts import FixedSupply
from bascule.model.grid_connection import GridCalls
from bascule.model.series import SeriesRef
from bascule.study.backtest import set_stage
from bascule.study.margins.site_year import SiteYear, closed_margin, program_margin
from bascule.units import HOURS_PER_YEAR, MWH_PER_PH_DAY


@pytest.mark.parametrize(
    ("name", "spec"),
    [("texas_mining", "embedded:texas:2022:7"), ("france_mining", "embedded:france:2023:7")],
)
@pytest.mark.parametrize(("hashprice", "power"), [(12.0, 1.0), (35.0, 1.0), (35.0, 1.7), (90.0, 0.6)])
def test_the_merit_order_earns_what_the_program_earns(
    name: str, spec: str, hashprice: float, power: float
) -> None:
    """Nothing couples the hours of a site that only hashes."""
    year = bundled_year(name, spec).at(hashprice, power, 1.0)
    assert closed_margin(year) == pytest.approx(program_margin(year), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    spot=st.lists(st.floats(-100, 300), min_size=1, max_size=50),
    hashprice=st.floats(0, 200),
    power=st.floats(0.1, 3),
)
def test_one_fleet_earns_what_each_hour_leaves(spot: list[float], hashprice: float, power: float) -> None:
    """Sum of max(v - p, 0): 10 MW of 20 J/TH are worth hashprice / (0.024 x 20) per MWh."""
    worth = hashprice / (MWH_PER_PH_DAY * 20)
    by_hand = sum(10 * max(worth - power * price, 0.0) for price in spot) * HOURS_PER_YEAR / len(spot)
    year = hours_of(site(fleets=(fleet(50.0),)), spot)
    assert closed_margin(year.at(hashprice, power, 1.0)) == pytest.approx(by_hand, rel=1e-9, abs=1e-3)


def test_a_margin_is_per_year_of_8760_hours_whatever_the_length() -> None:
    """A day of 10 MW at 50 - 20 per MWh is a year of 2.628 million; so is a leap year."""
    for hours in (24, 8784):
        assert closed_margin(hours_of(site(fleets=(fleet(50.0),)), np.full(hours, 20.0))) == pytest.approx(
            2_628_000
        )


def test_a_demand_charge_is_due_once_a_month() -> None:
    """1 per kW on 10 MW in January and February, 30 per MWh earned."""
    place = site(fleets=(fleet(50.0),), demand_charges=(demand_charge(1.0),))
    year = hours_of(place, np.full(59 * 24, 20.0))
    earned = 59 * 24 * 300.0 - 2 * 10_000.0
    assert program_margin(year) == pytest.approx(earned / year.years)
    assert closed_margin(year) == pytest.approx(59 * 24 * 300.0 / year.years)


def test_months_are_those_of_the_site() -> None:
    """New York's January, five hours late in UTC, owes one peak."""
    place = site(fleets=(fleet(50.0),), demand_charges=(demand_charge(1.0),), time_zone="America/New_York")
    year = hours_of(place, np.full(31 * 24, 20.0), start=START + timedelta(hours=5))
    assert program_margin(year) == pytest.approx((31 * 24 * 300.0 - 10_000.0) / year.years)


def test_a_battery_is_in_the_program_alone() -> None:
    """10 MWh bought at 20 and spared at 80, every second hour."""
    place = site(fleets=(fleet(500.0),), batteries=(battery(),))
    year = hours_of(place, [20.0, 80.0] * 12)
    assert (program_margin(year) - closed_margin(year)) * year.years == pytest.approx(12 * 10 * 60.0)


def test_power_prices_scale_and_what_is_not_a_price_does_not() -> None:
    """A grid's orders are megawatts, a fixed contract is fixed, and a sale on the market moves with it."""
    calls = GridCalls(order_mw=SeriesRef(name="orders"))
    place = site(fleets=(fleet(50.0),), grid=replace(site().grid, curtailable_mw=50.0, calls=calls))
    world = market({"spot": [20.0] * 24, "orders": [0.0] * 12 + [4.0] * 12})
    year = SiteYear.of(set_stage(place, world, world.grid.start, world.grid.end))
    assert year.prices == ("spot",)
    assert year.at(24.0, 2.0, 1.0).values["orders"].tolist() == year.values["orders"].tolist()
    fixed = FixedSupply(name="fixed", price_per_mwh=20.0, term=EVER)
    bound = hours_of(replace(site(fleets=(fleet(50.0),)), supplies=(fixed,)), [0.0] * 24)
    assert closed_margin(bound.at(24.0, 3.0, 1.0)) == pytest.approx(2_628_000)


def test_ai_prices_scale_too() -> None:
    """1,000 GPUs of 1 kW at 0.05 per hour, twice that, and power at 20."""
    year = hours_of(site(pools=(pool(),), sales=(sale(),)), [20.0] * 24)
    assert SPOT.name in year.prices
    margins = [closed_margin(year.at(24.0, 1.0, scale)) for scale in (1.0, 2.0)]
    assert margins == pytest.approx([30.0 * HOURS_PER_YEAR, 80.0 * HOURS_PER_YEAR])
