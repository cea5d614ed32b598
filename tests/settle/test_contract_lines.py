"""Collars, standing charges and volume bands, solved by hand."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settle.sites import ALWAYS, SITE, book, drew, hours, idle, paid, up_to, utc

from bascule.model.energy_contracts import BlockPurchase, PriceCollar, SpotSupply, StandingCharge, VolumeBand
from bascule.model.ledger import Account
from bascule.model.outcome import Outcome
from bascule.model.series import SeriesRef
from bascule.model.state import Metered, SiteState
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from bascule.model.window import Window
from bascule.settle.calendar import month_h
from bascule.settle.energy import supply_rate
from bascule.settle.ledger import settle

SPOT = SeriesRef(name="spot")
COLLAR = PriceCollar(
    name="collar", power_mw=10, spot=SPOT, term=ALWAYS, cap_per_mwh=80, floor_per_mwh=20, premium_per_mwh=1
)
FEE = StandingCharge(name="fee", per_month=744, term=ALWAYS)
BAND = VolumeBand(
    name="band",
    mwh_per_month=7440,
    low_frac=0.8,
    high_frac=1.2,
    shortfall_per_mwh=30,
    excess_per_mwh=50,
    term=ALWAYS,
)
"""10 MW in the mean of January: 8 to 12 MW are free."""
JANUARY = 2024 * 12


@pytest.mark.parametrize(
    ("cap", "floor", "rates"), [(80, 20, [80, 20, 50]), (80, None, [80, -5, 50]), (None, 20, [95, 20, 50])]
)
def test_spot_is_kept_between_floor_and_cap(
    cap: float | None, floor: float | None, rates: list[float]
) -> None:
    """The market price counts between them; the margin comes on top."""
    supply = SpotSupply(
        name="s", price=SPOT, term=ALWAYS, margin_per_mwh=1, cap_per_mwh=cap, floor_per_mwh=floor
    )
    values = {"spot": np.array([95.0, -5, 50])}
    assert (supply_rate(supply, SITE, hours(3), values) - 1).tolist() == rates


def test_collar_pays_above_its_cap_and_costs_below_its_floor() -> None:
    """10 MWh at 95, 50 and 5, a premium of 1 each; no policy can move it."""
    ledger = book(replace(SITE, collars=(COLLAR,)), idle(hours(3)), spot=[95, 50, 5])
    assert paid(ledger, "collar") == [140, -10, -160]
    assert (ledger.of(Account.BLOCK), ledger.movable) == (-30, 0)


def test_a_cap_alone_and_a_floor_alone() -> None:
    """What is not agreed is not paid."""
    cap = replace(COLLAR, floor_per_mwh=None, premium_per_mwh=0)
    floor = replace(COLLAR, name="floor", cap_per_mwh=None, premium_per_mwh=0, term=up_to(1))
    ledger = book(replace(SITE, collars=(cap, floor)), idle(hours(2)), spot=[5, 95])
    assert (paid(ledger, "collar"), paid(ledger, "floor")) == ([0, 150], [-150, 0])


def test_collar_and_spot_supply_are_a_capped_price() -> None:
    """On a steady 10 MW a cap without premium and a capped spot price cost the same."""
    spot = SpotSupply(name="spot", price=SPOT, term=ALWAYS)
    cap = replace(COLLAR, floor_per_mwh=None, premium_per_mwh=0)
    capped = replace(spot, cap_per_mwh=80)
    values = [95.0, 50, 120]
    hedged = book(replace(SITE, supplies=(spot,), collars=(cap,)), drew(10, 10, 10), spot=values)
    assert hedged.total == book(replace(SITE, supplies=(capped,)), drew(10, 10, 10), spot=values).total


def test_a_block_pays_as_produced() -> None:
    """20 MW of which a half and nothing come."""
    block = BlockPurchase(
        name="ppa", power_mw=20, price_per_mwh=64, spot=SPOT, term=ALWAYS, produced_frac=SeriesRef(name="sun")
    )
    ledger = book(replace(SITE, blocks=(block,)), idle(hours(2)), spot=[90, 10], sun=[0.5, 0])
    assert paid(ledger, "ppa") == [260, 0]
    assert ledger.lines[-1].quantity == 10


def test_a_peak_block_delivers_inside_its_hours() -> None:
    """From eight to ten on the site's clock: nine in Paris is eight in UTC."""
    block = BlockPurchase(
        name="peak",
        power_mw=20,
        price_per_mwh=64,
        spot=SPOT,
        term=ALWAYS,
        window=Window(start_hour=9, end_hour=10),
    )
    site = replace(SITE, blocks=(block,), time_zone="Europe/Paris")
    ledger = book(site, idle(hours(3, utc(2024, 1, 10, 7))), spot=[90, 90, 90])
    assert paid(ledger, "peak") == [0, 520, 0]


def test_standing_charge_stands_in_the_last_interval_of_its_month() -> None:
    """One hour of January and two of February 2024, each for its share of its month."""
    ledger = book(replace(SITE, standing=(FEE,)), idle(hours(3, utc(2024, 1, 31, 23))))
    assert paid(ledger, "fee") == [-1, 0, round(-2 * 744 / 696, 6)]
    assert (ledger.of(Account.ENERGY), ledger.movable) == (ledger.total, 0)


@pytest.mark.parametrize(("month", "count"), [(3, 743), (10, 745), (4, 720)])
def test_a_whole_month_owes_the_whole_charge(month: int, count: int) -> None:
    """Months in Paris in which the clock changes too."""
    assert month_h(2024 * 12 + month - 1, "Europe/Paris") == count
    start = datetime(2024, month, 1, tzinfo=ZoneInfo("Europe/Paris"))
    grid = hours(count, utc(start.year, 1, 1) + (start - utc(2024, 1, 1)))
    ledger = book(replace(SITE, standing=(FEE,), time_zone="Europe/Paris"), idle(grid))
    assert ledger.total == pytest.approx(-744)
    assert np.flatnonzero(ledger.lines[-1].amounts).tolist() == [count - 1]


def january(mw: float, count: int = 744) -> Outcome:
    """So many hours of January 2024 at one power."""
    return drew(*[mw] * count, start=utc(2024, 1, 1))


@pytest.mark.parametrize(
    ("mw", "below", "above"), [(10, 0, 0), (8, 0, 0), (7, 744 * 30, 0), (13, 0, 744 * 50)]
)
def test_a_month_outside_its_band_pays_for_what_it_misses(mw: float, below: float, above: float) -> None:
    """8 to 12 MW in the mean are free; a MW less or more costs its 744 MWh."""
    ledger = book(replace(SITE, bands=(BAND,)), january(mw))
    assert sum(paid(ledger, "band: below the band")) == pytest.approx(-below)
    assert paid(ledger, "band: above the band")[-1] == pytest.approx(-above)
    assert ledger.movable == ledger.total == pytest.approx(-below - above)


def test_a_run_that_covers_a_month_in_part_has_that_part_of_the_band() -> None:
    """A day at 13 MW is 24 MWh above the band's day."""
    ledger = book(replace(SITE, bands=(BAND,)), january(13, 24))
    assert ledger.total == pytest.approx(-24 * 50)


def test_energy_outside_the_term_does_not_count() -> None:
    """Two hours of the band, then two without it."""
    band = replace(BAND, term=Term(start=ALWAYS.start, end=utc(2024, 1, 1, 2)))
    ledger = book(replace(SITE, bands=(band,)), drew(13, 13, 99, 99, start=utc(2024, 1, 1)))
    assert ledger.total == pytest.approx(-2 * 50)


@given(mw=st.lists(st.integers(0, 30), min_size=4, max_size=12), at=st.integers(1, 3))
def test_law_the_parts_of_a_month_cost_what_the_month_costs(mw: list[int], at: int) -> None:
    """Settled in two parts, the second from the state after the first, a band costs the same as in one."""
    site, start = replace(SITE, bands=(BAND,)), utc(2024, 1, 31, 20)
    whole = book(site, drew(*mw, start=start))
    head = book(site, drew(*mw[:at], start=start))
    middle = start + timedelta(hours=at)
    before = SiteState(
        time=middle, metered={("band", JANUARY): Metered(mwh=float(sum(mw[:at])), hours=float(at))}
    )
    grid = TimeGrid(start=middle, step=timedelta(hours=1), count=len(mw) - at)
    tail = settle(site, replace(idle(grid), import_mw=np.array(mw[at:], dtype=np.float64)), {}, before)
    assert head.total + tail.total == pytest.approx(whole.total, abs=1e-6)
