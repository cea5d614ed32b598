"""Calls from rules, lists and draws."""

import numpy as np
import pytest
from tests.study.sizing.cases import quiet, year

from bascule.study.sizing.calls import above, counted, events_of, years_of
from bascule.study.sizing.drawn_calls import DrawnCalls, Length, draw_years


def test_a_rule_holds_a_call() -> None:
    """Above the threshold, strictly, and on for the hold."""
    prices = np.array([10.0, 1000.0, 1001.0, 10.0, 10.0, 10.0])
    assert above(prices, 1000.0).tolist() == [False, False, True, False, False, False]
    assert above(prices, 1000.0, hold=3).tolist() == [False, False, True, True, True, False]


def test_years_are_calendar_years_in_utc() -> None:
    """The hour before midnight UTC belongs to the old year."""
    stamps = np.arange(1_672_531_200 - 7200, 1_672_531_200 + 7200, 3600, dtype=np.int64)
    years = years_of(stamps, np.array([0.0, 5.0, 0.0, 5.0]), 3600)
    assert [(one.year, one.called_h) for one in years] == [(2022, 1.0), (2023, 1.0)]
    assert not years[0].whole
    assert counted(years) == years


def test_calls_beyond_the_contract_are_void() -> None:
    """The first hours of the year count, the rest does not bind."""
    stamps = year(quiet(10)).stamps_s
    limited = years_of(stamps, np.array([0, 7, 7, 0, 0, 7, 7, 0, 0, 0.0]), 3600, most_h_per_year=3)
    assert limited[0].called_mw.tolist() == [0, 7, 7, 0, 0, 7, 0, 0, 0, 0]


def test_calls_of_one_storm_are_one_event() -> None:
    """Less than a day apart they belong together; a day apart they do not."""
    events = events_of(year(quiet(200, (10, 2, 20), (30, 3, 25), (57, 1, 5))))
    assert [(event.calls, event.called_h, event.most_mw) for event in events] == [(2, 5, 25), (1, 1, 5)]


@pytest.mark.parametrize("length", Length)
def test_drawn_calls_have_the_mean_that_they_state(length: Length) -> None:
    """6 calls a year of 3 hours are 18 hours a year, whatever the scatter; the same seed gives the same."""
    pattern = DrawnCalls(
        per_year=6, mean_h=3.0, length=length, first_year=2001, years=400, seed=3, spread=0.6, step_s=900
    )
    years = draw_years(pattern, 20.0)
    assert np.mean([one.called_h for one in years]) == pytest.approx(18, rel=0.08)
    assert np.array_equal(years[0].called_mw, draw_years(pattern, 20.0)[0].called_mw)
