"""A regular grid of half-open intervals in UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bascule.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

Ints = NDArray[np.int64]
_QUARTER_S = 900
_QUARTERS_PER_DAY = SECONDS_PER_DAY // _QUARTER_S


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeGrid:
    """``count`` intervals ``[start + i*step, start + (i+1)*step)``, labelled by their start.

    Attributes:
        start: First instant, aware UTC.
        step: Length of each interval, a whole number of seconds.
        count: Number of intervals, at least 1.
    """

    start: datetime
    step: timedelta
    count: int

    def __post_init__(self) -> None:
        """Refuse naive or non-UTC starts and empty grids."""
        if str(self.start.tzinfo) != "UTC":
            raise ValueError(f"a grid starts at an aware UTC time, not {self.start!r}")
        if self.count < 1 or self.step <= timedelta(0):
            raise ValueError(
                f"a grid has at least one interval of positive length, not {self.count} x {self.step}"
            )

    @property
    def step_s(self) -> int:
        """Length of an interval in seconds."""
        return int(self.step.total_seconds())

    @property
    def step_h(self) -> float:
        """Length of an interval in hours."""
        return self.step_s / SECONDS_PER_HOUR

    @property
    def start_s(self) -> int:
        """First instant in Unix seconds."""
        return int(self.start.timestamp())

    @property
    def end(self) -> datetime:
        """First instant after the last interval."""
        return self.start + self.step * self.count

    def starts_s(self) -> Ints:
        """Start of each interval in Unix seconds, shape (count,)."""
        return self.start_s + np.arange(self.count, dtype=np.int64) * self.step_s

    def time(self, index: int) -> datetime:
        """Start of interval ``index``; ``index == count`` gives the end."""
        return self.start + self.step * index

    def index(self, moment: datetime) -> int:
        """Interval that holds ``moment`` (may lie outside ``0..count-1``)."""
        return int((moment - self.start) // self.step)

    def window(self, first: int, count: int) -> "TimeGrid":
        """The ``count`` intervals from ``first`` on."""
        return TimeGrid(start=self.time(first), step=self.step, count=count)

    def local_seconds(self, zone: str) -> Ints:
        """Wall-clock seconds since the Unix epoch in ``zone`` at each start, shape (count,)."""
        return self.starts_s() + _offsets_s(self.start_s, self.step_s, self.count, zone)

    def local_hour(self, zone: str) -> NDArray[np.float64]:
        """Wall-clock hour of day in ``zone``, fractional, shape (count,)."""
        return (self.local_seconds(zone) % SECONDS_PER_DAY) / SECONDS_PER_HOUR

    def local_weekday(self, zone: str) -> Ints:
        """Wall-clock weekday in ``zone``, Monday 0, shape (count,). The epoch was a Thursday."""
        return (self.local_seconds(zone) // SECONDS_PER_DAY + 3) % 7

    def local_month(self, zone: str) -> Ints:
        """Calendar month in ``zone`` as ``year * 12 + month - 1``, shape (count,)."""
        months = self.local_seconds(zone).astype("datetime64[s]").astype("datetime64[M]")
        return months.astype(np.int64) + 1970 * 12


@lru_cache(maxsize=64)
def _offsets_s(start_s: int, step_s: int, count: int, zone: str) -> Ints:
    if zone == "UTC":
        return np.zeros(count, dtype=np.int64)
    info = ZoneInfo(zone)
    starts = start_s + np.arange(count, dtype=np.int64) * step_s
    # Zones change their offset on quarter-hours of UTC, so quarter-hourly look-ups are exact for any step.
    quarters, inverse = np.unique(starts // _QUARTER_S, return_inverse=True)
    days = np.unique(quarters // _QUARTERS_PER_DAY)
    edges = {int(day): _offset(info, int(day) * SECONDS_PER_DAY) for day in (*days, days[-1] + 1)}
    table = np.array([_quarter_offset(info, edges, int(quarter)) for quarter in quarters], dtype=np.int64)
    offsets: Ints = table[inverse]
    offsets.setflags(write=False)
    return offsets


def _quarter_offset(info: ZoneInfo, edges: dict[int, int], quarter: int) -> int:
    day = quarter // _QUARTERS_PER_DAY
    if edges[day] == edges.get(day + 1):
        return edges[day]
    return _offset(info, quarter * _QUARTER_S)


def _offset(info: ZoneInfo, moment_s: int) -> int:
    offset = datetime.fromtimestamp(moment_s, UTC).astimezone(info).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
