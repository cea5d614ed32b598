"""From an optimal answer to setpoints and marginal values."""

import numpy as np

from bascule.dispatch.assemble import Layout
from bascule.dispatch.blocks.groups import run_mw
from bascule.dispatch.blocks.overruns import planned_and_exact
from bascule.dispatch.inputs import GroupKind, Inputs, ReserveInput
from bascule.dispatch.optimise import Plan
from bascule.model.schedule import JobPower, MarginalValues, PlanSource, Schedule, Setpoints
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid

_UNCURTAILED_MW = 1e-6


def schedule(plan: Plan, grid: TimeGrid, source: PlanSource = PlanSource.PROGRAM, note: str = "") -> Schedule:
    """The plan's setpoints on its first, finest stretch.

    Args:
        plan: An optimal answer.
        grid: The first stretch of the horizon.
        source: Rung of the ladder.
        note: Why that rung.
    """
    bus, x = plan.layout.bus, plan.answer.x
    bought = x[bus.import_mw] + (x[bus.breach_mw] if bus.breach_mw.size else 0.0)
    return Schedule(
        setpoints=_setpoints(plan, grid),
        source=source,
        note=note,
        objective=plan.objective,
        marginal=marginal_values(plan, grid.count),
        import_mw=bought[: grid.count],
        overrun_money=_overrun_money(plan),
    )


def _overrun_money(plan: Plan) -> tuple[float, float] | None:
    if not plan.inputs.overruns:
        return None
    layout, x = plan.layout.overruns, plan.answer.x
    both = [planned_and_exact(overrun, layout[overrun.key], x) for overrun in plan.inputs.overruns]
    return sum(planned for planned, _ in both), sum(exact for _, exact in both)


def _setpoints(plan: Plan, grid: TimeGrid) -> Setpoints:
    layout, x, n = plan.layout, plan.answer.x, grid.count
    powers = {g.name: (g.kind, run_mw(layout.groups[g.name], x)[:n]) for g in plan.inputs.groups}
    gpu_kinds = (GroupKind.RESERVATION, GroupKind.SALE)
    return Setpoints(
        grid=grid,
        fleet_run_mw={name: mw for name, (kind, mw) in powers.items() if kind is GroupKind.FLEET},
        fleet_machines={
            g.name: x[layout.groups[g.name].segments[0]][:n] / g.device_mw
            for g in plan.inputs.groups
            if g.kind is GroupKind.FLEET and g.start is not None
        },
        use_run_mw={name: mw for name, (kind, mw) in powers.items() if kind in gpu_kinds},
        use_gpus={
            g.name: x[layout.groups[g.name].segments[0]][:n] / g.device_mw
            for g in plan.inputs.groups
            if g.kind in gpu_kinds
        },
        job_run_mw=_job_powers(plan.inputs, layout, x, n),
        charge_mw={name: np.maximum(x[c.charge_mw][:n], 0.0) for name, c in layout.batteries.items()},
        discharge_mw={name: np.maximum(x[c.discharge_mw][:n], 0.0) for name, c in layout.batteries.items()},
        generation_mw=_generation(plan.inputs, layout, x, n),
        load_mw={name: np.maximum(x[c.power_mw][:n], 0.0) for name, c in layout.loads.items()},
        import_cap_mw=_import_cap(plan, n),
        reserve_mw={r.product.name: _reserve_mw(plan, r, n) for r in plan.inputs.reserves},
    )


def _reserve_mw(plan: Plan, given: ReserveInput, n: int) -> Floats:
    """Meter MW of a product: what is sold, and where nothing is decided yet what the plan would hold."""
    columns, keep = plan.layout.reserves[given.product.name], 1.0 - plan.inputs.loss_frac
    held = sum((plan.answer.x[c] for c in columns.held.values()), np.zeros(given.committed_mw.size)) / keep
    per_block = np.where(np.isfinite(given.committed_mw), given.committed_mw, np.maximum(held, 0.0))
    mw, inside = np.zeros(n), given.steps < n
    mw[given.steps[inside]] = per_block[given.block[inside]]
    return mw


def _import_cap(plan: Plan, n: int) -> Floats | None:
    """The lowest planned peak of the charges that bill each step, or what the plan imports there if that is more.

    Within a billing interval a plan may draw more than the peak and less again. A step that no charge bills is not capped.
    """
    if not plan.inputs.peaks:
        return None
    cap = np.full(plan.inputs.count, np.inf)
    for peak in plan.inputs.peaks:
        planned = float(plan.answer.x[plan.layout.peaks[peak.charge, peak.month][0]])
        cap[peak.steps] = np.minimum(cap[peak.steps], planned)
    bus, x = plan.layout.bus, plan.answer.x
    planned_mw = x[bus.import_mw] + (x[bus.breach_mw] if bus.breach_mw.size else 0.0)
    return np.asarray(np.maximum(cap, planned_mw)[:n])


def _job_powers(inputs: Inputs, layout: Layout, x: Floats, n: int) -> dict[str, JobPower]:
    made = {}
    for job in inputs.jobs:
        inside = job.steps < n
        if inside.any():
            powers = np.maximum(x[layout.jobs[job.name].segments[:, inside]], 0.0)
            gpus = powers[0] / job.device_mw
            made[job.name] = JobPower(first=int(job.steps[0]), run_mw=powers.sum(axis=0), gpus=gpus)
    return made


def _generation(inputs: Inputs, layout: Layout, x: Floats, n: int) -> dict[str, Floats]:
    caps = {}
    for generator in inputs.generators:
        output, available = x[layout.generators[generator.name]][:n], generator.available_mw[:n]
        caps[generator.name] = np.where(output >= available - _UNCURTAILED_MW, np.inf, output)
    return caps


def marginal_values(plan: Plan, count: int) -> MarginalValues:
    """What one more unit is worth over the first ``count`` steps.

    A minimisation's row dual is the cost of one more unit on the row's right-hand side; the bus balance has
    the base load there, so
    its dual is the value of a MW at the bus. A column's reduced cost at its upper bound is minus the value
    of a higher bound.
    """
    inputs, layout, answer = plan.inputs, plan.layout, plan.answer
    hours = inputs.hours[:count]
    limit = np.maximum(-answer.column_dual[layout.bus.import_mw][:count], 0.0)
    batteries = [(b.battery, layout.batteries[b.battery.name]) for b in inputs.batteries]
    dual = answer.column_dual
    return MarginalValues(
        bus_per_mwh=answer.row_dual[layout.bus.balance][:count] / hours,
        import_limit_per_mw_h=limit / hours,
        peak_mw={key: float(answer.x[column[0]]) for key, column in layout.peaks.items()},
        stored_per_mwh={b.name: -answer.row_dual[c.energy][:count] for b, c in batteries},
        battery_per_mw={
            b.name: float(
                np.maximum(-dual[c.charge_mw], 0.0).sum() + np.maximum(-dual[c.discharge_mw], 0.0).sum()
            )
            for b, c in batteries
        },
        battery_per_mwh={b.name: float(np.maximum(-dual[c.energy_mwh], 0.0).sum()) for b, c in batteries},
        firm_per_gpu_h=_firm_values(plan, count),
        job_per_gpu_h={name: float(max(-answer.row_dual[c.work], 0.0)) for name, c in layout.jobs.items()},
    )


def _firm_values(plan: Plan, count: int) -> dict[str, Floats]:
    """Cost of one more reserved GPU-hour: its penalty less what serving it gains at the margin, pool scarcity included."""
    hours, values = plan.inputs.hours[:count], {}
    for group in (g for g in plan.inputs.groups if g.kind is GroupKind.RESERVATION):
        widths = group.widths_mw[:, :count]
        per_gpu = np.divide(
            widths * group.device_mw, widths[0], out=np.zeros_like(widths), where=widths[0] > 0
        )
        dual = plan.answer.column_dual[plan.layout.groups[group.name].segments[:, :count]]
        gain = np.maximum(-dual, 0.0) / hours
        values[group.name] = ((group.worth_per_mwh[:, :count] - gain) * per_gpu).sum(axis=0)
    return values
