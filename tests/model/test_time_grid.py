"""A grid counts in UTC and reads the wall clock of any zone, on days of 23 and 25 hours too."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.model.grids import grid, utc

from bascule.model.time_grid import TimeGrid

ZONES = ("Europe/Paris", "America/Chicago", "Asia/Kolkata", "UTC")
CHANGES = st.sampled_from([utc(2024, 3, 31), utc(2024, 10, 27), utc(2025, 3, 9), utc(2025, 11, 2)])
HOURS = st.integers(0, 24 * 365 * 15).map(lambda h: utc(2015, 1, 1) + timedelta(hours=h))
MOMENTS = HOURS | st.tuples(CHANGES, st.integers(-9, 9)).map(lambda near: near[0] + timedelta(hours=near[1]))


def wall_clock(of: TimeGrid, zone: str) -> list[datetime]:
    """What a clock in the zone shows at each start, by the standard library."""
    return [of.time(k).astimezone(ZoneInfo(zone)) for k in range(of.count)]


@pytest.mark.parametrize(
    "start",
    [
        datetime(2024, 1, 1),  # noqa: DTZ001
        datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=1))),
        datetime(2024, 7, 1, tzinfo=ZoneInfo("Europe/London")),
    ],
)
def test_start_must_be_utc(start: datetime) -> None:
    """A naive start, or one away from UTC, is refused."""
    with pytest.raises(ValueError, match="UTC"):
        grid(start, 3)


def test_start_in_a_zone_that_is_utc_in_winter_only_is_refused() -> None:
    """London keeps UTC in January, but six months added to its wall clock end an hour early."""
    start = datetime(2024, 1, 1, tzinfo=ZoneInfo("Europe/London"))
    with pytest.raises(ValueError, match="UTC"):
        grid(start, 24 * 200)


@pytest.mark.parametrize(("count", "minutes"), [(0, 60), (-1, 60), (3, 0), (3, -15)])
def test_grid_is_never_empty(count: int, minutes: int) -> None:
    """A grid has at least one interval of positive length."""
    with pytest.raises(ValueError, match="at least one interval"):
        grid(utc(2024, 1, 1), count, minutes)


def test_interval_is_labelled_by_its_start_and_open_at_its_end() -> None:
    """The moment at which an interval ends belongs to the next one."""
    quarter = grid(utc(2024, 1, 1), 4, 15)
    assert quarter.time(1) == utc(2024, 1, 1, 0, 15)
    assert [quarter.index(utc(2024, 1, 1, 0, minute)) for minute in (0, 14, 15, 59)] == [0, 0, 1, 3]
    assert quarter.end == utc(2024, 1, 1, 1) == quarter.time(quarter.count)
    assert quarter.step_h == 0.25


def test_index_may_lie_outside_the_grid() -> None:
    """A moment before the grid has a negative index."""
    assert grid(utc(2024, 1, 1), 2).index(utc(2023, 12, 31, 23, 59)) == -1
    assert grid(utc(2024, 1, 1), 2).index(utc(2024, 1, 1, 2)) == 2


def test_window_is_a_grid_of_its_own() -> None:
    """A window starts at its first interval."""
    assert grid(utc(2024, 1, 1), 9).window(3, 2) == grid(utc(2024, 1, 1, 3), 2)


def test_paris_skips_an_hour_in_spring() -> None:
    """On 31 March 2024 the clock goes from 1:45 to 3:00."""
    hours = grid(utc(2024, 3, 31, 0, 45), 3, 15).local_hour("Europe/Paris")
    assert hours.tolist() == [1.75, 3.0, 3.25]


def test_chicago_repeats_an_hour_in_autumn() -> None:
    """On 3 November 2024 the clock shows 1:30 twice."""
    hours = grid(utc(2024, 11, 3, 6, 30), 4, 30).local_hour("America/Chicago")
    assert hours.tolist() == [1.5, 1.0, 1.5, 2.0]


@pytest.mark.parametrize(
    ("zone", "start", "lengths"),
    [
        ("Europe/Paris", utc(2024, 3, 30, 23), [92, 96]),
        ("Europe/Paris", utc(2024, 10, 26, 22), [100, 96]),
        ("America/Chicago", utc(2025, 3, 9, 6), [92, 96]),
        ("America/Chicago", utc(2025, 11, 2, 5), [100, 96]),
    ],
)
def test_long_and_short_days_have_their_quarters(zone: str, start: datetime, lengths: list[int]) -> None:
    """A day of 23 hours has 92 quarters, one of 25 hours 100, and the weekday turns at local midnight."""
    weekdays = grid(start, sum(lengths), 15).local_weekday(zone).tolist()
    assert weekdays == [6] * lengths[0] + [0] * lengths[1]


def test_month_turns_at_local_midnight() -> None:
    """New year comes six hours after UTC in Chicago and one hour before it in Paris."""
    hours = grid(utc(2023, 12, 31, 22), 9)
    december, january = 2023 * 12 + 11, 2024 * 12
    assert hours.local_month("Europe/Paris").tolist() == [december] + [january] * 8
    assert hours.local_month("America/Chicago").tolist() == [december] * 8 + [january]


@given(MOMENTS, st.sampled_from([5, 15, 30, 60, 240, 1440]), st.sampled_from(ZONES))
def test_wall_clock_equals_the_standard_library(start: datetime, minutes: int, zone: str) -> None:
    """Hour, weekday and month are those of the zone at every start."""
    intervals = grid(start, 40, minutes)
    shown = wall_clock(intervals, zone)
    assert intervals.local_hour(zone).tolist() == [(60 * m.hour + m.minute) / 60 for m in shown]
    assert intervals.local_weekday(zone).tolist() == [m.weekday() for m in shown]
    assert intervals.local_month(zone).tolist() == [m.year * 12 + m.month - 1 for m in shown]


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Chicago"])
@pytest.mark.parametrize("year", [2021, 2024, 2025])
def test_every_hour_of_a_year_is_right(zone: str, year: int) -> None:
    """Both changes of the clock are found, at their hour."""
    year_long = grid(utc(year, 1, 1), 8784)
    assert year_long.local_hour(zone).tolist() == [m.hour for m in wall_clock(year_long, zone)]


@pytest.mark.parametrize(
    ("zone", "start"),
    [("America/St_Johns", utc(2024, 3, 10, 5)), ("Australia/Adelaide", utc(2024, 10, 5, 16))],
)
def test_clock_that_changes_at_half_past_a_utc_hour(zone: str, start: datetime) -> None:
    """Zones half an hour off UTC change their clock in the middle of a UTC hour."""
    quarters = grid(start, 8, 15)
    assert quarters.local_hour(zone).tolist() == [m.hour + m.minute / 60 for m in wall_clock(quarters, zone)]
