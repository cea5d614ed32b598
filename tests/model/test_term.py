"""A contract is in force from its start up to, but not at, its end."""

import pytest
from tests.model.grids import grid, utc

from bascule.model.term import Term

NOON_TO_TWO = Term(start=utc(2024, 1, 1, 12), end=utc(2024, 1, 1, 14))


def test_term_covers_intervals_that_start_within() -> None:
    """The interval at the start is in, the one at the end is out."""
    assert NOON_TO_TWO.covers(grid(utc(2024, 1, 1, 11), 4)).tolist() == [0, 1, 1, 0]


def test_interval_that_begins_before_the_term_is_out() -> None:
    """An interval belongs to the contract in force at its start."""
    assert NOON_TO_TWO.covers(grid(utc(2024, 1, 1, 11, 30), 3)).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("start", "end", "shared"), [(14, 16, False), (10, 12, False), (13, 16, True), (12, 13, True)]
)
def test_terms_that_only_touch_do_not_overlap(start: int, end: int, shared: bool) -> None:  # noqa: FBT001
    """One contract may begin at the moment at which another ends."""
    other = Term(start=utc(2024, 1, 1, start), end=utc(2024, 1, 1, end))
    assert NOON_TO_TWO.overlaps(other) is shared
    assert other.overlaps(NOON_TO_TWO) is shared
