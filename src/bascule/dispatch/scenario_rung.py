"""From a plan on one forecast path to a plan under a fan of paths."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.highs import SolverOptions
from bascule.dispatch.ladder import Rung
from bascule.dispatch.optimise import Plan
from bascule.dispatch.planner import Planner
from bascule.dispatch.read import schedule
from bascule.dispatch.site_shape import SiteShape
from bascule.dispatch.stochastic import Scenarios, StochasticPlan, optimise_scenarios
from bascule.errors import SolverFault
from bascule.model.series import Floats
from bascule.model.state import SiteState


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paths:
    """The horizon in each scenario, as consecutive pieces like those of the plan on one path.

    Attributes:
        pieces: By scenario.
        weights: Probabilities, shape (scenarios,).
    """

    pieces: Sequence[Sequence[Piece]]
    weights: Floats


def scenario_rung(
    shape: SiteShape,
    state: SiteState,
    asking: Asking,
    rung: Rung,
    paths: Paths,
    planner: Planner,
    options: SolverOptions | None = None,
) -> Rung:
    """The plan under all paths; batch jobs run as planned on the one path, which keeps the program small.

    Args:
        shape: The site.
        state: The site now.
        asking: Known jobs and weights, as for the plan on one path.
        rung: That plan.
        paths: The scenarios.
        planner: How long decisions are the same, and the weight of risk.
        options: Solver limits.

    Returns:
        The plan on one path with a note where there is no better one.
    """
    if rung.plan is None:
        return rung
    if _refined(rung.plan):
        return on_one_path(rung, "whole numbers, flexible reservations or overruns are planned in rounds")
    grid = paths.pieces[0][0].grid
    steps = min(max(planner.decided // grid.step, 1), grid.count)
    inputs = [compile_inputs(shape, pieces, state, asking) for pieces in paths.pieces]
    given = Scenarios(inputs=inputs, weights=paths.weights, steps=steps)
    try:
        found = optimise_scenarios(given, planner.risk, options, jobs_as=rung.plan)
    except (SolverFault, ValueError) as fault:
        # A contract whose bounds depend on prices makes scenarios that are no longer one program.
        return on_one_path(rung, str(fault))
    if not isinstance(found, StochasticPlan):
        return on_one_path(rung, type(found).__name__)
    made = schedule(found.plan, grid)
    if made.marginal is not None and rung.schedule.marginal is not None:
        # Jobs are planned on the one path, and so is what waiting is worth to them.
        later = rung.schedule.marginal.job_per_gpu_h
        made = replace(made, marginal=replace(made.marginal, job_per_gpu_h=later))
    return Rung(schedule=made, plan=found.plan)


def _refined(plan: Plan) -> bool:
    return bool(plan.integers or plan.inputs.flexes or plan.inputs.overruns)


def on_one_path(rung: Rung, why: str) -> Rung:
    """The plan on one path, with the reason why it stays."""
    return replace(rung, schedule=replace(rung.schedule, note=f"planned on one forecast path: {why}"))
