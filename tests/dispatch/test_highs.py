"""The one door to the solver: what went in, what came out, and what to call it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.dispatch.sites import Case, job, pool, site

from bascule.dispatch.highs import NoPlan, Solved, solve
from bascule.dispatch.program import LinearProgram, ProgramBuilder
from bascule.errors import SolverFault
from bascule.model.grid_connection import GridConnection


def program(limit: float = 4.0, *, integer: bool = False, at_least: float = 0.0) -> LinearProgram:
    """Maximise 3 x + 2 y with x + y <= ``limit``, x <= 2.5, x + y >= ``at_least``."""
    builder = ProgramBuilder()
    x = builder.columns(1, cost=-3.0, upper=2.5, integer=integer)
    y = builder.columns(1, cost=-2.0, integer=integer)
    row = builder.rows(1, lower=at_least, upper=limit)
    builder.put(row[0], np.concatenate([x, y]), 1.0)
    return builder.build()


def test_the_best_point_with_its_duals() -> None:
    """X = 2.5 and y = 1.5: a unit more of the row is worth 2, of x's bound 1 more."""
    found = solve(program())
    assert isinstance(found, Solved)
    assert found.x.tolist() == pytest.approx([2.5, 1.5])
    assert found.objective == pytest.approx(-10.5)
    assert found.proven
    assert found.row_dual.tolist() == pytest.approx([-2])
    assert found.column_dual.tolist() == pytest.approx([-1, 0])


def test_whole_numbers_where_asked_for() -> None:
    """X = y = 2."""
    found = solve(program(integer=True))
    assert isinstance(found, Solved)
    assert found.x.tolist() == pytest.approx([2, 2])


def test_contradictory_rows_have_no_plan() -> None:
    """At most 2.5 of x and nothing of y cannot be 9."""
    impossible = program(20.0, at_least=9.0)
    assert isinstance(solve(replace(impossible, upper=np.array([2.5, 0.0]))), NoPlan)


def test_what_is_unbounded_is_a_fault() -> None:
    """A gain without limit is a mistake of ours, not a plan."""
    with pytest.raises(SolverFault, match="HiGHS"):
        solve(program(float("inf")))


@pytest.mark.parametrize("part", ["cost", "entries"])
def test_what_is_no_number_is_a_fault(part: str) -> None:
    """A missing price is not a price of zero."""
    broken: dict[str, Any] = {part: np.array([np.nan, 1.0])}
    with pytest.raises(SolverFault):
        solve(replace(program(), **broken))


def test_entries_are_sorted_by_column() -> None:
    """Put in any order, row by row or scattered."""
    builder = ProgramBuilder()
    columns, rows = builder.columns(3), builder.rows(2, upper=1.0)
    builder.put(rows, columns[[2, 0]], [5.0, 6.0])
    builder.put(rows[0], columns[[1]], 7.0)
    built = builder.build()
    assert built.starts.tolist() == [0, 1, 2, 3]
    assert (built.rows.tolist(), built.entries.tolist()) == ([1, 0, 0], [6.0, 7.0, 5.0])


def test_an_integer_program_is_not_called_infeasible_by_presolve_alone() -> None:
    """Whole nodes of 500 and a job that runs whole intervals: doing nothing is a plan, and presolve denied it."""
    nodes = pool(2000, gpus_per_node=500, idle_w=300.0, paused_w=0.0, pauses_nodes=True, whole_nodes=True)
    grid = GridConnection(
        import_limit_mw=6.0, curtailable_mw=4.0, auxiliary_fixed_mw=0.5, auxiliary_per_it_frac=0.02
    )
    whole = site(grid=grid, pools=(nodes,), jobs=(job(500.0, 0, 4, whole_interval=True),))
    found = Case(site=whole, values={"spot": np.array([0.0, 0.0, 0.0, -1.0])}).plan()
    assert found.objective == pytest.approx(50.0 + 1.52)
