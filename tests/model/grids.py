"""Small grids for the tests of the model."""

from datetime import UTC, datetime, timedelta

from bascule.model.time_grid import TimeGrid


def utc(*parts: int) -> datetime:
    """A moment from year, month, day and so on."""
    year, month, day, *clock = parts
    return datetime(year, month, day, *clock, tzinfo=UTC)


def grid(start: datetime, count: int, minutes: int = 60) -> TimeGrid:
    """Intervals of so many minutes."""
    return TimeGrid(start=start, step=timedelta(minutes=minutes), count=count)
