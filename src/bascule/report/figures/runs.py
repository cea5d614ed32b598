"""Stretches without a gap: a filled shape that spans a gap would claim what nobody knows."""

from collections.abc import Sequence
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from bascule.report.figures.figure import Area, Band, Bars, Line, Mark


def runs(known: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First index and the one after the last of each stretch of known values.

    >>> runs(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    turns = np.flatnonzero(np.diff(known.astype(np.int8), prepend=0, append=0))
    return [(int(start), int(end)) for start, end in turns.reshape(-1, 2)]


def band_runs(band: Band) -> list[tuple[int, int]]:
    """Where both ends of a band are known."""
    return runs(np.isfinite(band.low) & np.isfinite(band.high))


def stack_runs(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Where every share of a stack is known: a missing one would set the others too low.

    Raises:
        ValueError: The shares do not stand on one axis.
    """
    areas = [mark for mark in marks if isinstance(mark, Area)]
    if not areas:
        return []
    if any(not np.array_equal(area.x, areas[0].x) for area in areas):
        raise ValueError(f"areas {[area.name for area in areas]}: x differs; give all of them the same x")
    return runs(np.isfinite(np.array([area.y for area in areas])).all(axis=0))


def has_values(mark: Mark) -> bool:
    """Whether anything of a mark can be drawn; bands and bars need both of their ends."""
    match mark:
        case Line() | Area():
            known = np.isfinite(mark.y)
        case Band():
            known = np.isfinite(mark.low) & np.isfinite(mark.high)
        case Bars():
            known = np.isfinite(mark.start) & np.isfinite(mark.end)
        case _:
            assert_never(mark)
    return bool(known.any())
