"""Small grids for the tests of the model."""

from datetime import UTC, datetime, timedelta

from bascule.model.time_grid import TimeGrid


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def grid(start: datetime, count: int, minutes: int = 60) -> TimeGrid:
    """Intervals of so many minutes."""
    return TimeGrid(start=start, step=timedelta(minutes=minutes), count=count)
