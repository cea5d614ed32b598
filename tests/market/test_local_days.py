"""Days of a clock change: 23 and 25 hours are right, 24 are a defect."""

from datetime import UTC, datetime

import numpy as np
import pytest

from bascule.market.local_days import local_day_defects
from bascule.market.rows import Rows


def hourly(first: datetime, last: datetime, step_s: int = 3600) -> Rows:
    """Rows on a regular step, each with a value."""
    stamps = np.arange(int(first.timestamp()), int(last.timestamp()), step_s, dtype=np.int64)
    return Rows(stamps_s=stamps, values=np.ones(stamps.size))


def without(rows: Rows, moment: datetime) -> Rows:
    """The rows but for one stamp."""
    return rows.select(rows.stamps_s != int(moment.timestamp()))


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Chicago"])
@pytest.mark.parametrize("step_s", [900, 3600])
def test_a_whole_utc_year_is_right(zone: str, step_s: int) -> None:
    """A complete UTC series has 23- and 25-hour local days and no defect."""
    rows = hourly(datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC), step_s)
    assert local_day_defects(rows, step_s, zone) == ()


@pytest.mark.parametrize(
    ("zone", "missing"),
    [
        ("Europe/Paris", datetime(2024, 10, 27, 1, tzinfo=UTC)),
        ("America/Chicago", datetime(2024, 11, 3, 7, tzinfo=UTC)),
    ],
)
def test_the_missing_hour_of_a_25_hour_day_is_named(zone: str, missing: datetime) -> None:
    """A table of 24 local hours lacks one of the two hours of the same name."""
    rows = hourly(datetime(2024, 9, 1, tzinfo=UTC), datetime(2024, 12, 1, tzinfo=UTC))
    (group,) = local_day_defects(without(rows, missing), 3600, zone)
    assert group.total == 1
    assert f"lasts 25 hours but has 24: {missing:%Y-%m-%dT%H:%MZ} missing" in str(group)


@pytest.mark.parametrize(
    ("zone", "twice"),
    [
        ("Europe/Paris", datetime(2024, 3, 31, 1, tzinfo=UTC)),
        ("America/Chicago", datetime(2024, 3, 10, 8, tzinfo=UTC)),
    ],
)
def test_the_doubled_hour_of_a_23_hour_day_is_named(zone: str, twice: datetime) -> None:
    """A table of 24 local hours converts the hour that does not exist onto the next one."""
    rows = hourly(datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC))
    stamps = np.sort(np.append(rows.stamps_s, int(twice.timestamp())))
    (group,) = local_day_defects(Rows(stamps_s=stamps, values=np.ones(stamps.size)), 3600, zone)
    assert f"lasts 23 hours but has 24: {twice:%Y-%m-%dT%H:%MZ} there twice" in str(group)


def test_an_empty_hour_counts_as_missing() -> None:
    """Rows without a value do not make a day whole."""
    rows = hourly(datetime(2024, 10, 26, tzinfo=UTC), datetime(2024, 10, 29, tzinfo=UTC))
    values = np.where(rows.stamps_s == int(datetime(2024, 10, 27, 1, tzinfo=UTC).timestamp()), np.nan, 1.0)
    (group,) = local_day_defects(Rows(stamps_s=rows.stamps_s, values=values), 3600, "Europe/Paris")
    assert "2024-10-27T01:00Z missing" in str(group)


def test_daily_rows_have_no_such_days() -> None:
    """A daily series cannot lack an hour."""
    rows = hourly(datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC), 86400)
    assert local_day_defects(rows, 86400, "Europe/Paris") == ()
