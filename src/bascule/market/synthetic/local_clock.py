"""Local calendar of a run of UTC intervals: the hour, weekday, month and year that people live by."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

_DAY_S = 86_400
_HOUR_S = 3_600
_EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocalClock:
    """Calendar readings of consecutive intervals, one array entry per interval.

    Attributes:
        utc_s: Interval starts, seconds since 1970 in UTC.
        step_s: Length of an interval, seconds.
        hour: Local hour of the start, 0 to 23.
        hour_pos: Local time of the interval's middle in hours, 0 to 24.
        weekday: Local day of the week, Monday is 0.
        month_pos: Local month of the start with the fraction elapsed, 0 (1 January) to 12.
        year: Local year of the start.
    """

    utc_s: NDArray[np.int64]
    step_s: int
    hour: NDArray[np.int64]
    hour_pos: NDArray[np.float64]
    weekday: NDArray[np.int64]
    month_pos: NDArray[np.float64]
    year: NDArray[np.int64]

    @property
    def mid_s(self) -> NDArray[np.float64]:
        """Middle of each interval, seconds since 1970 in UTC."""
        return self.utc_s.astype(np.float64) + self.step_s / 2


def utc_offset_s(utc_s: NDArray[np.int64], time_zone: str) -> NDArray[np.int64]:
    """Return local minus UTC time at each instant.

    Args:
        utc_s: Consecutive instants in rising order, seconds since 1970.
        time_zone: IANA name; its clock changes must fall on full UTC hours.

    Returns:
        Offsets in seconds, looked up once per UTC hour.
    """
    zone = ZoneInfo(time_zone)
    hour = utc_s // _HOUR_S
    first, last = int(hour[0]), int(hour[-1])
    offsets = [_offset_s(h * _HOUR_S, zone) for h in range(first, last + 1)]
    return np.array(offsets, dtype=np.int64)[hour - first]


def _offset_s(utc_s: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(utc_s, zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


def year_start_s(year: int, time_zone: str) -> int:
    """Return the first second of a local year.

    Args:
        year: Local calendar year.
        time_zone: IANA name.

    Returns:
        Seconds since 1970 in UTC.
    """
    return int(datetime(year, 1, 1, tzinfo=ZoneInfo(time_zone)).astimezone(UTC).timestamp())


def local_clock(first_s: int, steps: int, *, step_s: int, time_zone: str) -> LocalClock:
    """Read the local calendar for a run of intervals.

    Args:
        first_s: Start of the first interval, seconds since 1970 in UTC.
        steps: Number of intervals, at least one.
        step_s: Length of an interval, seconds.
        time_zone: IANA name.

    Returns:
        The readings; a day on which clocks change has 23 or 25 hours of them.
    """
    utc_s = first_s + step_s * np.arange(steps, dtype=np.int64)
    local_s = utc_s + utc_offset_s(utc_s, time_zone)
    day = local_s // _DAY_S
    date = day.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    return LocalClock(
        utc_s=utc_s,
        step_s=step_s,
        hour=local_s % _DAY_S // _HOUR_S,
        hour_pos=(local_s % _DAY_S + step_s / 2) / _HOUR_S,
        weekday=(day + _EPOCH_WEEKDAY) % 7,
        month_pos=month.astype(np.int64) % 12 + _month_elapsed_frac(local_s, month),
        year=month.astype("datetime64[Y]").astype(np.int64) + 1970,
    )


def _month_elapsed_frac(local_s: NDArray[np.int64], month: NDArray[np.datetime64]) -> NDArray[np.float64]:
    begin_s = month.astype("datetime64[s]").astype(np.int64)
    end_s = (month + np.timedelta64(1, "M")).astype("datetime64[s]").astype(np.int64)
    return (local_s - begin_s) / (end_s - begin_s)
