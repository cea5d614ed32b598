"""The one door to HiGHS.

Programs are solved cold, from a basis read off the merit order where there is one: HiGHS 1.15.1 has an open
report of wrong
objectives after a hot start of the LP (ERGO-Code/HiGHS #3294), and presolve costs more than it saves on
programs of this size.
"""

from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np

from bascule.dispatch.basis import StartingBasis
from bascule.dispatch.program import LinearProgram
from bascule.errors import SolverFault
from bascule.model.series import Floats

LARGE_COLUMNS: Final = 60_000
"""From here on presolve pays for itself (a whole year of 580,516 columns: 18 s with, 33 s without)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverOptions:
    """How long and how exactly to solve.

    Attributes:
        time_limit_s: Seconds after which the best answer so far is kept.
        gap: Relative gap at which an integer program is good enough.
    """

    time_limit_s: float = 60.0
    gap: float = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solved:
    """An answer.

    Attributes:
        objective: Least cost.
        x: Columns.
        row_dual: Cost of one more unit on each row (zeros for an integer program).
        column_dual: Reduced costs (zeros for an integer program).
        proven: False where time ran out and this is only the best so far.
        iterations: Simplex iterations.
    """

    objective: float
    x: Floats
    row_dual: Floats
    column_dual: Floats
    proven: bool
    iterations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPlan:
    """No point satisfies all rows and bounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedOut:
    """Time ran out before any usable answer."""


_INFEASIBLE: Final = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
SolveResult = Solved | NoPlan | TimedOut


def solve(
    program: LinearProgram, options: SolverOptions | None = None, basis: StartingBasis | None = None
) -> SolveResult:
    """Solve a program cold.

    Args:
        program: What to solve.
        options: Limits; the default where None.
        basis: Where the simplex method starts, or None.

    Raises:
        SolverFault: HiGHS refused the program or gave an answer that is none.
    """
    chosen = options or SolverOptions()
    highs = _highs(program, chosen)
    _pass(highs, program)
    if basis is not None and not program.integer.any():
        highs.setBasis(_highs_basis(program, basis))
    highs.run()
    if _undecided(highs):
        # Rounding left the simplex method with an answer that it does not trust; presolve gives it a better scaled program.
        highs.clearSolver()
        highs.setOptionValue("presolve", "on")
        highs.run()
    elif program.integer.any() and highs.getModelStatus() in _INFEASIBLE:
        # Presolve has called integer programs infeasible that have a plan (HiGHS 1.15): it is believed only without it.
        highs.clearSolver()
        highs.setOptionValue("presolve", "off")
        highs.run()
    return _result(highs, program)


def _highs(program: LinearProgram, options: SolverOptions) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # the binding's constructor carries no annotations
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    highs.setOptionValue("time_limit", options.time_limit_s)
    highs.setOptionValue("mip_rel_gap", options.gap)
    small = program.cost.size < LARGE_COLUMNS and not program.integer.any()
    highs.setOptionValue("presolve", "off" if small else "choose")
    highs.setOptionValue("solver", "choose" if program.integer.any() else "simplex")
    return highs


def _pass(highs: highspy.Highs, program: LinearProgram) -> None:
    if not (np.isfinite(program.cost).all() and np.isfinite(program.entries).all()):
        raise SolverFault("the program holds a cost or an entry that is no number")
    sizes = (program.cost.size, program.row_lower.size, program.entries.size)
    columnwise, minimise = int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize)
    bounds = (program.cost, program.lower, program.upper, program.row_lower, program.row_upper)
    matrix = (program.starts[:-1], program.rows, program.entries)
    kinds = program.integer.astype(np.int32)
    if (
        highs.passModel(*sizes, columnwise, minimise, program.offset, *bounds, *matrix, kinds)
        == highspy.HighsStatus.kError
    ):
        raise SolverFault("HiGHS refuses the program: inconsistent bounds or entries")


def _highs_basis(program: LinearProgram, start: StartingBasis) -> highspy.HighsBasis:
    status = highspy.HighsBasisStatus
    columns, rows = [status.kLower] * program.cost.size, [status.kBasic] * program.row_lower.size
    for column in start.basic.tolist():
        columns[column] = status.kBasic
    for row in start.covered.tolist():
        rows[row] = status.kLower
    basis = highspy.HighsBasis()
    basis.col_status, basis.row_status, basis.valid = columns, rows, True
    return basis


def _undecided(highs: highspy.Highs) -> bool:
    status, feasible = highs.getModelStatus(), highspy.SolutionStatus.kSolutionStatusFeasible
    unproven = (
        status == highspy.HighsModelStatus.kOptimal and highs.getInfo().primal_solution_status != feasible
    )
    return bool(status == highspy.HighsModelStatus.kUnknown or unproven)


def _result(highs: highspy.Highs, program: LinearProgram) -> SolveResult:
    status = highs.getModelStatus()
    if status in _INFEASIBLE:
        return NoPlan()
    info = highs.getInfo()
    usable = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    # An unfinished simplex method may stand at doing nothing: only an integer program's best so far is a plan.
    if status == highspy.HighsModelStatus.kTimeLimit and not (usable and program.integer.any()):
        return TimedOut()
    if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit) or not usable:
        raise SolverFault(f"HiGHS ended with {highs.modelStatusToString(status)}")
    solution = highs.getSolution()
    duals = solution.dual_valid
    return Solved(
        objective=info.objective_function_value - program.offset,
        x=np.array(solution.col_value),
        row_dual=np.array(solution.row_dual) if duals else np.zeros(program.row_lower.size),
        column_dual=np.array(solution.col_dual) if duals else np.zeros(program.cost.size),
        proven=status == highspy.HighsModelStatus.kOptimal,
        iterations=info.simplex_iteration_count,
    )
