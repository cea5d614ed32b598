"""The probability of a month's peak: hand-solved days, no look-ahead, calibration."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bascule.market.peak_probability import PeakProbability, peak_probability
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid

HOUR = timedelta(hours=1)
MAY = datetime(2024, 5, 1, tzinfo=UTC)
SHAPE = 100.0 - np.abs(np.arange(24) - 16.0)


def grid(days: int, start: datetime = MAY) -> TimeGrid:
    """Hours of whole days."""
    return TimeGrid(start=start, step=HOUR, count=24 * days)


def chances(
    load_mw: Floats,
    *,
    months: tuple[int, ...] = (6,),
    zone: str = "UTC",
    lead_h: float = 1,
    start: datetime = MAY,
) -> PeakProbability:
    """Of an hourly load that is published when each hour has ended."""
    hours = grid(load_mw.size // 24, start)
    return peak_probability(
        hours, load_mw, hours.starts_s() + 3600, zone=zone, months=months, lead=timedelta(hours=lead_h)
    )


def weather(days: int, seed: int) -> Floats:
    """Days of one shape whose level wanders: tomorrow keeps seven tenths of today's."""
    draws = np.random.default_rng(seed).normal(0.0, 0.04, days)
    level = np.zeros(days)
    for day in range(1, days):
        level[day] = 0.7 * level[day - 1] + draws[day]
    return np.asarray((np.exp(level)[:, np.newaxis] * SHAPE).ravel(), dtype=np.float64)


def test_like_days_are_solved_by_hand() -> None:
    """Days all alike: as good as the record (a half), and as good as each of the spells of three days to come."""
    values = chances(np.tile(SHAPE, 61)).values_frac.reshape(61, 24)
    left = np.array([28, 15, 3, 0])
    assert values[60 - left, 16] == pytest.approx(0.5 ** (1 + left / 3), rel=0.01)
    assert values[60 - left, 10].max() < 1e-6


def test_the_first_day_has_no_record_to_beat() -> None:
    """On the first of the month only the days to come count."""
    assert chances(np.tile(SHAPE, 61)).values_frac[31 * 24 + 16] == pytest.approx(0.5 ** (29 / 3), rel=0.01)


def test_a_day_far_above_the_others_is_the_peak() -> None:
    """On the last day of the month a load that leaves the record behind is the peak for sure."""
    load = np.tile(SHAPE, 61)
    load[60 * 24 :] *= 1.2
    assert chances(load).values_frac[60 * 24 + 16] == pytest.approx(1.0, abs=0.01)


def test_two_like_hours_share() -> None:
    """Hours of the same load are equally likely."""
    shape = np.minimum(SHAPE, SHAPE[15])
    values = chances(np.tile(shape, 61)).values_frac[60 * 24 :]
    assert values[15:18] == pytest.approx([values[16]] * 3)


def test_other_months_have_no_peak() -> None:
    """Nothing in May; each value is made an hour before its interval."""
    found = chances(np.tile(SHAPE, 61))
    assert not found.values_frac[: 31 * 24].any()
    assert found.known_at_s.tolist() == (grid(61).starts_s() - 3600).tolist()


def test_without_history_each_hour_is_as_likely() -> None:
    """A load that begins with the month says nothing for a week, and the answer tells which hours those are."""
    found = chances(np.tile(SHAPE, 30), start=datetime(2024, 6, 1, tzinfo=UTC))
    assert found.values_frac[: 7 * 24] == pytest.approx(1 / 720)
    assert found.blind[: 7 * 24].all()
    assert not found.blind[9 * 24 :].any()


@given(place=st.integers(31 * 24, 61 * 24 - 1), lead_h=st.sampled_from([0, 1, 5, 24]), seed=st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_nothing_published_later_matters(place: int, lead_h: int, seed: int) -> None:
    """Scrambling the load from an hour on changes nothing that was made before this hour was published."""
    load = weather(61, seed)
    other = load.copy()
    other[place:] = np.random.default_rng(seed).uniform(1.0, 500.0, load.size - place)
    other[place::7] = np.nan
    before = np.arange(load.size) < place + 1 + lead_h
    first, second = (chances(values, lead_h=lead_h).values_frac for values in (load, other))
    assert np.array_equal(first[before], second[before])


def test_the_end_of_the_data_does_not_matter() -> None:
    """A load that goes on tells nothing about the hours before."""
    load = weather(61, 3)
    short, long = chances(load[: 50 * 24]).values_frac, chances(load).values_frac
    assert np.array_equal(short, long[: 50 * 24])


def test_a_month_sums_to_about_one() -> None:
    """Over sixty summers of wandering weather, and the likely hours are the ones that happen."""
    sums, likely, hit = [], 0, 0
    for seed in range(60):
        load = weather(61, seed)
        june = chances(load).values_frac[31 * 24 :]
        sums.append(june.sum())
        likely += int(np.count_nonzero(june >= 0.02))
        hit += int(june[np.argmax(load[31 * 24 :])] >= 0.02)
    assert 0.75 < np.mean(sums) < 1.3
    assert hit >= 50
    assert likely / 60 < 15


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Chicago", "Australia/Lord_Howe"])
def test_days_of_a_clock_change_are_days(zone: str) -> None:
    """Years with days of 23 and 25 hours have a probability at every hour, and each month's sum is sensible."""
    found = chances(
        weather(366, 1), months=tuple(range(1, 13)), zone=zone, start=datetime(2024, 1, 1, tzinfo=UTC)
    )
    assert np.isfinite(found.values_frac).all()
    assert 0 <= found.values_frac.min() <= found.values_frac.max() <= 1
    assert 6 < found.values_frac.sum() < 18


def test_a_gap_makes_no_gap() -> None:
    """With a day of load missing the next hours are judged from the last one that is there."""
    load = weather(61, 2)
    load[50 * 24 + 5 : 51 * 24 + 5] = np.nan
    found = chances(load)
    assert np.isfinite(found.values_frac).all()
    assert not found.blind[31 * 24 :].any()
