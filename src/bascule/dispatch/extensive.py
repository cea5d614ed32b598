"""The extensive form of a two-stage program: the first steps decided once, the rest once for every scenario."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch.program import Indices, LinearProgram
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """Where the columns and rows of each scenario's own program stand in the whole.

    Attributes:
        columns: Shape (scenarios, columns); those of the first stage are the same in each.
        rows: Shape (scenarios, rows); those that hold first-stage columns only are the same in each.
        shared_rows: Which rows those are, shape (rows,).
    """

    columns: Ints
    rows: Ints
    shared_rows: NDArray[np.bool_]


def extensive(
    programs: Sequence[LinearProgram], weights: Floats, first: NDArray[np.bool_]
) -> tuple[LinearProgram, Placed]:
    """One program of all scenarios, its cost their weighted mean.

    Source: Birge and Louveaux, Introduction to Stochastic Programming, section 2.4.

    Args:
        programs: One per scenario, all of one shape.
        weights: Probabilities, shape (scenarios,).
        first: Columns of the first stage, shape (columns,).

    Raises:
        ValueError: The scenarios differ in shape, or in the first stage in more than money.
    """
    placed = _placed(programs, first)
    _refuse_different(programs, first, placed.shared_rows)
    rows, columns, entries = _entries(programs, placed)
    order, count = np.argsort(columns, kind="stable"), int(placed.columns.max()) + 1
    starts = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(columns, minlength=count), out=starts[1:])
    cost = np.zeros(count)
    for program, weight, own in zip(programs, weights.tolist(), placed.columns, strict=True):
        cost[own] += weight * program.cost
    row_count = int(placed.rows.max()) + 1 if placed.rows.size else 0
    return LinearProgram(
        offset=float(weights @ [p.offset for p in programs]),
        cost=cost,
        lower=_spread([p.lower for p in programs], placed.columns, count),
        upper=_spread([p.upper for p in programs], placed.columns, count),
        integer=_spread([p.integer for p in programs], placed.columns, count).astype(np.bool_),
        row_lower=_spread([p.row_lower for p in programs], placed.rows, row_count),
        row_upper=_spread([p.row_upper for p in programs], placed.rows, row_count),
        starts=starts,
        rows=rows[order].astype(np.int32),
        entries=entries[order],
    ), placed


def _placed(programs: Sequence[LinearProgram], first: NDArray[np.bool_]) -> Placed:
    shapes = {(p.cost.size, p.row_lower.size, p.entries.size) for p in programs}
    if len(shapes) != 1:
        raise ValueError(f"scenarios must have programs of one shape, not {sorted(shapes)}")
    one, count = programs[0], len(programs)
    own = np.bincount(one.rows[~first[columns_of(one)]], minlength=one.row_lower.size)
    shared_rows = (own == 0) & (np.bincount(one.rows, minlength=one.row_lower.size) > 0)
    return Placed(
        columns=_numbered(first, count), rows=_numbered(shared_rows, count), shared_rows=shared_rows
    )


def columns_of(program: LinearProgram) -> Indices:
    """The column of each entry."""
    return np.repeat(np.arange(program.cost.size, dtype=np.int32), np.diff(program.starts))


def _numbered(shared: NDArray[np.bool_], scenarios: int) -> Ints:
    """Numbers for each scenario: first those that all share, then each one's own."""
    common, rest = int(shared.sum()), int((~shared).sum())
    alone = common + np.cumsum(~shared) - 1
    return np.asarray(
        [np.where(shared, np.cumsum(shared) - 1, alone + k * rest) for k in range(scenarios)], dtype=np.int64
    )


def _refuse_different(
    programs: Sequence[LinearProgram], first: NDArray[np.bool_], shared_rows: NDArray[np.bool_]
) -> None:
    one = programs[0]
    inside = shared_rows[one.rows]
    for other in programs[1:]:
        same = (
            np.array_equal(one.rows, other.rows)
            and np.array_equal(one.starts, other.starts)
            and np.array_equal(one.entries[inside], other.entries[inside])
            and np.array_equal(one.lower[first], other.lower[first])
            and np.array_equal(one.upper[first], other.upper[first])
            and np.array_equal(one.row_lower[shared_rows], other.row_lower[shared_rows])
            and np.array_equal(one.row_upper[shared_rows], other.row_upper[shared_rows])
        )
        if not same:
            raise ValueError("scenarios may differ in their first steps in money only")


def _entries(programs: Sequence[LinearProgram], placed: Placed) -> tuple[Ints, Ints, Floats]:
    own = ~placed.shared_rows[programs[0].rows]
    keeps = [np.ones_like(own), *[own] * (len(programs) - 1)]
    parts = list(zip(programs, keeps, placed.rows, placed.columns, strict=True))
    return (
        np.concatenate([rows[p.rows[keep]] for p, keep, rows, _ in parts]),
        np.concatenate([columns[columns_of(p)[keep]] for p, keep, _, columns in parts]),
        np.concatenate([p.entries[keep] for p, keep, _, _ in parts]),
    )


def _spread(values: Sequence[NDArray[np.float64] | NDArray[np.bool_]], places: Ints, count: int) -> Floats:
    out = np.zeros(count)
    for own, place in zip(values, places, strict=True):
        out[place] = own
    return out
