"""Fill rules: what they fill, what they leave, when the filled value is known."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bascule.market.fill import FillRule, fill, fill_note, known_after_fill
from bascule.model.time_grid import TimeGrid

NAN = float("nan")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (FillRule.PREVIOUS, [NAN, 1.0, 1.0, 1.0, 4.0, 4.0]),
        (FillRule.LINEAR, [NAN, 1.0, 2.0, 3.0, 4.0, NAN]),
    ],
)
def test_a_rule_fills_what_it_can(rule: FillRule, expected: list[float]) -> None:
    """Neither rule invents a value before the first one; a line needs both ends."""
    values = np.array([NAN, 1.0, NAN, NAN, 4.0, NAN])
    assert np.array_equal(fill(values, 3600, rule), expected, equal_nan=True)


def test_yesterday_fills_two_days_in_a_row() -> None:
    """The second missing day repeats the first, itself filled; the first day of all cannot be filled."""
    values = np.concatenate([[NAN], np.arange(1.0, 24.0), np.full(48, NAN)])
    out = fill(values, 3600, FillRule.SAME_HOUR_YESTERDAY)
    assert np.array_equal(out[48:], values[:24], equal_nan=True)
    assert np.isnan(out[0])


@pytest.mark.parametrize("rule", list(FillRule))
def test_a_run_over_a_week_stays_missing(rule: FillRule) -> None:
    """Seven days are a gap, one hour more is absent data."""
    week, more = (np.concatenate([np.ones(24), np.full(168 + extra, NAN), np.ones(24)]) for extra in (0, 1))
    assert np.isfinite(fill(week, 3600, rule)).all()
    assert np.isnan(fill(more, 3600, rule)).sum() == 169


@pytest.mark.parametrize("rule", list(FillRule))
def test_values_that_are_there_stay(rule: FillRule) -> None:
    """A fill never touches a value, nor its argument."""
    values = np.array([1.0, NAN, 3.0])
    out = fill(values, 43200, rule)
    assert out[[0, 2]].tolist() == [1.0, 3.0]
    assert np.isnan(values[1])


def test_a_line_is_known_only_with_its_far_end() -> None:
    """The value between two others must not be known before the second."""
    values, known = np.array([1.0, NAN, NAN, 4.0, 5.0]), np.array([10, 20, 30, 40, 50])
    assert known_after_fill(values, known, FillRule.LINEAR).tolist() == [10, 40, 40, 40, 50]
    assert known_after_fill(values, known, FillRule.PREVIOUS).tolist() == known.tolist()


def test_the_note_counts_what_was_filled() -> None:
    """Series, rule, count and stamps; no note where nothing was filled."""
    grid = TimeGrid(start=datetime(2024, 1, 1, tzinfo=UTC), step=timedelta(hours=1), count=3)
    before, after = np.array([1.0, NAN, 3.0]), np.array([1.0, 2.0, 3.0])
    note = fill_note("a", grid, before, after, FillRule.LINEAR)
    assert note == "a: 1 of 3 values filled by linear: 2024-01-01T01:00Z"
    assert fill_note("a", grid, after, after, FillRule.LINEAR) is None
