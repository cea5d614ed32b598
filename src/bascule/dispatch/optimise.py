"""The best plan of a horizon: solve the relaxation, look, add integers only where it breaks a rule, read the answer."""

from dataclasses import dataclass, replace

import numpy as np

from bascule.dispatch.assemble import Layout, Refinement, assemble
from bascule.dispatch.basis import starting_basis
from bascule.dispatch.flex_events import with_events
from bascule.dispatch.highs import LARGE_COLUMNS, NoPlan, Solved, SolveResult, SolverOptions, TimedOut, solve
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.program import LinearProgram
from bascule.dispatch.violations import violations

_ROUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """An optimal answer with its place in the program.

    Attributes:
        inputs: The horizon.
        layout: Where each asset's columns stand.
        answer: The solver's answer; its duals come from the program with its integers fixed.
        objective: Money over the horizon, constants included.
        relaxed: Money of the linear relaxation: no plan earns more.
        integers: Number of integer columns that were needed.
    """

    inputs: Inputs
    layout: Layout
    answer: Solved
    objective: float
    relaxed: float
    integers: int


def optimise(
    inputs: Inputs, options: SolverOptions | None = None, *, relax: bool = False
) -> Plan | NoPlan | TimedOut:
    """The best plan.

    Args:
        inputs: The horizon.
        options: Solver limits.
        relax: Accept the linear relaxation: an upper bound on every plan.

    Raises:
        SolverFault: HiGHS failed.
    """
    refinement = Refinement()
    program, layout = assemble(inputs, refinement)
    start = starting_basis(inputs, layout) if program.cost.size < LARGE_COLUMNS else None
    result: SolveResult = solve(program, options, start)
    if not isinstance(result, Solved):
        return result
    relaxed = money(inputs, result.objective)
    if inputs.flexes:
        inputs = with_events(inputs, result.row_dual[layout.bus.balance] / inputs.hours)
        program, layout = assemble(inputs, refinement)
        result = solve(program, options)
        if not isinstance(result, Solved):
            return result
    for _ in range(0 if relax else _ROUNDS):
        wanted = violations(layout, result.x, refinement)
        if wanted is None:
            break
        refinement = wanted
        program, layout = assemble(inputs, refinement)
        result = solve(program, options)
        if not isinstance(result, Solved):
            return result
    integers = int(program.integer.sum())
    answer = _with_duals(program, result) if integers else result
    return Plan(
        inputs=inputs,
        layout=layout,
        answer=answer,
        objective=money(inputs, answer.objective),
        relaxed=relaxed,
        integers=integers,
    )


def money(inputs: Inputs, cost: float) -> float:
    """Money over the horizon from a program's cost: constants in, peaks already owed taken out of the cost."""
    owed = sum(peak.price_per_mw * peak.floor_mw for peak in inputs.peaks)
    return inputs.constant - (cost - owed)


def _with_duals(program: LinearProgram, result: Solved) -> Solved:
    """The same answer with the duals of the program in which its integers are fixed."""
    fixed = np.round(result.x)
    lower = np.where(program.integer, fixed, program.lower)
    upper = np.where(program.integer, fixed, program.upper)
    linear = replace(program, lower=lower, upper=upper, integer=np.zeros_like(program.integer))
    again = solve(linear)
    return replace(again, proven=result.proven) if isinstance(again, Solved) else result
