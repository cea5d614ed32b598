"""Courses of a day, against the definition written out as loops."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bascule.market.peak_paths import LIKE_DAYS, NEARLY, OTHER_KIND, DayStages, day_book, day_courses
from bascule.model.series import Floats

DAYS = LIKE_DAYS + 3
START = (LIKE_DAYS + 1) * 24


def loads(seed: int, gaps: int) -> Floats:
    """Logarithms of hours of days, some missing."""
    draws = np.random.default_rng(seed)
    values = 4.0 + 0.3 * np.sin(np.arange(DAYS * 24) / 24 * 2 * np.pi) + draws.normal(0.0, 0.05, DAYS * 24)
    values[draws.integers(0, values.size, gaps)] = np.nan
    return np.asarray(values, dtype=np.float64)


def written_out(log_load: Floats, at: int, origin: int, back: int) -> tuple[float, float] | None:
    """Highest load and share of the interval asked about in one course; None where there is no course."""
    level = log_load[origin] - log_load[origin - back]
    if START + 23 - back > origin or math.isnan(level):
        return None
    course = [
        log_load[place] if place <= origin else log_load[place - back] + level
        for place in range(START, START + 24)
    ]
    if any(
        math.isnan(load)
        for load, place in zip(course, range(START, START + 24), strict=True)
        if place > origin
    ):
        return None
    there = [load for load in course if not math.isnan(load)]
    asked = course[at - START]
    return max(there), math.exp(asked / NEARLY - max(there) / NEARLY) / sum(
        math.exp((load - max(there)) / NEARLY) for load in there
    )


@given(seed=st.integers(0, 99), gaps=st.integers(0, 30), place=st.integers(0, 23), lag=st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_sums_give_what_loops_give(seed: int, gaps: int, place: int, lag: int) -> None:
    """Highest load, share and weight of all 28 courses, whatever is known."""
    log_load = loads(seed, gaps)
    at, origin = START + place, START + place - lag
    log_load[origin] = 4.0
    book = day_book(log_load, np.array([START]), np.array([START + 24]), 24)
    stages = DayStages(day=np.array([0]), at=np.array([at]), origin=np.array([origin]))
    weekend = np.zeros(log_load.size, dtype=np.bool_)
    weekend[at - 5 * 24] = True
    found = day_courses(book, log_load, weekend, stages, 24)
    for number in range(LIKE_DAYS):
        expected = written_out(log_load, at, origin, (number + 1) * 24)
        assert (found.weight[0, number] > 0) == (expected is not None)
        if expected is not None:
            assert found.highest[0, number] == pytest.approx(expected[0])
            assert found.share[0, number] == pytest.approx(expected[1], rel=1e-6, abs=1e-9)
    assert set(found.weight[0].tolist()) <= {0.0, OTHER_KIND, 1.0}


@given(seed=st.integers(0, 99), known=st.integers(-3, 24))
@settings(max_examples=30, deadline=None)
def test_shares_of_a_day_sum_to_one(seed: int, known: int) -> None:
    """Seen from one moment, some hour of the day is its highest."""
    log_load = loads(seed, 0)
    at = np.arange(START, START + 24)
    stages = DayStages(day=np.zeros(24, dtype=np.int64), at=at, origin=np.full(24, START + known - 1))
    book = day_book(log_load, np.array([START]), np.array([START + 24]), 24)
    found = day_courses(book, log_load, np.zeros(log_load.size, dtype=np.bool_), stages, 24)
    there = found.weight[0] > 0
    assert there.sum() >= LIKE_DAYS - 2
    assert found.share[:, there].sum(axis=0) == pytest.approx(np.ones(there.sum()))
