"""Series on another step: explicit, energy-conserving, refused where the steps do not fit."""

from enum import StrEnum
from typing import assert_never

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_HOUR


class Resampling(StrEnum):
    """How native values become values of the grid."""

    MEAN = "mean"
    """Finer to coarser: time-weighted mean of each grid interval."""
    REPEAT = "repeat"
    """Coarser to finer: each native value for every grid interval inside it."""
    LINEAR = "linear"
    """Points at their stamps, read at the middle of each grid interval."""


def default_resampling(native_step_s: int, grid: TimeGrid) -> Resampling:
    """The method that conserves energy: mean from finer steps, else repeat."""
    return Resampling.MEAN if native_step_s < grid.step_s else Resampling.REPEAT


def misalignment(native_start_s: int, native_step_s: int, grid: TimeGrid, method: Resampling) -> str | None:
    """Why native intervals cannot be put on the grid by this method; ``None`` where they can.

    >>> from datetime import UTC, datetime, timedelta
    >>> grid = TimeGrid(start=datetime(2024, 1, 1, tzinfo=UTC), step=timedelta(hours=1), count=2)
    >>> misalignment(grid.start_s, 2400, grid, Resampling.MEAN)
    'steps of 40 minutes do not divide steps of 60 minutes'
    """
    if method is Resampling.LINEAR:
        return None
    fine_s, coarse_s = native_step_s, grid.step_s
    if method is Resampling.REPEAT:
        fine_s, coarse_s = coarse_s, fine_s
    if coarse_s % fine_s:
        return f"steps of {_minutes(fine_s)} do not divide steps of {_minutes(coarse_s)}"
    shift_s = (native_start_s - grid.start_s) % fine_s
    if shift_s:
        return f"its intervals start {_minutes(shift_s)} after those of the grid"
    return None


def to_grid(
    values: Floats, native_start_s: int, native_step_s: int, grid: TimeGrid, method: Resampling
) -> Floats:
    """Native values on a grid.

    ``mean`` and ``repeat`` conserve the time integral of what they cover. ``linear`` reads between two
    stamps; before the first and after the last stamp a point stands for half a native step.

    Args:
        values: Native values, shape (n,), NaN where missing.
        native_start_s: Start of the first native interval (the first stamp), Unix seconds.
        native_step_s: Length of a native interval in seconds.
        grid: The grid to fill.
        method: How to fill it.

    Returns:
        Shape (grid.count,), NaN where any native value that is needed is missing.

    Raises:
        ValueError: The steps do not fit (see :func:`misalignment`).
    """
    reason = misalignment(native_start_s, native_step_s, grid, method)
    if reason is not None:
        raise ValueError(reason)
    if method is Resampling.LINEAR:
        return _interpolated(values, _positions(native_start_s, native_step_s, grid))
    indices = _contributors(native_start_s, native_step_s, grid, method)
    inside = (indices >= 0) & (indices < values.size)
    taken = np.where(inside, values[np.clip(indices, 0, values.size - 1)], np.nan)
    return np.asarray(taken.mean(axis=1), dtype=np.float64)


def known_to_grid(
    known_at_s: Ints, native_start_s: int, native_step_s: int, grid: TimeGrid, method: Resampling
) -> Ints:
    """Moment at which each grid value became known: with the last native value it is made of.

    Args:
        known_at_s: Moment of each native value, Unix seconds, shape (n,).
        native_start_s: Start of the first native interval, Unix seconds.
        native_step_s: Length of a native interval in seconds.
        grid: The grid that the values were put on.
        method: The method by which they were.

    Returns:
        Unix seconds, shape (grid.count,).
    """
    indices = _contributors(native_start_s, native_step_s, grid, method)
    known: Ints = known_at_s[np.clip(indices, 0, known_at_s.size - 1)].max(axis=1)
    return known


def _contributors(native_start_s: int, native_step_s: int, grid: TimeGrid, method: Resampling) -> Ints:
    match method:
        case Resampling.MEAN:
            first = (grid.start_s - native_start_s) // native_step_s
            factor = grid.step_s // native_step_s
            return np.arange(first, first + grid.count * factor, dtype=np.int64).reshape(grid.count, factor)
        case Resampling.REPEAT:
            return ((grid.starts_s() - native_start_s) // native_step_s)[:, np.newaxis]
        case Resampling.LINEAR:
            positions = _positions(native_start_s, native_step_s, grid)
            return np.column_stack([np.floor(positions), np.ceil(positions)]).astype(np.int64)
        case _:
            assert_never(method)


def _positions(native_start_s: int, native_step_s: int, grid: TimeGrid) -> Floats:
    middles = grid.starts_s() - native_start_s + grid.step_s / 2
    return np.asarray(middles / native_step_s, dtype=np.float64)


def _interpolated(values: Floats, positions: Floats) -> Floats:
    inside = (positions >= -0.5) & (positions <= values.size - 0.5)
    held = np.clip(positions, 0, values.size - 1)
    left, right = np.floor(held).astype(np.int64), np.ceil(held).astype(np.int64)
    weight = held - left
    between = values[left] * (1 - weight) + values[right] * weight
    return np.where(inside, between, np.nan)


def _minutes(seconds: int) -> str:
    return f"{seconds / (SECONDS_PER_HOUR / 60):g} minutes"
