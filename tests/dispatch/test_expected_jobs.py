"""The batch work that a month's tail counts on: what usually comes, and no more."""

from datetime import timedelta

import pytest
from tests.dispatch.sites import HOUR, START, job

from bascule.dispatch.expected_jobs import expected_jobs

WEEK = [job(240, 24 * day, 24 * day + 12, name=f"day {day}", value_per_gpu_h=0.1) for day in range(7)]


def test_a_week_like_the_last() -> None:
    """One job a day comes again every day."""
    made = expected_jobs(WEEK, START + timedelta(days=7), START + timedelta(days=14))
    assert sum(j.gpu_h for j in made) == pytest.approx(7 * 240)
    assert len({j.name for j in made}) == 7


def test_half_a_day_counts_half() -> None:
    """A horizon that begins at noon expects half of that day's work."""
    made = expected_jobs(WEEK, START + timedelta(days=7, hours=12), START + timedelta(days=8))
    assert sum(j.gpu_h for j in made) == pytest.approx(120)
    assert all(j.release == START + timedelta(days=7, hours=12) for j in made)


def test_the_dearer_and_the_cheaper_half_stay_apart() -> None:
    """Two jobs at 0.2 and two at 0.1 are one of each, with their work together."""
    seen = [job(100, 0, 9, name=f"{pay} {k}", value_per_gpu_h=pay) for pay in (0.1, 0.2) for k in range(2)]
    made = expected_jobs(seen, START + timedelta(days=7), START + timedelta(days=8))
    assert sorted((j.value_per_gpu_h, j.gpu_h) for j in made) == [
        pytest.approx((0.1, 200)),
        pytest.approx((0.2, 200)),
    ]


def test_nothing_seen_nothing_expected() -> None:
    """An empty week, an empty tail."""
    assert expected_jobs([], START, START + 48 * HOUR) == []
