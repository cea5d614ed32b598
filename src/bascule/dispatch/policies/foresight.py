"""Perfect information: the whole period as one program. The ceiling, never a competitor."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.assemble import Refinement
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.highs import SolverOptions
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.ladder import cut_schedule
from bascule.dispatch.nomination import best_nomination
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.outlook import with_hash_value
from bascule.dispatch.policies.policy import Observation
from bascule.dispatch.read import schedule
from bascule.dispatch.site_shape import SiteShape
from bascule.dispatch.violations import violations
from bascule.errors import Infeasible
from bascule.market.view import MarketView
from bascule.model.ai_contracts import BatchJob
from bascule.model.schedule import Schedule
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.model.time_grid import TimeGrid
from bascule.settle.calls import due_calls
from bascule.settle.coincident import known_probability

_LONG_S = 7200.0
"""A year of a site with many job levels takes minutes; the bound is worth waiting for."""
_WHOLE_S = 120.0
"""Seconds given to make on/off rules whole over the period."""


@dataclass(frozen=True, kw_only=True)
class Foresight:
    """Replays the plan that was best with everything known.

    Attributes:
        name: Name of the policy.
        plan: The whole period's plan, of one grid.
        ceiling: Money that no policy can exceed: the linear relaxation's.
    """

    name: str
    plan: Schedule
    ceiling: float

    @property
    def listens(self) -> bool:
        """Nothing is news to it."""
        return False

    def decide(self, observation: Observation, view: MarketView) -> Schedule:
        """What is left of the plan."""
        del observation
        gone = self.plan.grid.index(view.now)
        return cut_schedule(self.plan, gone) if gone > 0 else self.plan


def with_known_peaks(site: Site, grid: TimeGrid, values: Mapping[str, Floats]) -> dict[str, Floats]:
    """Values in which the probability of each system peak is what the load turned out to be: 1 or 0."""
    known = {
        charge.probability_name: known_probability(charge, grid, site.time_zone, values)
        for charge in site.coincident_peaks
    }
    return {**values, **known}


def _ceiling(shape: SiteShape, piece: Piece, state: SiteState, jobs: tuple[BatchJob, ...]) -> float:
    """Money that no sale of energy not drawn can exceed: of a baseline is known only that the connection bounds it."""
    site, grid = shape.site, piece.grid
    limit = np.full(grid.count, site.grid.import_limit_mw)
    most = {product.name: limit for product in site.reserves if product.always_called}
    if not most:
        return -np.inf
    inputs = compile_inputs(shape, [piece], state, Asking(jobs=jobs, baseline_mw=most))
    inputs = _with_known_calls(site, grid, piece.values, inputs)
    inputs, _ = best_nomination(site, grid, piece.values, inputs)
    plan = optimise(inputs, SolverOptions(time_limit_s=_LONG_S), relax=True)
    return plan.relaxed if isinstance(plan, Plan) else -np.inf


def _with_known_calls(site: Site, grid: TimeGrid, values: Mapping[str, Floats], inputs: Inputs) -> Inputs:
    """The horizon in which every reserve is called as it turned out to be, not as was expected."""
    reserves = tuple(
        replace(given, called_frac=due_calls(given.product, grid, site.time_zone, values)[given.steps])
        for given in inputs.reserves
    )
    return replace(inputs, reserves=reserves)


def foresee(
    shape: SiteShape,
    grid: TimeGrid,
    values: Mapping[str, Floats],
    state: SiteState,
    jobs: tuple[BatchJob, ...],
) -> tuple[Schedule, Plan]:
    """The best plan of a period with every value known. Its ``relaxed`` money is what no policy can exceed.

    Where the relaxation breaks an on/off rule, the plan is the best whole-number one found in time, else the
    relaxation itself.

    Raises:
        Infeasible: No plan keeps the physics.
    """
    known = with_known_peaks(shape.site, grid, values)
    piece = Piece(grid=grid, values=with_hash_value(shape.site, grid, known))
    inputs = compile_inputs(shape, [piece], state, Asking(jobs=jobs))
    inputs = _with_known_calls(shape.site, grid, values, inputs)
    inputs, nomination = best_nomination(shape.site, grid, piece.values, inputs)
    plan = optimise(inputs, SolverOptions(time_limit_s=_LONG_S), relax=True)
    if isinstance(plan, Plan) and violations(plan.layout, plan.answer.x, Refinement()) is not None:
        whole = optimise(inputs, SolverOptions(time_limit_s=_WHOLE_S, gap=1e-3))
        plan = whole if isinstance(whole, Plan) else plan
    if not isinstance(plan, Plan):
        raise Infeasible(
            f"no plan for {grid.start.isoformat()} to {grid.end.isoformat()}: {type(plan).__name__}"
        )
    found = schedule(plan, grid)
    plan = replace(plan, relaxed=max(plan.relaxed, _ceiling(shape, piece, state, jobs)))
    if found.import_mw is None or not nomination.fixed_mw:
        return found, plan
    nominated = nomination.of_import(found.import_mw)
    return replace(found, setpoints=replace(found.setpoints, nominated_mw=nominated)), plan
