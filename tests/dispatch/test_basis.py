"""The starting basis: square, and near enough to save iterations."""

import numpy as np
import pytest
from tests.dispatch.sites import EXPORT, FULL, HALF, battery, case, demand_charge, fleet, job, pool, site

from bascule.dispatch.assemble import assemble
from bascule.dispatch.basis import StartingBasis, starting_basis
from bascule.dispatch.highs import Solved, solve
from bascule.dispatch.program import LinearProgram
from bascule.model.grid_connection import GridConnection
from bascule.model.site import Site

PRICES = (45 + 25 * np.sin(np.arange(24) * 2 * np.pi / 24)).tolist()
BUSY = site(
    grid=GridConnection(import_limit_mw=20.0, export_limit_mw=5.0),
    exports=(EXPORT,),
    fleets=(fleet(), fleet(70.0, 5.0, name="new")),
    batteries=(battery(3.0, 6.0, charge_efficiency_frac=0.9, initial_mwh=3.0, final_mwh=3.0),),
    pools=(pool(1500),),
    jobs=tuple(
        job(1500 + 300 * k, 2 * k, 2 * k + 9, name=f"job {k}", value_per_gpu_h=0.03 + 0.02 * k)
        for k in range(7)
    ),
    demand_charges=(demand_charge(0.05),),
)


def basis(place: Site) -> tuple[LinearProgram, StartingBasis]:
    """A program and its starting basis."""
    inputs = case(place, PRICES).inputs()
    program, layout = assemble(inputs)
    return program, starting_basis(inputs, layout)


def test_as_many_columns_as_rows_and_none_twice() -> None:
    """Each basic column stands in place of one row's slack."""
    _, start = basis(BUSY)
    assert start.basic.size == start.covered.size
    assert np.unique(start.basic).size == start.basic.size
    assert np.unique(start.covered).size == start.covered.size


def test_the_basis_matrix_can_be_inverted() -> None:
    """Its columns on the rows that they cover have full rank."""
    program, start = basis(BUSY)
    matrix = np.zeros((program.row_lower.size, program.cost.size))
    for column in range(program.cost.size):
        span = slice(program.starts[column], program.starts[column + 1])
        np.add.at(matrix[:, column], program.rows[span], program.entries[span])
    square = matrix[np.ix_(start.covered, start.basic)]
    assert np.linalg.matrix_rank(square) == start.basic.size


def test_it_saves_iterations() -> None:
    """Fewer than from nothing, with the same cost."""
    program, start = basis(BUSY)
    cold, warm = solve(program), solve(program, None, start)
    assert isinstance(cold, Solved)
    assert isinstance(warm, Solved)
    assert warm.iterations < cold.iterations
    assert warm.objective == pytest.approx(cold.objective, rel=1e-9)


@pytest.mark.parametrize("prices", [PRICES, [-9.0] * 24, [500.0] * 24, [50.0] * 24])
def test_it_fits_levels_and_odd_prices(prices: list[float]) -> None:
    """Several levels, negative, very dear and equal prices: the same cost as from nothing."""
    levels = site(
        fleets=(fleet(),), pools=(pool(1500, HALF, FULL),), jobs=BUSY.jobs, batteries=BUSY.batteries
    )
    inputs = case(levels, prices).inputs()
    program, layout = assemble(inputs)
    cold, warm = solve(program), solve(program, None, starting_basis(inputs, layout))
    assert isinstance(cold, Solved)
    assert isinstance(warm, Solved)
    assert warm.objective == pytest.approx(cold.objective, rel=1e-9, abs=1e-6)
