"""Days and months of a place on a grid, clock changes included."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bascule.market.local_calendar import local_calendar
from bascule.model.time_grid import TimeGrid


def grid(start: datetime, hours: int) -> TimeGrid:
    """Hours."""
    return TimeGrid(start=start, step=timedelta(hours=1), count=hours)


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 31, 23), (10, 27, 25), (6, 10, 24)])
def test_a_day_has_its_hours(month: int, day: int, hours: int) -> None:
    """Days in Paris of 23, 24 and 25 hours end at midnight, also where the grid ends before."""
    start = datetime(2024, month, day - 2, 22, tzinfo=UTC)
    found = local_calendar(grid(start, 40), "Europe/Paris")
    noon = grid(start, 40).index(datetime(2024, month, day, 12, tzinfo=UTC))
    assert found.day_end[noon] - found.day_start[noon] == hours


def test_days_left_and_lengths_of_months() -> None:
    """The last day of a leap February has none left, and the month 29 days."""
    found = local_calendar(grid(datetime(2024, 2, 1, tzinfo=UTC), 29 * 24), "UTC")
    assert found.days_left[[0, -1]].tolist() == [28, 0]
    assert set(found.month_s.tolist()) == {29 * 86_400}
    assert set(found.month.tolist()) == {2024 * 12 + 1}


def test_a_day_cut_off_at_the_start_begins_with_the_grid() -> None:
    """Nothing lies before the grid."""
    found = local_calendar(grid(datetime(2024, 2, 1, 5, tzinfo=UTC), 30), "UTC")
    assert found.day_start[:20].tolist() == [0] * 19 + [19]
    assert np.array_equal(found.day_end[:19], np.full(19, 19))
