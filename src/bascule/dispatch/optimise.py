"""The best plan of a horizon: solve the relaxation, look, add integers only where it breaks a rule, read the answer."""

from dataclasses import dataclass, replace

import numpy as np

from bascule.dispatch.assemble import Layout, Refinement, assemble
from bascule.dispatch.basis import starting_basis
from bascule.dispatch.flex_events import with_events
from bascule.dispatch.highs import LARGE_COLUMNS, NoPlan, Solved, SolverOptions, TimedOut, solve
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.program import LinearProgram
from bascule.dispatch.violations import violations, with_cuts

_ROUNDS = 12
_CUT_ROUNDS = 8


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
    tried = _linear(inputs, options)
    if not isinstance(tried, _Tried):
        return tried
    relaxed = money(inputs, tried.result.objective)
    if inputs.flexes:
        inputs = with_events(inputs, tried.result.row_dual[tried.layout.bus.balance] / inputs.hours)
        tried = _linear(inputs, options)
        if not isinstance(tried, _Tried):
            return tried
    for _ in range(0 if relax else _ROUNDS):
        wanted = _wanted(inputs, tried)
        if wanted is None:
            break
        again = _try(inputs, wanted, options)
        if not isinstance(again, _Tried):
            return again
        tried = again
    program, layout, result = tried.program, tried.layout, tried.result
    integers = int(program.integer.sum())
    answer = _with_duals(tried) if integers else result
    return Plan(
        inputs=inputs,
        layout=layout,
        answer=answer,
        objective=money(inputs, answer.objective),
        relaxed=relaxed,
        integers=integers,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tried:
    """A program and its answer."""

    refinement: Refinement
    program: LinearProgram
    layout: Layout
    result: Solved


def _try(inputs: Inputs, refinement: Refinement, options: SolverOptions | None) -> _Tried | NoPlan | TimedOut:
    program, layout = assemble(inputs, refinement)
    linear = program.cost.size < LARGE_COLUMNS and not program.integer.any()
    result = solve(program, options, starting_basis(inputs, layout) if linear else None)
    if not isinstance(result, Solved):
        return result
    return _Tried(refinement=refinement, program=program, layout=layout, result=result)


def _linear(inputs: Inputs, options: SolverOptions | None) -> _Tried | NoPlan | TimedOut:
    """The linear relaxation, its overruns of subscribed power close to what they are billed."""
    tried = _try(inputs, Refinement(), options)
    for _ in range(_CUT_ROUNDS):
        closer = (
            with_cuts(inputs, tried.layout, tried.result.x, tried.refinement)
            if isinstance(tried, _Tried)
            else None
        )
        if closer is None:
            break
        tried = _try(inputs, closer, options)
    return tried


def _wanted(inputs: Inputs, tried: _Tried) -> Refinement | None:
    """What an answer breaks: rules of on and off, and after them the norm of its overruns."""
    x = tried.result.x
    whole = violations(tried.layout, x, tried.refinement)
    if whole is None and not tried.program.integer.any():
        return None
    closer = with_cuts(inputs, tried.layout, x, whole or tried.refinement)
    return closer or whole


def money(inputs: Inputs, cost: float) -> float:
    """Money over the horizon from a program's cost: constants in, peaks and overruns already owed taken out of the cost."""
    owed = sum(peak.price_per_mw * peak.owed_mw for peak in inputs.peaks)
    owed += sum(overrun.price_per_mw * overrun.before_mw for overrun in inputs.overruns)
    return inputs.constant - (cost - owed)


def _with_duals(tried: _Tried) -> Solved:
    """The answer with the duals of the program in which its integers are fixed.

    That program may have other answers that are as good and break what the integers did not need to hold: then the first one
    stands, with the duals of the other.
    """
    program, result = tried.program, tried.result
    fixed = np.round(result.x)
    lower = np.where(program.integer, fixed, program.lower)
    upper = np.where(program.integer, fixed, program.upper)
    linear = replace(program, lower=lower, upper=upper, integer=np.zeros_like(program.integer))
    again = solve(linear)
    if not isinstance(again, Solved):
        return result
    if violations(tried.layout, again.x, tried.refinement) is not None:
        again = replace(again, x=result.x, objective=result.objective)
    return replace(again, proven=result.proven)
