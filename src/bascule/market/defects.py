"""Finds what is wrong with the rows of a series and names it; never repairs."""

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from bascule.market.defect import SHOWN, Defect, DefectGroup, DefectKind, stamp_text
from bascule.market.limits import impossible, limit_of
from bascule.market.rows import Rows
from bascule.model.series import Ints

Found = tuple[DefectGroup, ...]
_Detail = Callable[[int], str]


def order_defects(rows: Rows) -> Found:
    """Stamps that are there twice, and stamps that run backwards."""
    return _duplicates(rows) + _unsorted(rows)


def step_defects(rows: Rows, step_s: int) -> Found:
    """Stamps that do not lie on the series' own step, counted from its commonest phase."""
    _, inverse, counts = np.unique(rows.stamps_s % step_s, return_inverse=True, return_counts=True)
    off = np.flatnonzero(inverse != np.argmax(counts)) if counts.size else np.array([], dtype=np.intp)
    return _group(DefectKind.MISALIGNED, rows, off, lambda _: f"off the step of {step_s / 60:g} minutes")


def gap_defects(stamps_s: Ints, step_s: int, start_s: int, end_s: int) -> Found:
    """Stamps that are missing among those whose interval overlaps ``[start_s, end_s)``."""
    phase_s = int(stamps_s[0]) % step_s if stamps_s.size else 0
    first_s = (start_s - phase_s) // step_s * step_s + phase_s
    missing = np.setdiff1d(np.arange(first_s, end_s, step_s, dtype=np.int64), stamps_s)
    empty = Rows(stamps_s=missing, values=np.full(missing.size, np.nan))
    return _group(DefectKind.GAP, empty, np.arange(missing.size))


def null_defects(rows: Rows) -> Found:
    """Rows without a number."""
    return _group(DefectKind.NULL, rows, np.flatnonzero(np.isnan(rows.values)))


def impossible_defects(name: str, rows: Rows) -> Found:
    """Values that a series of this name cannot have, such as a price of 9,999,999 per MWh."""
    limit = limit_of(name)

    def detail(index: int) -> str:
        return f"is {rows.values[index]:.12g}, possible is {limit.low:g} to {limit.high:g}"

    return _group(DefectKind.IMPOSSIBLE, rows, np.flatnonzero(impossible(name, rows.values)), detail)


def _duplicates(rows: Rows) -> Found:
    order = np.argsort(rows.stamps_s, kind="stable")
    again = order[1:][np.diff(rows.stamps_s[order]) == 0]
    return _group(DefectKind.DUPLICATE, rows, np.sort(again), lambda _: "is there before")


def _unsorted(rows: Rows) -> Found:
    back = np.flatnonzero(np.diff(rows.stamps_s) < 0) + 1
    return _group(
        DefectKind.UNSORTED, rows, back, lambda i: f"stands after {stamp_text(int(rows.stamps_s[i - 1]))}"
    )


def _group(kind: DefectKind, rows: Rows, indices: NDArray[np.intp], detail: _Detail | None = None) -> Found:
    if not indices.size:
        return ()
    first = tuple(_defect(kind, rows, int(i), detail) for i in indices[:SHOWN])
    return (DefectGroup(kind=kind, total=int(indices.size), first=first),)


def _defect(kind: DefectKind, rows: Rows, index: int, detail: _Detail | None) -> Defect:
    line = None if rows.lines is None else int(rows.lines[index])
    at = datetime.fromtimestamp(int(rows.stamps_s[index]), UTC)
    return Defect(kind=kind, at=at, detail=detail(index) if detail else "", line=line)
