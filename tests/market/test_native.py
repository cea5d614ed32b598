"""Native series: laid on their step, put in place of other years, aligned to the market."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bascule.market.fill import FillRule
from bascule.market.native import NativeSeries, aligned, laid_out, year_shifted
from bascule.market.publication import Publication, PublicationRule
from bascule.market.resample import Resampling
from bascule.market.rows import Rows
from bascule.model.time_grid import TimeGrid

START = datetime(2024, 1, 1, tzinfo=UTC)
S = int(START.timestamp())
REAL_TIME = Publication(rule=PublicationRule.REAL_TIME)


def native(start: datetime, step: timedelta, values: list[float]) -> NativeSeries:
    """A native series with the given values."""
    grid = TimeGrid(start=start, step=step, count=len(values))
    return NativeSeries(name="a", grid=grid, values=np.array(values))


def grid(step_min: int, count: int) -> TimeGrid:
    """A market grid from the start on."""
    return TimeGrid(start=START, step=timedelta(minutes=step_min), count=count)


def seconds(*moments: datetime) -> list[int]:
    """Unix seconds of the moments."""
    return [int(moment.timestamp()) for moment in moments]


def test_gaps_become_nan() -> None:
    """Rows go to their places; what is missing between them is NaN."""
    rows = Rows(stamps_s=np.array([S, S + 3 * 3600]), values=np.array([1.0, 4.0]))
    out = laid_out("a", rows, 3600)
    assert np.array_equal(out.values, [1, np.nan, np.nan, 4], equal_nan=True)
    assert out.grid.start == START
    assert laid_out("a", rows, 3600, until_s=S + 5 * 3600 - 1).grid.count == 5


def test_an_hourly_value_is_known_after_its_hour_on_every_quarter() -> None:
    """Repeating does not publish a settlement price quarter by quarter."""
    series, _ = aligned(
        native(START, timedelta(hours=1), [5.0, 6.0]),
        grid(15, 8),
        publication=REAL_TIME,
        resampling=Resampling.REPEAT,
    )
    assert series.known_at_s.tolist() == [S + 3600] * 4 + [S + 7200] * 4


def test_a_point_is_known_half_a_step_after_its_stamp() -> None:
    """A point stands for the native interval around it."""
    series, _ = aligned(
        native(START + timedelta(minutes=30), timedelta(hours=1), [5.0, 6.0]),
        grid(60, 2),
        publication=REAL_TIME,
        resampling=Resampling.LINEAR,
    )
    assert series.values.tolist() == [5.0, 6.0]
    assert series.known_at_s.tolist() == [S + 3600, S + 7200]


def test_a_filled_line_is_not_known_before_its_far_end() -> None:
    """Filling between two values moves knowledge back, never forward, and says what it did."""
    series, note = aligned(
        native(START, timedelta(hours=1), [1.0, np.nan, 3.0]),
        grid(60, 3),
        publication=REAL_TIME,
        resampling=Resampling.REPEAT,
        rule=FillRule.LINEAR,
    )
    assert series.values.tolist() == [1.0, 2.0, 3.0]
    assert series.known_at_s.tolist() == [S + 3600, S + 3 * 3600, S + 3 * 3600]
    assert note is not None


def days_of(year: int) -> NativeSeries:
    """A daily series of one year whose value is the day of the year."""
    first = datetime(year, 1, 1, tzinfo=UTC)
    count = (datetime(year + 1, 1, 1, tzinfo=UTC) - first).days
    return native(first, timedelta(days=1), [float(day) for day in range(1, count + 1)])


def test_29_february_repeats_28_february() -> None:
    """A leap day takes the value of the day before where the standing-in year has none."""
    start, end = seconds(datetime(2024, 2, 27, tzinfo=UTC), datetime(2024, 3, 3, tzinfo=UTC))
    assert year_shifted(days_of(2022), 2022, start, end).values.tolist() == [58, 59, 59, 60, 61]


def test_a_leap_year_keeps_its_leap_day() -> None:
    """Leap years stand in for leap years day by day, and skip the leap day for others."""
    leap = days_of(2020)
    start, end = seconds(datetime(2024, 2, 28, tzinfo=UTC), datetime(2024, 3, 2, tzinfo=UTC))
    assert year_shifted(leap, 2020, start, end).values.tolist() == [59, 60, 61]
    start, end = seconds(datetime(2023, 2, 28, tzinfo=UTC), datetime(2023, 3, 2, tzinfo=UTC))
    assert year_shifted(leap, 2020, start, end).values.tolist() == [59, 61]


def test_a_year_wraps_around_new_year() -> None:
    """December goes on with January of the same standing-in year."""
    start, end = seconds(datetime(2023, 12, 31, tzinfo=UTC), datetime(2024, 1, 2, tzinfo=UTC))
    assert year_shifted(days_of(2022), 2022, start, end).values.tolist() == [365, 1]


def test_a_year_keeps_its_minutes() -> None:
    """Stamps at minute 30 stay at minute 30, and the cover reaches back over the start."""
    halves = native(datetime(2022, 1, 1, 0, 30, tzinfo=UTC), timedelta(hours=1), [1.0, 2.0, 3.0])
    out = year_shifted(halves, 2022, S + 3600, S + 3 * 3600)
    assert out.grid.start == START + timedelta(minutes=30)
    assert out.values.tolist() == [1.0, 2.0, 3.0]


def test_what_the_year_lacks_is_missing() -> None:
    """Days that the standing-in year has no value for are NaN."""
    one = native(datetime(2022, 5, 1, tzinfo=UTC), timedelta(days=1), [7.0])
    start, end = seconds(datetime(2024, 4, 30, tzinfo=UTC), datetime(2024, 5, 3, tzinfo=UTC))
    assert np.array_equal(year_shifted(one, 2022, start, end).values, [np.nan, 7, np.nan], equal_nan=True)


def test_misaligned_steps_are_refused() -> None:
    """The caller sees why."""
    with pytest.raises(ValueError, match="30 minutes after"):
        aligned(
            native(START + timedelta(minutes=30), timedelta(hours=1), [1.0]),
            grid(60, 1),
            publication=REAL_TIME,
            resampling=Resampling.REPEAT,
        )
