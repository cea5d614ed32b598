"""Conditions are what happens, from series or constants, and unknown is an error."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from tests.simulate.sites import FIRM, KILN, LEASE, NEW, SALE, SITE, START, SUN, called, hours, utc, weather

from bascule.errors import DataGap
from bascule.model.curve import TemperatureCurve
from bascule.model.flexible_load import HeatSale
from bascule.model.series import SeriesRef
from bascule.model.term import Term
from bascule.simulate.conditions import conditions, cut

FIRST_HOUR = Term(start=START, end=utc(2024, 1, 10, 1))
HEAT = HeatSale(recovered_frac=0.5, demand_mw=SeriesRef(name="heat"), price_per_mwh=20.0)
SITE_OF_ALL = replace(
    SITE,
    grid=called(50, 10),
    generators=(SUN,),
    reservations=(replace(FIRM, term=FIRST_HOUR),),
    sales=(replace(SALE, demand_gpus=SeriesRef(name="demand"), term=FIRST_HOUR),),
    leases=(replace(LEASE, drawn_frac=0.5, term=FIRST_HOUR),),
    loads=(replace(KILN, heat=HEAT),),
)


SERIES: Mapping[str, list[float]] = {"sun": [0.5, 1], "demand": [40, 50], "heat": [1, 2], "order": [0, 5]}


def test_conditions_follow_series_and_terms() -> None:
    """Outside their terms, contracts ask for nothing."""
    given = weather(SITE_OF_ALL, hours(2), SERIES)
    assert given.available_mw["sun"].tolist() == [5, 10]
    assert given.reserved_gpus["firm"].tolist() == [1000, 0]
    assert given.offered_gpus["sale"].tolist() == [40, 0]
    assert given.lease_it_mw["tenant"].tolist() == [0.5, 0]
    assert given.heat_mw["kiln"].tolist() == [1, 2]
    assert given.order_mw.tolist() == [0, 5]


def test_cut_takes_a_stretch_of_everything() -> None:
    """The second of two hours."""
    given = weather(SITE_OF_ALL, hours(2), SERIES)
    later = cut(given, 1, 1)
    assert (later.order_mw.tolist(), later.available_mw["sun"].tolist()) == ([5], [10])
    assert later.heat_mw["kiln"].tolist() == [2]


def test_site_that_feels_no_temperature_needs_none() -> None:
    """Nothing depends on it."""
    assert weather(replace(SITE, temperature=SeriesRef(name="air_c")), hours(1), {}).temperature_c.size == 1


def test_unknown_temperature_is_a_gap_where_it_matters() -> None:
    """A hall whose cooling depends on temperature is never taken to stand at zero degrees."""
    pue = TemperatureCurve(temperatures_c=(0, 40), values=(1.05, 1.4))
    site = replace(SITE, temperature=SeriesRef(name="air_c"), fleets=(replace(NEW, pue=pue),))
    with pytest.raises(DataGap, match="air_c"):
        weather(site, hours(1), {})


def test_missing_series_is_a_gap() -> None:
    """The message names the series."""
    with pytest.raises(DataGap, match="sun"):
        weather(replace(SITE, generators=(SUN,)), hours(1), {})


def test_void_orders_are_no_condition() -> None:
    """The contract allows one hour a year: an order of the second hour is void, and of the first where it is used up."""
    grid = called(50, 10)
    assert grid.calls is not None
    site = replace(SITE, grid=replace(grid, calls=replace(grid.calls, most_h_per_year=1.0)))
    values = {"order": np.array([5.0, 5.0])}
    assert conditions(site, hours(2), values).order_mw.tolist() == [5, 0]
    assert conditions(site, hours(2), values, {2024: 1.0}).order_mw.tolist() == [0, 0]
