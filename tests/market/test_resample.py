"""Resampling: energy is conserved, steps that do not fit are refused, knowledge is not moved forward."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.market.resample import Resampling, default_resampling, known_to_grid, misalignment, to_grid
from bascule.model.time_grid import TimeGrid

START = datetime(2024, 1, 1, tzinfo=UTC)
S = int(START.timestamp())


def grid(step_min: int, count: int, start: datetime = START) -> TimeGrid:
    """A grid from the start on."""
    return TimeGrid(start=start, step=timedelta(minutes=step_min), count=count)


@given(
    values=st.lists(st.floats(-5000, 20000), min_size=4, max_size=48),
    factor=st.sampled_from([1, 2, 4, 12]),
)
def test_mean_conserves_energy(values: list[float], factor: int) -> None:
    """Value times length, summed, is the same before and after a mean."""
    native = np.array(values[: len(values) // factor * factor])
    if not native.size:
        return
    coarse = to_grid(native, S, 300, grid(5 * factor, native.size // factor), Resampling.MEAN)
    assert coarse.sum() * 300 * factor == pytest.approx(native.sum() * 300, rel=1e-9, abs=1e-6)


@given(
    values=st.lists(st.floats(-5000, 20000), min_size=1, max_size=40), factor=st.sampled_from([1, 2, 4, 96])
)
def test_repeat_conserves_energy_and_mean_undoes_it(values: list[float], factor: int) -> None:
    """Repeating keeps the energy, and taking the mean again gives the same values back."""
    native = np.array(values)
    fine = to_grid(native, S, 900 * factor, grid(15, native.size * factor), Resampling.REPEAT)
    assert fine.sum() * 900 == pytest.approx(native.sum() * 900 * factor, rel=1e-9, abs=1e-6)
    back = to_grid(fine, S, 900, grid(15 * factor, native.size), Resampling.MEAN)
    assert back == pytest.approx(native, rel=1e-9, abs=1e-9)


def test_a_mean_of_quarter_hours_by_hand() -> None:
    """Two hours of quarters become their means."""
    quarters = np.array([1.0, 2, 3, 4, 10, 10, 20, 20])
    assert to_grid(quarters, S, 900, grid(60, 2), Resampling.MEAN).tolist() == [2.5, 15.0]


def test_one_missing_quarter_makes_the_hour_missing() -> None:
    """A mean never leaves a missing part out."""
    quarters = np.array([1.0, np.nan, 3, 4, 10, 10, 20, 20])
    assert np.array_equal(
        to_grid(quarters, S, 900, grid(60, 2), Resampling.MEAN), [np.nan, 15.0], equal_nan=True
    )


def test_what_the_file_does_not_cover_is_missing() -> None:
    """Grid intervals before and after the native series are NaN."""
    out = to_grid(np.array([5.0]), S, 3600, grid(30, 4, START - timedelta(minutes=30)), Resampling.REPEAT)
    assert np.array_equal(out, [np.nan, 5, 5, np.nan], equal_nan=True)


def test_points_at_minute_30_are_the_middles_of_their_hours() -> None:
    """Hourly points stamped at minute 30 come through unchanged on the hourly grid."""
    points = np.array([1.0, 2.0, 4.0])
    assert to_grid(points, S + 1800, 3600, grid(60, 3), Resampling.LINEAR).tolist() == [1.0, 2.0, 4.0]


def test_points_are_read_between_on_quarter_hours() -> None:
    """Quarter hours take the line at their middle; the ends hold for half a native step."""
    out = to_grid(np.array([0.0, 8.0]), S + 1800, 3600, grid(15, 9), Resampling.LINEAR)
    assert np.array_equal(out, [0, 0, 1, 3, 5, 7, 8, 8, np.nan], equal_nan=True)


@pytest.mark.parametrize(
    ("native_s", "start_s", "step_min", "method", "reason"),
    [
        (2400, S, 60, Resampling.MEAN, "40 minutes do not divide"),
        (3600, S, 25, Resampling.REPEAT, "25 minutes do not divide"),
        (900, S + 300, 60, Resampling.MEAN, "start 5 minutes after"),
        (3600, S + 1800, 60, Resampling.REPEAT, "start 30 minutes after"),
    ],
)
def test_misaligned_steps_are_refused(
    native_s: int, start_s: int, step_min: int, method: Resampling, reason: str
) -> None:
    """The refusal says which steps do not fit."""
    target = grid(step_min, 4)
    assert reason in (misalignment(start_s, native_s, target, method) or "")
    with pytest.raises(ValueError, match=reason):
        to_grid(np.ones(9), start_s, native_s, target, method)


@pytest.mark.parametrize(
    ("method", "native_s", "step_min", "moments", "expected"),
    [
        (Resampling.MEAN, 1800, 60, [10, 20, 30, 40], [20, 40]),
        (Resampling.MEAN, 1800, 60, [90, 20, 30, 40], [90, 40]),
        (Resampling.REPEAT, 7200, 60, [10, 20], [10, 10]),
        (Resampling.LINEAR, 3600, 60, [10, 20, 30], [20, 30]),
    ],
)
def test_a_value_is_known_with_the_last_part_it_is_made_of(
    method: Resampling, native_s: int, step_min: int, moments: list[int], expected: list[int]
) -> None:
    """Resampling never makes a value known before any of its parts."""
    known = known_to_grid(np.array(moments), S, native_s, grid(step_min, 2), method)
    assert known.tolist() == expected


def test_the_default_conserves_energy() -> None:
    """Finer steps are averaged, coarser ones repeated."""
    assert default_resampling(900, grid(60, 1)) is Resampling.MEAN
    assert default_resampling(3600, grid(60, 1)) is Resampling.REPEAT
    assert default_resampling(86400, grid(60, 1)) is Resampling.REPEAT
