"""The best first steps under several scenarios of what follows, and what one more unit is then worth on average."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch.assemble import Layout, Refinement, assemble
from bascule.dispatch.basis import StartingBasis, starting_basis
from bascule.dispatch.extensive import Placed, extensive
from bascule.dispatch.first_stage import first_stage
from bascule.dispatch.highs import NoPlan, Solved, SolverOptions, TimedOut, solve
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.optimise import Plan, money
from bascule.dispatch.program import LinearProgram
from bascule.dispatch.risk import Risk, averse
from bascule.dispatch.violations import violations
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenarios:
    """Horizons of one site that differ in prices, with their probabilities.

    Attributes:
        inputs: One horizon per scenario.
        weights: Shape (scenarios,), summing to 1.
        steps: How many first steps are decided once for all of them.
    """

    inputs: Sequence[Inputs]
    weights: Floats
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StochasticPlan:
    """A plan for several scenarios.

    Attributes:
        plan: As one plan: the first steps as decided, later columns and all duals as expected over the scenarios.
        money: Of each scenario, constants included, shape (scenarios,).
        weights: Their probabilities.
    """

    plan: Plan
    money: Floats
    weights: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsIntegers:
    """The relaxation breaks a rule of the site, so that a plan on one path, with integers, is the better one."""


def optimise_scenarios(
    given: Scenarios,
    risk: Risk | None = None,
    options: SolverOptions | None = None,
    jobs_as: Plan | None = None,
) -> StochasticPlan | NoPlan | TimedOut | NeedsIntegers:
    """The first steps that are best on average (or with the tail weighed in) over the scenarios.

    Args:
        given: The scenarios.
        risk: How much the worst ones count; None the mean alone.
        options: Solver limits.
        jobs_as: Batch jobs run as in this plan of the same horizon in every scenario; None decides them as well.

    Raises:
        SolverFault: HiGHS failed.
        ValueError: The scenarios differ in their first steps in more than money.
    """
    made = [assemble(inputs) for inputs in given.inputs]
    programs, layout = [_held(program, layout, jobs_as) for program, layout in made], made[0][1]
    first = first_stage(given.inputs[0], layout, programs[0].cost.size, given.steps)
    whole, placed = extensive(programs, given.weights, first)
    program = averse(whole, programs, given.weights, placed, risk) if risk and risk.weight else whole
    result = solve(program, options, _basis(given.inputs, layout, placed))
    if not isinstance(result, Solved):
        return result
    if _breaks(layout, result.x, placed, first):
        return NeedsIntegers()
    return _read(given, programs, layout, placed, first, result)


def _basis(inputs: Sequence[Inputs], layout: Layout, placed: Placed) -> StartingBasis:
    """Each scenario's merit order, each column and row taken once."""
    starts = [starting_basis(one, layout) for one in inputs]
    columns = np.concatenate([place[s.basic] for s, place in zip(starts, placed.columns, strict=True)])
    rows = np.concatenate([place[s.covered] for s, place in zip(starts, placed.rows, strict=True)])
    keep = _firsts(columns) & _firsts(rows)
    return StartingBasis(basic=columns[keep], covered=rows[keep])


def _held(program: LinearProgram, layout: Layout, plan: Plan | None) -> LinearProgram:
    """The program with its batch jobs fixed to those of a plan."""
    if plan is None or not layout.jobs:
        return program
    columns = np.concatenate([job.segments.ravel() for job in layout.jobs.values()])
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[columns] = upper[columns] = np.clip(plan.answer.x[columns], lower[columns], upper[columns])
    return replace(program, lower=lower, upper=upper)


def _firsts(values: Ints) -> NDArray[np.bool_]:
    marks = np.zeros(values.size, dtype=np.bool_)
    marks[np.unique(values, return_index=True)[1]] = True
    return marks


def _breaks(layout: Layout, x: Floats, placed: Placed, first: NDArray[np.bool_]) -> bool:
    """Whether something whole is planned in part, or something decided now goes both ways."""
    for place in placed.columns:
        wanted = violations(layout, x[place], Refinement())
        if wanted is not None and wanted.whole:
            return True
    now = violations(layout, np.where(first, x[placed.columns[0]], 0.0), Refinement())
    return now is not None


def _read(
    given: Scenarios,
    programs: Sequence[LinearProgram],
    layout: Layout,
    placed: Placed,
    first: NDArray[np.bool_],
    result: Solved,
) -> StochasticPlan:
    each = result.x[placed.columns]
    costs = np.asarray([program.cost @ x for program, x in zip(programs, each, strict=True)])
    earned = np.asarray([money(one, cost) for one, cost in zip(given.inputs, costs.tolist(), strict=True)])
    answer = replace(
        result,
        x=_one_way(layout, given.weights @ each),
        row_dual=_summed(result.row_dual, placed.rows, placed.shared_rows),
        column_dual=_summed(result.column_dual, placed.columns, first),
    )
    expected = float(given.weights @ earned)
    # The first scenario stands for what the scenarios have in common: everything but prices.
    plan = Plan(
        inputs=given.inputs[0], layout=layout, answer=answer, objective=expected, relaxed=expected, integers=0
    )
    return StochasticPlan(plan=plan, money=earned, weights=given.weights)


def _one_way(layout: Layout, x: Floats) -> Floats:
    """Expected columns with the expected net power of batteries: one scenario charges when another discharges."""
    net = x.copy()
    for battery in layout.batteries.values():
        both = np.minimum(x[battery.charge_mw], x[battery.discharge_mw])
        net[battery.charge_mw] -= both
        net[battery.discharge_mw] -= both
    return net


def _summed(duals: Floats, places: Ints, shared: NDArray[np.bool_]) -> Floats:
    """Duals over all scenarios; costs carry the weights, so that a sum is an expected value."""
    return np.asarray(np.where(shared, duals[places[0]], duals[places].sum(axis=0)))
