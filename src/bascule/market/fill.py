"""Rules that fill missing values: asked for by name, reported, never applied silently."""

from enum import StrEnum
from typing import Final, assert_never

import numpy as np
from numpy.typing import NDArray

from bascule.market.defect import SHOWN, stamp_text
from bascule.model.series import Floats, Ints
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_DAY

LONGEST_S: Final = 7 * SECONDS_PER_DAY
"""A longer run of missing values is not a gap but absent data, and no rule fills it unasked."""


class FillRule(StrEnum):
    """Where the value of a missing interval comes from."""

    PREVIOUS = "previous"
    """The last value before it."""
    LINEAR = "linear"
    """The straight line between the values before and after it."""
    SAME_HOUR_YESTERDAY = "same_hour_yesterday"
    """The value 24 hours earlier, itself filled if need be."""


def fill(values: Floats, step_s: int, rule: FillRule, longest_s: float = LONGEST_S) -> Floats:
    """A copy in which the rule has filled what it can; longer runs stay missing.

    Args:
        values: Shape (n,), NaN where missing, on a regular step.
        step_s: That step in seconds.
        rule: Where the values come from.
        longest_s: Longest run that is filled, in seconds; seven days where nobody states another.

    >>> fill(np.array([1.0, np.nan, 3.0]), 3600, FillRule.LINEAR).tolist()
    [1.0, 2.0, 3.0]
    """
    match rule:
        case FillRule.PREVIOUS:
            filled = _previous(values)
        case FillRule.LINEAR:
            filled = _linear(values)
        case FillRule.SAME_HOUR_YESTERDAY:
            filled = _yesterday(values, step_s)
        case _:
            assert_never(rule)
    return np.where(_run_lengths(np.isnan(values)) * step_s > longest_s, np.nan, filled)


def known_after_fill(values: Floats, known_at_s: Ints, rule: FillRule) -> Ints:
    """Moments of publication after the fill: a line is known only when its far end is.

    Args:
        values: The values before the fill, shape (n,).
        known_at_s: Their moments of publication, Unix seconds, shape (n,).
        rule: The rule that filled them.
    """
    if rule is not FillRule.LINEAR:
        return known_at_s
    count = values.size
    following = np.where(np.isfinite(values), np.arange(count), count - 1)
    following = np.minimum.accumulate(following[::-1])[::-1]
    return np.maximum(known_at_s, known_at_s[following])


def fill_note(name: str, grid: TimeGrid, before: Floats, after: Floats, rule: FillRule) -> str | None:
    """What the fill did, for the report; ``None`` where it did nothing."""
    done = np.flatnonzero(np.isnan(before) & np.isfinite(after))
    if not done.size:
        return None
    stamps = ", ".join(stamp_text(grid.time(int(i))) for i in done[:SHOWN])
    more = f" and {done.size - SHOWN:,} more" if done.size > SHOWN else ""
    return f"{name}: {done.size:,} of {before.size:,} values filled by {rule.value}: {stamps}{more}"


def _previous(values: Floats) -> Floats:
    last = np.maximum.accumulate(np.where(np.isfinite(values), np.arange(values.size), 0))
    return values[last]


def _linear(values: Floats) -> Floats:
    finite = np.flatnonzero(np.isfinite(values))
    if not finite.size:
        return values
    return np.interp(np.arange(values.size), finite, values[finite], left=np.nan, right=np.nan)


def _yesterday(values: Floats, step_s: int) -> Floats:
    filled = values.copy()
    if SECONDS_PER_DAY % step_s:
        return filled
    lag = SECONDS_PER_DAY // step_s
    for index in np.flatnonzero(np.isnan(values)):
        if index >= lag:
            filled[index] = filled[index - lag]
    return filled


def _run_lengths(missing: NDArray[np.bool_]) -> Ints:
    """Length of the run of missing values that each one belongs to, 0 for a value that is there."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], missing, [False]])))
    lengths = np.zeros(missing.size, dtype=np.int64)
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        lengths[low:high] = high - low
    return lengths
