"""A sparse linear program, collected block by block as arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bascule.model.series import Floats, Ints

INFINITY = float("inf")
Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearProgram:
    """Minimise ``cost @ x`` with ``lower <= x <= upper`` and ``row_lower <= A x <= row_upper``; A column by column.

    Attributes:
        offset: Cost that no column moves: a solver's relative gap is a share of the whole.
        cost: Shape (columns,).
        lower: Shape (columns,).
        upper: Shape (columns,).
        integer: Which columns must be whole numbers, shape (columns,).
        row_lower: Shape (rows,).
        row_upper: Shape (rows,).
        starts: First entry of each column, shape (columns + 1,), 32-bit like all indices that HiGHS takes.
        rows: Row of each entry.
        entries: Value of each entry.
    """

    offset: float
    cost: Floats
    lower: Floats
    upper: Floats
    integer: NDArray[np.bool_]
    row_lower: Floats
    row_upper: Floats
    starts: Indices
    rows: Indices
    entries: Floats


class ProgramBuilder:
    """Collects columns, rows and entries; every method works on whole arrays."""

    def __init__(self) -> None:
        """Start empty."""
        self._cost: list[Floats] = []
        self._lower: list[Floats] = []
        self._upper: list[Floats] = []
        self._integer: list[NDArray[np.bool_]] = []
        self._row_lower: list[Floats] = []
        self._row_upper: list[Floats] = []
        self._rows: list[Ints] = []
        self._columns: list[Ints] = []
        self._entries: list[Floats] = []
        self._column_count = 0
        self._row_count = 0

    def columns(
        self,
        count: int,
        *,
        cost: ArrayLike = 0.0,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = INFINITY,
        integer: bool = False,
    ) -> Ints:
        """Add columns and return their numbers, shape (count,)."""
        self._cost.append(_filled(cost, count))
        self._lower.append(_filled(lower, count))
        self._upper.append(_filled(upper, count))
        self._integer.append(np.full(count, integer))
        first, self._column_count = self._column_count, self._column_count + count
        return np.arange(first, self._column_count)

    def rows(self, count: int, *, lower: ArrayLike = -INFINITY, upper: ArrayLike = INFINITY) -> Ints:
        """Add rows and return their numbers, shape (count,)."""
        self._row_lower.append(_filled(lower, count))
        self._row_upper.append(_filled(upper, count))
        first, self._row_count = self._row_count, self._row_count + count
        return np.arange(first, self._row_count)

    def put(self, rows: ArrayLike, columns: Ints, entries: ArrayLike) -> None:
        """Add entries to the matrix; rows and entries are broadcast to the columns."""
        self._rows.append(_like(rows, columns, np.int64))
        self._columns.append(columns.ravel())
        self._entries.append(_like(entries, columns, np.float64))

    def build(self, offset: float = 0.0) -> LinearProgram:
        """The program, its matrix sorted by column; ``offset`` is cost that no column moves."""
        columns = np.concatenate(self._columns)
        order = np.argsort(columns, kind="stable")
        starts = np.zeros(self._column_count + 1, dtype=np.int32)
        np.cumsum(np.bincount(columns, minlength=self._column_count), out=starts[1:])
        return LinearProgram(
            offset=offset,
            cost=np.concatenate(self._cost),
            lower=np.concatenate(self._lower),
            upper=np.concatenate(self._upper),
            integer=np.concatenate(self._integer),
            row_lower=np.concatenate(self._row_lower),
            row_upper=np.concatenate(self._row_upper),
            starts=starts,
            rows=np.concatenate(self._rows)[order].astype(np.int32),
            entries=np.concatenate(self._entries)[order],
        )


def _filled(values: ArrayLike, count: int) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    return array if array.shape == (count,) else np.full(count, array)


def _like(values: ArrayLike, columns: Ints, kind: type[np.int64] | type[np.float64]) -> NDArray[Any]:
    """Values broadcast to the shape of the columns, flat; the usual cases take no detour."""
    array = np.asarray(values, dtype=kind)
    if array.shape == columns.shape:
        return array.ravel()
    if array.ndim == 0:
        return np.full(columns.size, array, dtype=kind)
    return np.broadcast_to(array, columns.shape).ravel()
