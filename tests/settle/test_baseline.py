"""Baselines, solved by hand: what would have been drawn without a call."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settle.sites import utc

from bascule.model.reserves import Baseline
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid
from bascule.settle.baseline import (
    BaselineSettings,
    Flags,
    baseline_mw,
    delivered_mw,
    events_of,
    expected_baseline_mw,
)

PLAIN = BaselineSettings()
MONDAY = utc(2024, 1, 8)


def hours(count: int, start: datetime = MONDAY) -> TimeGrid:
    """So many hours."""
    return TimeGrid(start=start, step=timedelta(hours=1), count=count)


def called(count: int, *hours_called: int) -> Flags:
    """Called in these hours."""
    return np.isin(np.arange(count), hours_called)


def short(
    kind: Baseline, *metered: float, event: tuple[int, ...], settings: BaselineSettings = PLAIN
) -> Floats:
    """The baseline of an event in a few hours."""
    grid = hours(len(metered))
    return baseline_mw(kind, np.array(metered), grid, called(grid.count, *event), "UTC", settings)


def test_before_and_after_are_averaged() -> None:
    """10 MW before and 6 MW after an hour's call are 8 MW; outside the event there is no baseline."""
    found = short(Baseline.BEFORE_AFTER, 4, 10, 0, 6, 8, event=(2,))
    assert found[2] == 8
    assert np.isnan(found[[0, 1, 3, 4]]).all()


def test_nebef_takes_the_lower_of_before_and_after() -> None:
    """Ten before, six after: six; and the other way round."""
    assert short(Baseline.NEBEF, 10, 0, 6, event=(1,))[1] == 6
    assert short(Baseline.NEBEF, 6, 0, 10, event=(1,))[1] == 6


def test_window_is_as_long_as_the_event_and_no_longer_than_stated() -> None:
    """Three hours of call look two hours back and ahead: (8 + 10) / 2 and (4 + 6) / 2."""
    found = short(Baseline.BEFORE_AFTER, 99, 8, 10, 0, 0, 0, 4, 6, 99, event=(3, 4, 5))
    assert found[3:6].tolist() == [7, 7, 7]


@pytest.mark.parametrize("event", [(0,), (2,)])
def test_event_at_the_edge_of_the_metered_period_has_no_baseline(event: tuple[int, ...]) -> None:
    """Unknown is not a number, and never zero."""
    for kind in (Baseline.BEFORE_AFTER, Baseline.NEBEF):
        assert np.isnan(short(kind, 10, 10, 10, event=event)).all()


def test_neighbouring_events_share_what_lies_between_them() -> None:
    """Two calls of two hours with one hour between: its 6 MW are the window of both."""
    found = short(Baseline.BEFORE_AFTER, 10, 10, 0, 0, 6, 0, 0, 8, 8, event=(2, 3, 5, 6))
    assert found[[2, 3, 5, 6]].tolist() == [8, 8, 7, 7]
    assert [(e.first, e.end) for e in events_of(called(9, 2, 3, 5, 6))] == [(2, 4), (5, 7)]


def test_delivered_is_baseline_less_metered() -> None:
    """8 MW expected, 2 drawn: 6 delivered; unknown where there is no baseline."""
    delivered = delivered_mw(short(Baseline.BEFORE_AFTER, 10, 2, 6, event=(1,)), np.array([10.0, 2.0, 6.0]))
    assert delivered[1] == 6
    assert np.isnan(delivered[[0, 2]]).all()


def weeks(days: int, zone_start: datetime = MONDAY) -> tuple[TimeGrid, Floats]:
    """Days on which every hour draws the day's number (Monday 1, Tuesday 2, ...)."""
    grid = hours(24 * days, zone_start)
    return grid, np.repeat(np.arange(1.0, days + 1), 24)


def test_ten_of_ten_averages_like_days_without_event() -> None:
    """The tenth working day is Friday the 19th; the call on Monday the 22nd has days 1-5 and 8-12 before it: 6.5 MW.

    Hours before the call draw 6.5 MW too, so that nothing is adjusted.
    """
    grid, metered = weeks(15)
    metered[14 * 24 :] = 6.5
    event = called(grid.count, 14 * 24 + 12)
    found = baseline_mw(Baseline.TEN_OF_TEN, metered, grid, event, "UTC", PLAIN)
    assert found[14 * 24 + 12] == pytest.approx(6.5)


@pytest.mark.parametrize(("drawn", "factor"), [(6.5 * 1.1, 1.1), (6.5 * 2, 1.2), (0.0, 0.8)])
def test_same_day_adjustment_is_clipped(drawn: float, factor: float) -> None:
    """The two hours before the call move the average by at most a fifth."""
    grid, metered = weeks(15)
    metered[14 * 24 :] = drawn
    event = called(grid.count, 14 * 24 + 12)
    found = baseline_mw(Baseline.TEN_OF_TEN, metered, grid, event, "UTC", PLAIN)
    assert found[14 * 24 + 12] == pytest.approx(6.5 * factor)


def test_nine_like_days_are_not_enough() -> None:
    """A call on the tenth working day has nine before it."""
    grid, metered = weeks(12)
    event = called(grid.count, 11 * 24 + 12)
    assert np.isnan(baseline_mw(Baseline.TEN_OF_TEN, metered, grid, event, "UTC", PLAIN)).all()


def test_holidays_and_days_with_an_event_are_no_like_days() -> None:
    """Without Monday the 8th (a holiday) and Tuesday the 9th (a call) ten days are left only a Wednesday later."""
    grid, metered = weeks(17)
    metered[16 * 24 :] = 8.0
    event = called(grid.count, 24 + 12, 16 * 24 + 12)
    settings = BaselineSettings(holidays=frozenset({date(2024, 1, 8)}))
    found = baseline_mw(Baseline.TEN_OF_TEN, metered, grid, event, "UTC", settings)
    assert np.isnan(found[24 + 12])
    assert found[16 * 24 + 12] == pytest.approx(np.mean([3, 4, 5, 8, 9, 10, 11, 12, 15, 16]) * 8 / 9.3)


@pytest.mark.parametrize(
    ("start", "change"),
    [(utc(2024, 3, 8, 23), date(2024, 3, 31)), (utc(2024, 10, 4, 22), date(2024, 10, 27))],
)
def test_clock_changes_keep_the_clock_time(start: datetime, change: date) -> None:
    """Each clock hour draws its own number; a call at noon, eleven weekend days on, finds noon's on both sides of a change.

    One of the like days has 23 hours, or 25.
    """
    grid = hours(24 * 45, start)
    metered = grid.local_hour("Europe/Paris") + 1
    local = grid.local_seconds("Europe/Paris")
    sunday = (change - date(1970, 1, 1)).days + 14
    at = np.flatnonzero((local // 86_400 == sunday) & (local % 86_400 == 12 * 3600))
    event = called(grid.count, *at.tolist())
    found = baseline_mw(Baseline.TEN_OF_TEN, metered, grid, event, "Europe/Paris", PLAIN)
    assert found[at] == pytest.approx(13)


def test_lost_clock_hour_is_averaged_over_the_other_days() -> None:
    """On the last Sunday of March there is no 02:00 in Paris; a call at 02:00 a week later has nine days with it."""
    grid = hours(24 * 37, utc(2024, 3, 1, 23))
    local = grid.local_seconds("Europe/Paris")
    metered = np.where(local // 86_400 < 19_814, 10.0, 20.0)
    at = np.flatnonzero(local == (19_813 + 7) * 86_400 + 2 * 3600)
    free = BaselineSettings(adjustment_frac=0.0)
    found = baseline_mw(
        Baseline.TEN_OF_TEN, metered, grid, called(grid.count, *at.tolist()), "Europe/Paris", free
    )
    # Saturday the 6th draws 20 MW; eight weekend days of March with a 02:00 draw 10.
    assert found[at] == pytest.approx((8 * 10 + 20) / 9)


def test_expected_baseline_of_two_windows_is_the_one_before() -> None:
    """The last two hours without event, whatever comes."""
    so_far, coming = hours(4), hours(2, MONDAY + timedelta(hours=4))
    args = (np.array([1.0, 6.0, 0.0, 8.0]), so_far, called(4, 2), coming, "UTC", PLAIN)
    assert expected_baseline_mw(Baseline.BEFORE_AFTER, *args).tolist() == [7, 7]
    assert expected_baseline_mw(Baseline.NEBEF, *args).tolist() == [7, 7]


def test_expected_ten_of_ten_is_adjusted_today_only() -> None:
    """At noon of the 22nd the site draws a tenth more than usual; tomorrow is not adjusted."""
    _, metered = weeks(15)
    so_far, coming = hours(14 * 24 + 12), hours(24, MONDAY + timedelta(days=14, hours=12))
    metered[14 * 24 :] = 6.5 * 1.1
    past = metered[: so_far.count]
    found = expected_baseline_mw(
        Baseline.TEN_OF_TEN, past, so_far, called(so_far.count), coming, "UTC", PLAIN
    )
    assert found[:12] == pytest.approx(6.5 * 1.1)
    assert found[12:] == pytest.approx(6.5)


@pytest.mark.parametrize("kind", list(Baseline))
def test_expected_baseline_without_history_is_unknown(kind: Baseline) -> None:
    """One hour of history tells nothing."""
    coming = hours(2, MONDAY + timedelta(hours=1))
    found = expected_baseline_mw(kind, np.array([5.0]), hours(1), called(1), coming, "UTC", PLAIN)
    assert np.isnan(found).all()


@given(st.lists(st.floats(0, 100), min_size=8, max_size=8), st.integers(1, 5), st.integers(1, 2))
def test_nebef_is_never_above_before_and_after(power: list[float], first: int, length: int) -> None:
    """The lower of two means is at most their mean."""
    event = tuple(range(first, first + length))
    lower, mean = (short(kind, *power, event=event) for kind in (Baseline.NEBEF, Baseline.BEFORE_AFTER))
    known = ~np.isnan(mean)
    assert (lower[known] <= mean[known] + 1e-9).all()


@given(st.lists(st.floats(0, 100), min_size=6, max_size=6))
def test_expected_baseline_does_not_see_what_comes(power: list[float]) -> None:
    """With flat power after the call, the true baseline of two windows is what was expected before it."""
    before = np.array(power[:2])
    mean = float(before.mean())
    expected = expected_baseline_mw(
        Baseline.BEFORE_AFTER,
        before,
        hours(2),
        called(2),
        hours(2, MONDAY + timedelta(hours=2)),
        "UTC",
        PLAIN,
    )
    found = short(Baseline.BEFORE_AFTER, *before, *power[2:4], mean, mean, event=(2, 3))
    assert found[2] == pytest.approx(expected[0])
