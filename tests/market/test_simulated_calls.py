"""Simulated calls: counted, placed, and the same in every run."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bascule.market.simulated_calls import CallPattern, _united, call_share, dearest
from bascule.model.time_grid import TimeGrid


def grid(
    hours: int, start: datetime = datetime(2024, 1, 1, tzinfo=UTC), step: timedelta = timedelta(hours=1)
) -> TimeGrid:
    """A whole number of hours."""
    return TimeGrid(start=start, step=step, count=int(timedelta(hours=hours) / step))


def pattern(per_year: float = 12.0, duration_h: float = 2.0, seed: int = 7) -> CallPattern:
    """A dozen calls of two hours."""
    return CallPattern(per_year=per_year, duration_h=duration_h, seed=seed)


def test_the_mean_number_is_as_stated() -> None:
    """Over 300 years 12 calls of two hours a year are 24 hours a year, a little less where they overlap."""
    years = grid(24 * 365 * 300, datetime(1970, 1, 1, tzinfo=UTC))
    assert call_share(years, pattern()).sum() / 300 == pytest.approx(24.0, rel=0.05)


def test_the_same_seed_gives_the_same_calls_in_every_period() -> None:
    """A longer run and a finer step see the calls that a short one saw."""
    whole = call_share(grid(24 * 366), pattern())
    half = call_share(grid(24 * 100, datetime(2024, 3, 1, tzinfo=UTC)), pattern())
    fine = call_share(grid(24 * 366, step=timedelta(minutes=15)), pattern())
    assert whole[60 * 24 : 160 * 24].tolist() == half.tolist()
    assert fine.reshape(-1, 4).mean(axis=1) == pytest.approx(whole)
    assert set(fine.tolist()) == {0.0, 1.0}
    assert not np.array_equal(whole, call_share(grid(24 * 366), pattern(seed=8)))


@given(
    start_h=st.integers(0, 24 * 365), seed=st.integers(0, 50), duration_h=st.sampled_from([0.25, 2.0, 48.0])
)
@settings(max_examples=40, deadline=None)
def test_a_share_is_a_share_and_a_window_a_window(start_h: int, seed: int, duration_h: float) -> None:
    """Between 0 and 1, and any window of the year shows what the year shows, calls across its start included."""
    calls = pattern(per_year=100.0, duration_h=duration_h, seed=seed)
    year = call_share(grid(24 * 366), calls)
    part = call_share(grid(240, datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=start_h)), calls)
    assert 0.0 <= year.min() <= year.max() <= 1.0 + 1e-12
    assert part[: year.size - start_h] == pytest.approx(year[start_h : start_h + 240])


def test_calls_start_in_the_dearest_intervals() -> None:
    """With one interval marked, every call of the period lies there."""
    dear = np.zeros(24 * 366, dtype=np.bool_)
    dear[1000] = True
    share = call_share(grid(24 * 366), pattern(), dear)
    assert np.flatnonzero(share).tolist() == [1000, 1001]


def test_without_a_dear_interval_there_is_no_call() -> None:
    """Nothing to choose from."""
    assert not call_share(grid(24 * 366), pattern(), np.zeros(24 * 366, dtype=np.bool_)).any()
    assert not dearest(np.full(3, np.nan), 0.5).any()


def test_calls_that_touch_are_one() -> None:
    """Spans are ordered and united."""
    assert list(_united(iter([(8, 9), (0, 2), (2, 3), (1, 2), (5, 6)]))) == [(0, 3), (5, 6), (8, 9)]
