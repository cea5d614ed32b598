"""Subscribed power, solved by hand: what is subscribed, energy by class, and the root of the squared overruns."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settle.sites import ALWAYS, SITE, book, drew, hours, paid, utc

from bascule.model.network_charges import CapacityObligation, PowerClass, SubscribedPower
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from bascule.model.window import Window
from bascule.settle.obligations import obligation_cost
from bascule.settle.subscribed import carried_overruns, class_index, fixed_cost, squared_overruns

JANUARY = 2024 * 12
PEAK = PowerClass(
    name="peak",
    subscribed_mw=10.0,
    per_kw_year=4.0,
    overrun_per_kw=2.0,
    windows=(Window(start_hour=8.0, end_hour=12.0),),
    energy_per_mwh=5.0,
)
REST = PowerClass(
    name="rest", subscribed_mw=15.0, per_kw_year=1.0, overrun_per_kw=0.5, windows=(), energy_per_mwh=1.0
)
POWER = SubscribedPower(name="htb", classes=(PEAK, REST), term=ALWAYS)
PLACE = replace(SITE, subscriptions=(POWER,))
EIGHT = utc(2024, 1, 10, 8)


def test_a_year_pays_each_class_for_what_it_has_beyond_the_one_before() -> None:
    """4 x 10,000 kW and 1 x 5,000 kW, in a leap year as in any other."""
    for year, days in ((2023, 365), (2024, 366)):
        assert fixed_cost(POWER, hours(24 * days, utc(year, 1, 1)), "UTC").sum() == pytest.approx(45_000)


def test_a_year_of_the_sites_clock_is_whole() -> None:
    """From midnight to midnight in Paris, summer time included."""
    grid = hours(8784, utc(2023, 12, 31, 23))
    assert fixed_cost(POWER, grid, "Europe/Paris").sum() == pytest.approx(45_000)


def test_the_first_class_that_fits_counts() -> None:
    """Eight to noon is peak, all else the rest."""
    assert class_index(POWER, hours(6, utc(2024, 1, 10, 7)), "UTC").tolist() == [1, 0, 0, 0, 0, 1]


def test_energy_is_paid_by_class() -> None:
    """An hour of 5 MW before eight at 1, one after at 5."""
    ledger = book(PLACE, drew(5, 5, start=utc(2024, 1, 10, 7)))
    assert paid(ledger, "htb: peak energy") == [0, -25]
    assert paid(ledger, "htb: rest energy") == [-5, 0]


def test_overruns_add_up_by_their_squares() -> None:
    """Ten-minute values 3 and 4 MW above 10: a root of 5 MW at 2 per kW, at the month's end."""
    ledger = book(PLACE, drew(13, 14, 9, minutes=10, start=EIGHT))
    assert paid(ledger, "htb: peak overrun") == [0, 0, -10_000]
    assert paid(ledger, "htb: rest overrun") == [0, 0, 0]


def test_a_quarter_hour_counts_as_one_and_a_half_values() -> None:
    """3 MW above for a quarter-hour: the root of 1.5 x 9."""
    found = squared_overruns(POWER, hours(1, EIGHT, 15), "UTC", np.array([13.0]))
    assert found == {("peak", JANUARY): pytest.approx(13.5)}


def test_an_hour_counts_as_six_values() -> None:
    """1 MW above for an hour is the root of 6."""
    assert paid(book(PLACE, drew(11, start=EIGHT)), "htb: peak overrun") == [round(-2_000 * 6**0.5, 6)]


def test_shorter_steps_are_averaged() -> None:
    """Two of five minutes with 8 and 14 MW are one value of 11."""
    found = squared_overruns(POWER, hours(2, EIGHT, 5), "UTC", np.array([8.0, 14.0]))
    assert found == {("peak", JANUARY): pytest.approx(1.0)}


def test_what_was_overrun_before_makes_the_next_overrun_cheaper() -> None:
    """3 MW so far and 4 more make 5: two more are owed."""
    before = SiteState(time=EIGHT, overrun_mw2={("htb", "peak", JANUARY): 9.0})
    assert paid(book(PLACE, drew(14, minutes=10, start=EIGHT), before), "htb: peak overrun") == [-4_000]


def test_each_month_starts_anew() -> None:
    """The last hour of January and the first of February owe a root of 6 each."""
    ledger = book(PLACE, drew(16, 16, start=utc(2024, 1, 31, 23)))
    assert paid(ledger, "htb: rest overrun") == [round(-500 * 6**0.5, 6)] * 2


def test_power_outside_the_term_is_free() -> None:
    """A contract that ends at nine does not see ten."""
    ended = replace(POWER, term=Term(start=ALWAYS.start, end=utc(2024, 1, 10, 9)))
    assert squared_overruns(ended, hours(2, utc(2024, 1, 10, 9)), "UTC", np.array([20.0, 20.0])) == {}


@given(st.lists(st.floats(0, 40), min_size=12, max_size=12), st.integers(1, 11))
def test_two_halves_are_billed_like_the_whole(import_mw: list[float], cut: int) -> None:
    """Five-minute steps settled in two parts at any step: sums of squares carry over, an open value included."""
    whole, power = hours(12, EIGHT, 5), np.array(import_mw)
    first, still = carried_overruns(POWER, whole.window(0, cut), "UTC", power[:cut], None)
    second, _ = carried_overruns(POWER, whole.window(cut, 12 - cut), "UTC", power[cut:], still)
    total = first.get(("peak", JANUARY), 0.0) + second.get(("peak", JANUARY), 0.0)
    assert total == pytest.approx(squared_overruns(POWER, whole, "UTC", power)["peak", JANUARY])


def test_capacity_is_paid_by_the_share_of_the_year() -> None:
    """20 MW at 3,660 for ten of 366 days, whatever the site does."""
    owed = CapacityObligation(name="capacity", obligation_mw=20.0, per_mw_year=3_660.0, term=ALWAYS)
    site: Site = replace(SITE, obligations=(owed,))
    outcome = drew(*[0.0] * 240)
    assert book(site, outcome).total == pytest.approx(-2_000)
    assert book(site, outcome).movable == 0
    grid = TimeGrid(start=utc(2023, 1, 1), step=timedelta(hours=1), count=8760)
    assert obligation_cost(owed, grid, "UTC").sum() == pytest.approx(73_200)
