"""Orders on the curtailable connection, solved by hand: which count, and what the connection is paid."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settle.sites import SITE, book, drew, hours, paid, utc

from bascule.model.grid_connection import GridCalls, GridConnection
from bascule.model.ledger import Account
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.settle.orders import curtailable_income, hours_used, orders_mw, orders_of_pieces

CALLS = GridCalls(order_mw=SeriesRef(name="order"), breach_price_per_mwh=1000.0)


def connected(zone: str = "UTC", **parts: float) -> Site:
    """A site with 30 curtailable megawatts of 100."""
    grid = GridConnection(import_limit_mw=100, curtailable_mw=30, calls=replace(CALLS, **parts))  # type: ignore[arg-type]
    return replace(SITE, grid=grid, time_zone=zone)


def ordered(*order_mw: float) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Orders as a series."""
    return {"order": np.array(order_mw, dtype=np.float64)}


def test_orders_beyond_the_hours_of_the_year_are_void() -> None:
    """Two hours are allowed: the third order, later in the year, is void, and none is larger than the contract's 30 MW."""
    site = connected(most_h_per_year=2)
    assert orders_mw(site, hours(5), ordered(50, 0, 10, 20, 20)).tolist() == [30, 0, 10, 0, 0]


def test_without_a_limit_every_order_counts() -> None:
    """And without a contract none does."""
    assert orders_mw(connected(), hours(3), ordered(50, 0, 10)).tolist() == [30, 0, 10]
    assert orders_mw(SITE, hours(3), {}).tolist() == [0, 0, 0]


def test_hours_before_count() -> None:
    """With one of two hours used this year, one is left; hours of another year do not matter."""
    site = connected(most_h_per_year=2)
    assert orders_mw(site, hours(3), ordered(5, 5, 5), {2024: 1.0, 2023: 9.0}).tolist() == [5, 0, 0]


def test_a_new_year_begins_on_the_clock_of_the_site() -> None:
    """At 23:00 UTC on New Year's Eve it is the new year in Paris."""
    grid = hours(4, utc(2023, 12, 31, 21))
    paris, london = (connected(zone, most_h_per_year=1) for zone in ("Europe/Paris", "UTC"))
    assert orders_mw(paris, grid, ordered(5, 5, 5, 5)).tolist() == [5, 0, 5, 0]
    assert orders_mw(london, grid, ordered(5, 5, 5, 5)).tolist() == [5, 0, 0, 5]


def test_interval_that_would_go_beyond_is_void_whole() -> None:
    """Half an hour is allowed: two quarters count, the third does not."""
    site = connected(most_h_per_year=0.6)
    assert orders_mw(site, hours(3, minutes=15), ordered(5, 5, 5)).tolist() == [5, 5, 0]


def test_hours_are_counted_by_what_was_in_force() -> None:
    """A void order uses nothing; without a limit nobody counts."""
    site, grid = connected(most_h_per_year=2), hours(3)
    assert hours_used(site, grid, np.array([5.0, 0, 5]), {2024: 0.5}) == {2024: 2.5}
    assert hours_used(connected(), grid, np.array([5.0, 0, 5]), {}) == {}


@given(st.lists(st.integers(0, 1), min_size=12, max_size=12), st.integers(0, 6), st.integers(1, 11))
def test_stretches_come_to_the_same_as_the_whole(orders: list[int], most: int, cut: int) -> None:
    """Hours carried from one stretch to the next void the same orders."""
    site, grid = connected(most_h_per_year=most), hours(12)
    whole = orders_mw(site, grid, ordered(*orders))
    parts = [
        (grid.window(0, cut), ordered(*orders[:cut])),
        (grid.window(cut, 12 - cut), ordered(*orders[cut:])),
    ]
    assert np.concatenate(orders_of_pieces(site, parts, {})).tolist() == whole.tolist()
    assert hours_used(site, grid, whole, {}).get(2024, 0) == min(sum(orders), most)


@pytest.mark.parametrize(("year", "length_h"), [(2023, 8760), (2024, 8784)])
def test_income_is_spread_over_the_hours_of_the_year(year: int, length_h: int) -> None:
    """30 MW at 8,760 per MW-year, whatever is ordered; leap years have more hours."""
    site = connected(income_per_mw_year=8760)
    income = curtailable_income(site, hours(2, utc(year, 6, 1)))
    assert income.tolist() == pytest.approx([30 * 8760 / length_h] * 2)


def test_a_whole_year_pays_the_whole_income() -> None:
    """In Paris, with its days of 23 and 25 hours."""
    site = connected("Europe/Paris", income_per_mw_year=100)
    assert curtailable_income(site, hours(8760, utc(2022, 12, 31, 23))).sum() == pytest.approx(3000)


def test_income_is_a_fixed_line_of_reserves() -> None:
    """No decision moves it; a site without income has no such line."""
    ledger = book(connected(income_per_mw_year=8784), drew(1, 2))
    assert paid(ledger, "curtailable connection") == [30, 30]
    assert (ledger.of(Account.RESERVE), ledger.movable) == (60, 0)
    assert not any(line.account is Account.RESERVE for line in book(connected(), drew(1, 2)).lines)
