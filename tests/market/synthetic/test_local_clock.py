"""The local calendar of UTC intervals."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.market.synthetic.local_clock import local_clock, year_start_s


@pytest.mark.parametrize(
    ("time_zone", "day", "hours"),
    [
        ("Europe/Paris", (2023, 3, 26), 23),
        ("Europe/Paris", (2023, 10, 29), 25),
        ("America/Chicago", (2022, 3, 13), 23),
        ("America/Chicago", (2022, 11, 6), 25),
        ("America/Chicago", (2022, 7, 4), 24),
    ],
)
def test_days_of_23_and_25_hours(time_zone: str, day: tuple[int, int, int], hours: int) -> None:
    """From one local midnight to the next there are as many intervals as the clocks allow."""
    midnight_s = int(datetime(*day, tzinfo=ZoneInfo(time_zone)).timestamp())
    clock = local_clock(midnight_s, 26 * 4, step_s=900, time_zone=time_zone)
    midnights = np.flatnonzero((clock.hour == 0) & (clock.hour_pos < 0.25))
    assert midnights[:2].tolist() == [0, hours * 4]


@given(
    st.datetimes(datetime(2019, 1, 1), datetime(2031, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from(["Europe/Paris", "America/Chicago"]),
)
def test_readings_agree_with_the_standard_library(moment: datetime, time_zone: str) -> None:
    """Hour, weekday, month and year are those of an aware datetime."""
    start = moment.replace(minute=0, second=0, microsecond=0, tzinfo=UTC)
    clock = local_clock(int(start.timestamp()), 1, step_s=3600, time_zone=time_zone)
    local = start.astimezone(ZoneInfo(time_zone))
    found = (clock.year[0], int(clock.month_pos[0]) + 1, clock.weekday[0], clock.hour[0])
    assert found == (local.year, local.month, local.weekday(), local.hour)


def test_month_position_runs_through_the_month() -> None:
    """Noon of 16 January is half of the month."""
    noon_s = int(datetime(2023, 1, 16, 11, tzinfo=UTC).timestamp())
    clock = local_clock(noon_s, 1, step_s=3600, time_zone="Europe/Paris")
    assert clock.month_pos[0] == pytest.approx(0.5)


def test_a_local_year_starts_at_local_midnight() -> None:
    """French years begin at 23:00 UTC of the day before, Texan ones at 06:00 UTC."""
    assert datetime.fromtimestamp(year_start_s(2023, "Europe/Paris"), UTC) == datetime(
        2022, 12, 31, 23, tzinfo=UTC
    )
    assert datetime.fromtimestamp(year_start_s(2022, "America/Chicago"), UTC) == datetime(
        2022, 1, 1, 6, tzinfo=UTC
    )
