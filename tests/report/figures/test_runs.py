"""Stretches without a gap."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.report.figures.figure import Area, Band, Bars, Figure, Line
from bascule.report.figures.runs import band_runs, has_values, runs, stack_runs

X = np.arange(4.0)
FULL = np.ones(4)
NONE = np.full(4, np.nan)


def gapped(at: int) -> np.ndarray:
    """Ones with one value missing."""
    values = FULL.copy()
    values[at] = np.nan
    return values


@given(st.lists(st.booleans(), max_size=30))
def test_runs_hold_what_is_known_and_nothing_else(known: list[bool]) -> None:
    """The indices inside runs are those of known values, and no run touches the next."""
    found = runs(np.array(known, dtype=np.bool_))
    assert [at for start, end in found for at in range(start, end)] == [i for i, k in enumerate(known) if k]
    assert all(end < start for (_, end), (start, _) in pairwise(found))


def test_a_band_needs_both_ends() -> None:
    """A gap in either end parts the band."""
    assert band_runs(Band(name="", x=X, low=gapped(1), high=gapped(2))) == [(0, 1), (3, 4)]


def test_a_stack_needs_every_share() -> None:
    """A share that is missing parts the whole stack; a line beside it has no say."""
    marks = (Area(name="a", x=X, y=FULL), Area(name="b", x=X, y=gapped(2)), Line(name="c", x=X, y=NONE))
    assert stack_runs(marks) == [(0, 2), (3, 4)]
    assert stack_runs(marks[2:]) == []


def test_shares_on_two_axes_are_refused() -> None:
    """Shares of different moments do not add up."""
    with pytest.raises(ValueError, match="x differs"):
        stack_runs((Area(name="a", x=X, y=FULL), Area(name="b", x=X + 1, y=FULL)))


@pytest.mark.parametrize(
    "mark",
    [
        Area(name="", x=X, y=NONE),
        Band(name="", x=X, low=FULL, high=NONE),
        Bars(name="", names=["a", "b"], start=np.array([1.0, np.nan]), end=np.array([np.nan, 1.0])),
    ],
)
def test_a_mark_without_a_whole_value_is_empty(mark: Area | Band | Bars) -> None:
    """One end alone draws neither a band nor a bar."""
    assert not has_values(mark)


def test_one_value_is_enough_for_a_line() -> None:
    """A gap does not empty a line."""
    assert has_values(Line(name="", x=X, y=gapped(0)))


def test_a_figure_needs_no_marks() -> None:
    """Nothing has no runs."""
    assert stack_runs(Figure(title="", unit="", marks=()).marks) == []
