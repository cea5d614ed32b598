"""Demand charges, solved by hand: the month's highest billed average import."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settle.sites import ALWAYS, SITE, book, drew, hours, paid, utc

from bascule.model.energy_contracts import DemandCharge
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.model.term import Term
from bascule.model.window import Window
from bascule.settle.demand import billed_peaks, billing, carried_peaks, month_peaks

HOUR = timedelta(hours=1)
JANUARY, FEBRUARY = 2024 * 12, 2024 * 12 + 1


def charge(minutes: int = 15, term: Term = ALWAYS) -> DemandCharge:
    """Two per kW-month."""
    return DemandCharge(name="peak", per_kw_month=2, billing_interval=timedelta(minutes=minutes), term=term)


def charged(minutes: int = 15, term: Term = ALWAYS, zone: str = "UTC") -> Site:
    """A site with that charge."""
    return replace(SITE, demand_charges=(charge(minutes, term),), time_zone=zone)


def test_highest_import_of_the_month_is_paid_once_at_its_end() -> None:
    """5 MW at 2 per kW."""
    assert paid(book(charged(60), drew(3, 5, 4)), "peak") == [0, 0, -10_000]


@pytest.mark.parametrize(("minutes", "peak_mw"), [(15, 8.0), (30, 6.0), (60, 4.0)])
def test_quarter_hours_are_averaged_over_the_billing_interval(minutes: int, peak_mw: float) -> None:
    """A short peak counts for less where the meter averages longer."""
    import_mw = drew(4, 8, 2, 2, minutes=15).import_mw
    assert month_peaks(charge(minutes), hours(4, minutes=15), "UTC", import_mw) == {JANUARY: peak_mw}


def test_billing_intervals_follow_the_clock() -> None:
    """Half hours begin at full and half hours, wherever the period begins."""
    bill = billing(charge(30), hours(5, utc(2024, 1, 10, 0, 15), 15), "UTC")
    assert bill.group.tolist() == [0, 1, 1, 2, 2]
    assert bill.hours.tolist() == [0.25, 0.5, 0.5]


def test_grid_longer_than_the_billing_interval_is_billed_as_it_is() -> None:
    """Hourly data knows no quarter-hours."""
    assert paid(book(charged(15), drew(3, 5)), "peak") == [0, -10_000]


def test_each_month_has_its_own_peak() -> None:
    """January ends on the site's clock, an hour before UTC in Paris, and pays in its last interval."""
    outcome = drew(6, 3, 4, start=utc(2024, 1, 31, 22))
    assert paid(book(charged(60, zone="Europe/Paris"), outcome), "peak") == [-12_000, 0, -8_000]
    assert paid(book(charged(60), outcome), "peak") == [0, -12_000, -8_000]


def test_peak_already_owed_is_not_paid_again() -> None:
    """Only what rises above it costs."""
    before = SiteState(time=utc(2024, 1, 10), peak_mw={("peak", JANUARY): 4.0})
    assert paid(book(charged(60), drew(3, 5), before), "peak") == [0, -2_000]
    assert paid(book(charged(60), drew(3, 4), before), "peak") == [0, 0]


def test_peak_of_another_month_is_not_carried() -> None:
    """Each month begins at zero."""
    before = SiteState(time=utc(2024, 2, 1), peak_mw={("peak", JANUARY): 4.0})
    assert paid(book(charged(60), drew(3, start=utc(2024, 2, 1)), before), "peak") == [-6_000]


def test_two_charges_are_both_paid() -> None:
    """Each has its own billing interval and peak."""
    both = replace(SITE, demand_charges=(charge(15), replace(charge(60), name="slow")))
    ledger = book(both, drew(4, 8, 2, 2, minutes=15))
    assert (paid(ledger, "peak")[-1], paid(ledger, "slow")[-1]) == (-16_000, -8_000)


def test_charge_out_of_its_term_costs_nothing() -> None:
    """A charge that begins next month is not owed in this one."""
    later = Term(start=utc(2024, 2, 1), end=ALWAYS.end)
    assert paid(book(charged(60, later), drew(6, 5, start=utc(2024, 1, 31, 23))), "peak") == [0, -10_000]


MID_JANUARY = utc(2024, 1, 15)


def test_month_is_charged_for_the_share_that_the_term_covers() -> None:
    """In force from the 15th: 17 of January's 31 days."""
    site = charged(60, Term(start=MID_JANUARY, end=ALWAYS.end))
    assert book(site, drew(5, 5, start=utc(2024, 1, 20))).total == pytest.approx(-10_000 * 17 / 31)


def test_import_after_the_term_is_not_billed() -> None:
    """A charge in force to the 15th does not see the 20th."""
    site = charged(60, Term(start=utc(2024, 1, 1), end=MID_JANUARY))
    assert book(site, drew(5, 5, start=utc(2024, 1, 20))).total == 0


@given(st.lists(st.floats(0, 100), min_size=1, max_size=12), st.sampled_from([15, 30, 60]))
def test_longer_averaging_never_costs_more(import_mw: list[float], minutes: int) -> None:
    """A mean is at most the largest of what it is made of."""
    whole = (import_mw * 4)[: 4 * (len(import_mw) // 4 + 1)]
    outcome = drew(*whole, minutes=15)
    mean = month_peaks(charge(minutes), outcome.grid, "UTC", outcome.import_mw)[JANUARY]
    assert sum(whole) / len(whole) - 1e-9 <= mean <= max(whole) + 1e-9


def test_peaks_are_those_of_the_months_touched() -> None:
    """Two months, two peaks."""
    outcome = drew(6, 3, start=utc(2024, 1, 31, 23))
    assert month_peaks(charge(60), outcome.grid, "UTC", outcome.import_mw) == {JANUARY: 6.0, FEBRUARY: 3.0}


def ratcheted(frac: float = 0.8, **parts: object) -> DemandCharge:
    """Two per kW-month with a ratchet."""
    return replace(charge(60), ratchet_frac=frac, **parts)  # type: ignore[arg-type]


def test_only_import_inside_the_window_counts() -> None:
    """8 MW at 01:00 are outside the window from 02:00."""
    site = replace(SITE, demand_charges=(replace(charge(60), window=Window(start_hour=2.0)),))
    assert paid(book(site, drew(3, 8, 5, 4)), "peak") == [0, 0, 0, -10_000]


def test_a_month_outside_the_window_is_not_billed() -> None:
    """A summer charge owes nothing in January, ratchet or not."""
    site = replace(SITE, demand_charges=(ratcheted(window=Window(months=(7,))),))
    before = SiteState(time=utc(2024, 1, 1), peak_mw={("peak", JANUARY - 1): 50.0})
    assert book(site, drew(3, 8), before).total == 0


def test_a_ratchet_bills_a_share_of_the_highest_peak_before() -> None:
    """0.8 of December's 10 MW is more than January's 5."""
    before = SiteState(
        time=utc(2024, 1, 1), peak_mw={("peak", JANUARY - 1): 10.0, ("peak", JANUARY - 5): 6.0}
    )
    site = replace(SITE, demand_charges=(ratcheted(),))
    assert paid(book(site, drew(3, 5), before), "peak") == [0, -16_000]
    assert paid(book(site, drew(3, 9), before), "peak") == [0, -18_000]


@pytest.mark.parametrize(("months_ago", "billed_mw"), [(11, 8.0), (12, 5.0)])
def test_a_ratchet_looks_back_eleven_months(months_ago: int, billed_mw: float) -> None:
    """A peak twelve months ago is forgotten."""
    assert billed_peaks(ratcheted(), {JANUARY: 5.0}, {JANUARY - months_ago: 10.0}) == {JANUARY: billed_mw}


def test_a_ratchet_does_not_echo_itself() -> None:
    """February is billed 0.8 of January's own 10 MW; March looks on January again, not on what February was billed."""
    billed = billed_peaks(ratcheted(), {JANUARY: 10.0, FEBRUARY: 2.0, FEBRUARY + 1: 1.0}, {})
    assert billed == {JANUARY: 10.0, FEBRUARY: 8.0, FEBRUARY + 1: 8.0}


@given(st.lists(st.floats(0, 100), min_size=8, max_size=8), st.integers(1, 7), st.floats(0, 1))
def test_two_halves_are_billed_like_the_whole(import_mw: list[float], cut: int, frac: float) -> None:
    """A run over the end of January that is settled in two parts, the second with the state that the first left."""
    site = replace(SITE, demand_charges=(ratcheted(frac),))
    start = utc(2024, 1, 31, 20)
    first, second = (
        drew(*import_mw[:cut], start=start),
        drew(*import_mw[cut:], start=utc(2024, 1, 31, 20) + cut * HOUR),
    )
    earlier = {("peak", JANUARY - 3): 40.0}
    left, _ = carried_peaks(site.demand_charges[0], first.grid, "UTC", first.import_mw, None)
    after = SiteState(time=second.grid.start, peak_mw=earlier | {("peak", m): mw for m, mw in left.items()})
    before = SiteState(time=start, peak_mw=earlier)
    parts = book(site, first, before).total + book(site, second, after).total
    assert parts == pytest.approx(book(site, drew(*import_mw, start=start), before).total)
