"""Always a plan: the program, else the last plan shifted, else the merit order, else the safe state; each says why."""

from dataclasses import dataclass, replace

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.highs import SolverOptions
from bascule.dispatch.inputs import GroupKind, Inputs
from bascule.dispatch.merit import MeritOrder, fill, pools_shared
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.policies.flat_out import flat_out, soonest
from bascule.dispatch.policies.policy import Observation
from bascule.dispatch.read import schedule
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import BasculeError, Infeasible, SolverFault
from bascule.market.view import MarketView
from bascule.model.schedule import JobPower, PlanSource, Schedule, Setpoints
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rung:
    """A schedule, and the plan behind it where the program made it."""

    schedule: Schedule
    plan: Plan | None = None


def climb(
    shape: SiteShape,
    pieces: list[Piece],
    observation: Observation,
    view: MarketView,
    asking: Asking,
    last: Schedule | None,
    options: SolverOptions | None = None,
) -> Rung:
    """The best rung that holds.

    Args:
        shape: The site.
        pieces: The horizon as believed now; empty while a needed series has never been published.
        observation: The site.
        view: The market cut at now.
        asking: Known jobs and weights.
        last: The schedule followed so far, if any.
        options: Solver limits.
    """
    if not pieces:
        return Rung(schedule=safe(shape, observation, view, "a needed series has no published value yet"))
    try:
        inputs = compile_inputs(shape, pieces, observation.state, asking)
        refuse_impossible(inputs)
        result = optimise(inputs, options)
    except (SolverFault, Infeasible) as fault:
        return _lower(shape, pieces[0], observation, view, asking, last, str(fault))
    if isinstance(result, Plan):
        return Rung(schedule=schedule(result, pieces[0].grid), plan=result)
    return _lower(shape, pieces[0], observation, view, asking, last, type(result).__name__)


def refuse_impossible(inputs: Inputs) -> None:
    """Refuse a horizon whose base load no import, generation or storage can carry.

    Raises:
        Infeasible: Names the step and the numbers.
    """
    keep = 1.0 - inputs.loss_frac
    most = (np.maximum(inputs.import_limit_mw, 0.0) + inputs.breach_limit_mw) * keep
    most = most + sum((g.available_mw for g in inputs.generators), np.zeros(inputs.count))
    most = most + sum(b.battery.discharge_limit_mw for b in inputs.batteries)
    short = np.flatnonzero(inputs.base_load_mw > most + 1e-6)
    if short.size:
        k = int(short[0])
        at = np.datetime64(int(inputs.starts_s[k]), "s")
        raise Infeasible(
            f"the base load (auxiliaries and devices at rest) of {inputs.base_load_mw[k]:.3f} MW exceeds the"
            f" {most[k]:.3f} MW that the connection, generation and storage can give in the interval from {at}Z"
        )


def _lower(
    shape: SiteShape,
    piece: Piece,
    observation: Observation,
    view: MarketView,
    asking: Asking,
    last: Schedule | None,
    why: str,
) -> Rung:
    shifted = _shifted(last, view, why)
    if shifted is not None:
        return Rung(schedule=shifted)
    try:
        return Rung(schedule=merit_schedule(shape, piece, observation, asking, why))
    except BasculeError as fault:
        return Rung(schedule=safe(shape, observation, view, f"{why}; merit order: {fault}"))


def _shifted(last: Schedule | None, view: MarketView, why: str) -> Schedule | None:
    """What is left of the last plan."""
    if last is None:
        return None
    gone = last.grid.index(view.now)
    if not 0 <= gone < last.grid.count:
        return None
    return replace(cut_schedule(last, gone), source=PlanSource.SHIFTED, note=why)


def merit_schedule(
    shape: SiteShape, piece: Piece, observation: Observation, asking: Asking, why: str
) -> Schedule:
    """Each interval on its own by merit order; batch jobs as soon as their pool has room; the battery rests."""
    inputs = pools_shared(compile_inputs(shape, [piece], observation.state, asking))
    filled = fill(inputs)
    room = {p.pool.name: np.full(piece.grid.count, p.pool.devices) for p in inputs.pools}
    for group in (g for g in inputs.groups if g.pool is not None):
        used = np.minimum(filled.group_run_mw[group.name], group.widths_mw[0]) / group.device_mw
        room[group.pool or ""] -= used
    room = {name: np.maximum(left, 0.0) for name, left in room.items()}
    jobs = soonest(shape, piece.grid, asking.jobs, observation.state, room)
    return Schedule(
        setpoints=merit_setpoints(shape, inputs, piece.grid, filled, jobs),
        source=PlanSource.MERIT_ORDER,
        note=why,
        objective=filled.objective,
    )


def merit_setpoints(
    shape: SiteShape,
    inputs: Inputs,
    grid: TimeGrid,
    filled: MeritOrder,
    jobs: dict[str, JobPower],
    charge: dict[str, Floats] | None = None,
    discharge: dict[str, Floats] | None = None,
) -> Setpoints:
    """Setpoints of a filled merit order; a group's first segment says how many devices run."""
    site, run = shape.site, filled.group_run_mw
    uses = [group for group in inputs.groups if group.kind in (GroupKind.RESERVATION, GroupKind.SALE)]
    return Setpoints(
        grid=grid,
        fleet_run_mw={f.name: filled.group_run_mw[f.name] for f in site.fleets},
        use_run_mw={group.name: run[group.name] for group in uses},
        use_gpus={
            group.name: np.minimum(run[group.name], group.widths_mw[0]) / group.device_mw for group in uses
        },
        job_run_mw=jobs,
        charge_mw=charge or {},
        discharge_mw=discharge or {},
        load_mw=filled.load_mw,
    )


def safe(shape: SiteShape, observation: Observation, view: MarketView, why: str) -> Schedule:
    """The safe state for one interval: firm AI served, nothing hashed, sold or stored."""
    grid = view.grid.window(view.grid.index(view.now), 1)
    quiet = Observation(state=observation.state, jobs=(), steps=observation.steps)
    full = flat_out(shape, grid, quiet, view, {})
    firm = {contract.name for contract in shape.site.reservations}
    uses = {name: power for name, power in full.use_run_mw.items() if name in firm}
    held = {name: full.use_gpus[name] for name in uses}
    return Schedule(
        setpoints=Setpoints(grid=grid, use_run_mw=uses, use_gpus=held), source=PlanSource.SAFE, note=why
    )


def cut_schedule(last: Schedule, gone: int) -> Schedule:
    """A schedule without its first ``gone`` intervals."""
    marginal = last.marginal
    if marginal is not None:
        marginal = replace(
            marginal,
            bus_per_mwh=marginal.bus_per_mwh[gone:],
            import_limit_per_mw_h=marginal.import_limit_per_mw_h[gone:],
            stored_per_mwh={name: values[gone:] for name, values in marginal.stored_per_mwh.items()},
            firm_per_gpu_h={name: values[gone:] for name, values in marginal.firm_per_gpu_h.items()},
        )
    return replace(
        last,
        setpoints=cut_setpoints(last.setpoints, gone, last.grid.count - gone),
        marginal=marginal,
        import_mw=None if last.import_mw is None else last.import_mw[gone:],
    )


def cut_setpoints(setpoints: Setpoints, first: int, count: int) -> Setpoints:
    """The ``count`` intervals of setpoints from ``first`` on."""
    span = slice(first, first + count)
    jobs = {}
    for name, job in setpoints.job_run_mw.items():
        begin, end = max(first, job.first), min(first + count, job.first + job.run_mw.size)
        if begin < end:
            inside = slice(begin - job.first, end - job.first)
            jobs[name] = JobPower(first=begin - first, run_mw=job.run_mw[inside], gpus=job.gpus[inside])
    return Setpoints(
        grid=setpoints.grid.window(first, count),
        fleet_run_mw={k: v[span] for k, v in setpoints.fleet_run_mw.items()},
        fleet_machines={k: v[span] for k, v in setpoints.fleet_machines.items()},
        use_run_mw={k: v[span] for k, v in setpoints.use_run_mw.items()},
        use_gpus={k: v[span] for k, v in setpoints.use_gpus.items()},
        job_run_mw=jobs,
        charge_mw={k: v[span] for k, v in setpoints.charge_mw.items()},
        discharge_mw={k: v[span] for k, v in setpoints.discharge_mw.items()},
        generation_mw={k: v[span] for k, v in setpoints.generation_mw.items()},
        load_mw={k: v[span] for k, v in setpoints.load_mw.items()},
        import_cap_mw=None if setpoints.import_cap_mw is None else setpoints.import_cap_mw[span],
        nominated_mw={k: v[span] for k, v in setpoints.nominated_mw.items()},
        reserve_mw={k: v[span] for k, v in setpoints.reserve_mw.items()},
    )
