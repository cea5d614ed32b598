"""Between two plans: each interval on its own, at the plan's marginal values against the newest price."""

from dataclasses import dataclass, replace

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.compile_notice import held_to_plan
from bascule.dispatch.inputs import BatteryInput, Group, Inputs, JobInput
from bascule.dispatch.ladder import merit_setpoints
from bascule.dispatch.merit import Bid, MeritOrder, fill, pools_shared
from bascule.dispatch.optimise import Plan
from bascule.dispatch.reserved import held_now, kept_running
from bascule.dispatch.site_shape import SiteShape
from bascule.dispatch.withheld import with_withheld
from bascule.model.ai_contracts import BatchJob, DailyJob
from bascule.model.schedule import JobPower, MarginalValues, PlanSource, Schedule
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import SiteState

_HELD_H = 1.0
"""Hours over which a start's cost is spread when one interval decides alone."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Followed:
    """A plan that is being followed: its schedule (with marginal values) and the plan itself."""

    schedule: Schedule
    plan: Plan


def followable(site: Site) -> bool:
    """Whether intervals may be filled one by one between plans: nothing is whole, held, ramped or capped over time."""
    loads = any(load.commits or load.ramp_mw_per_h is not None for load in site.loads)
    wholes = any(f.whole_block for f in site.fleets) or any(p.whole_nodes for p in site.pools)
    work: tuple[BatchJob | DailyJob, ...] = (*site.jobs, *site.daily_jobs)
    jobs = any(job.whole_interval or job.pays_on_completion for job in work)
    return not (
        loads or wholes or jobs or site.grid.ramp_mw_per_h is not None or site.emission_cap is not None
    )


def follow(shape: SiteShape, piece: Piece, state: SiteState, asking: Asking, followed: Followed) -> Schedule:
    """One interval by merit order, with the worth of stored energy, of unfinished work and of a higher peak taken from the plan.

    Args:
        shape: The site.
        piece: The interval, with the newest values.
        state: The site now.
        asking: Known jobs.
        followed: The plan.
    """
    values = followed.schedule.marginal
    if values is None:
        raise ValueError("only a plan with marginal values can be followed")
    asking = replace(asking, final_energy=False, noticed=followed.schedule)
    inputs = compile_inputs(shape, [piece], state, asking)
    step = min(followed.schedule.grid.index(piece.grid.start), followed.schedule.grid.count - 1)
    planned_mw = followed.schedule.import_mw
    kept_mw = np.inf if planned_mw is None else float(planned_mw[step])
    priced = _overrun_priced(_peak_priced(_band_priced(inputs, followed.plan), values), kept_mw)
    capped = kept_running(pools_shared(_sticky(priced)), held_now(followed.plan, step))
    inputs = replace(inputs, batteries=capped.batteries)
    bids, supply = _battery_bids(inputs, values, step)
    jobs = _job_bids(inputs, values, followed.schedule, step)
    capped = held_to_plan(capped, shape.site.sales, followed.schedule, step)
    withholding = with_withheld(capped, followed.plan, step)
    filled = fill(withholding, [*bids, *(bid for offer in jobs for bid in offer.bids)], supply)
    charge = {b.battery.name: filled.extra_mw[f"charge {b.battery.name}"] for b in inputs.batteries}
    discharge = {
        b.battery.name: _most_discharge(b, inputs.hours) - filled.extra_mw[f"hold {b.battery.name}"]
        for b in inputs.batteries
    }
    for name, out in discharge.items():
        # Where power is paid for being taken both bids win; a battery goes one way.
        both = np.minimum(charge[name], out)
        charge[name], discharge[name] = charge[name] - both, out - both
    powers = {offer.job.name: _job_power(offer, filled) for offer in jobs}
    setpoints = merit_setpoints(shape, capped, piece.grid, filled, powers, charge, discharge)
    setpoints = replace(setpoints, reserve_mw=_sold_now(followed.schedule, step))
    if inputs.peaks:
        setpoints = replace(setpoints, import_cap_mw=np.maximum(filled.import_mw, capped.import_limit_mw))
    return Schedule(
        setpoints=setpoints,
        source=PlanSource.FOLLOW,
        marginal=replace(values, bus_per_mwh=filled.bus_per_mwh, import_limit_per_mw_h=np.zeros(1)),
        import_mw=filled.import_mw,
    )


def _sold_now(plan: Schedule, step: int) -> dict[str, Floats]:
    return {name: mw[step : step + 1] for name, mw in plan.setpoints.reserve_mw.items()}


def _band_priced(inputs: Inputs, plan: Plan) -> Inputs:
    """A MWh counts towards its month's volume band at what the plan found that to cost."""
    rate = inputs.import_rate.copy()
    for band in inputs.bands:
        rows = plan.layout.bands.get((band.band, band.month))
        if rows is not None:
            rate[band.steps] += rows.import_per_mwh(plan.answer.row_dual)
    return replace(inputs, import_rate=rate)


def _peak_priced(inputs: Inputs, values: MarginalValues) -> Inputs:
    """Import above the planned peak costs the demand charge: the merit order sees it as a breach with that price."""
    if not inputs.peaks or inputs.breach_limit_mw.any():
        return inputs
    planned = min(max(values.peak_mw.get((p.charge, p.month), 0.0), p.floor_mw) for p in inputs.peaks)
    price = sum(p.price_per_mw for p in inputs.peaks) / float(inputs.hours[0])
    within = np.minimum(inputs.import_limit_mw, planned)
    return replace(
        inputs,
        import_limit_mw=within,
        breach_limit_mw=np.maximum(inputs.import_limit_mw - within, 0.0),
        breach_price_per_mwh=price,
    )


def _overrun_priced(inputs: Inputs, planned_mw: float) -> Inputs:
    """Import above the power subscribed, where the plan stays below it, costs an overrun on its own.

    A month that has overrun already pays less for the next MW, so the price is the most that it can be.
    """
    if not inputs.overruns or inputs.breach_limit_mw.any():
        return inputs
    kept = min(max(o.subscribed_mw, planned_mw) for o in inputs.overruns)
    price = sum(o.price_per_mw * float(np.sqrt(o.weight[0])) for o in inputs.overruns) / float(
        inputs.hours[0]
    )
    within = np.minimum(inputs.import_limit_mw, kept)
    return replace(
        inputs,
        import_limit_mw=within,
        breach_limit_mw=np.maximum(inputs.import_limit_mw - within, 0.0),
        breach_price_per_mwh=price,
    )


def _sticky(inputs: Inputs) -> Inputs:
    """Running machines bid their start's cost on top: stopping them now means paying it later."""
    return replace(
        inputs, groups=tuple(_stuck(group) if group.start is not None else group for group in inputs.groups)
    )


def _stuck(group: Group) -> Group:
    if group.start is None:
        return group
    share = min(group.start.before * group.device_mw / max(float(group.widths_mw[0, 0]), 1e-12), 1.0)
    extra = group.start.cost / group.device_mw / _HELD_H
    bonus = np.zeros_like(group.worth_per_mwh)
    bonus[0] = extra
    return replace(
        group,
        widths_mw=np.concatenate([group.widths_mw * share, group.widths_mw * (1.0 - share)]),
        worth_per_mwh=np.concatenate([group.worth_per_mwh + bonus, group.worth_per_mwh - bonus]),
        start=None,
    )


def _battery_bids(inputs: Inputs, values: MarginalValues, step: int) -> tuple[list[Bid], Floats]:
    bids, supply = [], np.zeros(1)
    for given in inputs.batteries:
        battery = given.battery
        stored = values.stored_per_mwh[battery.name][step]
        room = max(battery.energy_mwh - given.before_mwh, 0.0) / (
            battery.charge_efficiency_frac * inputs.hours
        )
        charge, out = np.minimum(battery.charge_limit_mw, room), _most_discharge(given, inputs.hours)
        wear = battery.wear_per_mwh / 2
        worth_in = np.full(1, stored * battery.charge_efficiency_frac - wear)
        worth_out = np.full(1, stored / battery.discharge_efficiency_frac + wear)
        bids.append(Bid(name=f"charge {battery.name}", width_mw=charge, worth_per_mwh=worth_in))
        bids.append(Bid(name=f"hold {battery.name}", width_mw=out, worth_per_mwh=worth_out))
        supply = supply + out
    return bids, supply


def _most_discharge(given: BatteryInput, hours: Floats) -> Floats:
    usable = max(given.before_mwh - given.battery.least_mwh, 0.0)
    energy = usable * given.battery.discharge_efficiency_frac / hours
    return np.asarray(np.minimum(given.battery.discharge_limit_mw, energy))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _JobOffer:
    """A job with its bids and the GPUs that it may hold."""

    job: JobInput
    bids: tuple[Bid, Bid]
    gpus: float


def _job_bids(inputs: Inputs, values: MarginalValues, plan: Schedule, step: int) -> list[_JobOffer]:
    """Work that the plan does now bids its whole pay, further work its pay less what it could earn later.

    A plan that waits for a cheaper hour does so on a forecast; once it runs a job, a price a little above
    that forecast is no reason to
    wait again and miss the deadline. Pools give what groups leave, dearest jobs first.
    """
    room = {p.pool.name: p.pool.devices for p in inputs.pools}
    for group in (g for g in inputs.groups if g.pool is not None):
        room[group.pool or ""] -= float(group.widths_mw[0, 0]) / group.device_mw
    jobs = [job for job in inputs.jobs if job.steps.size]
    held: dict[str, float] = {}
    # What the plan runs now keeps its GPUs; only what is left goes to work that bids on top.
    for job in jobs:
        held[job.name] = min(_planned_gpus(plan, job, step), max(room[job.pool], 0.0))
        room[job.pool] -= held[job.name]
    later = {job.name: values.job_per_gpu_h.get(job.name, 0.0) for job in jobs}
    offers = []
    for job in sorted(jobs, key=lambda j: later[j.name] - j.value_per_gpu_h):
        more = min(max(room[job.pool], 0.0), job.max_gpus - held[job.name])
        room[job.pool] -= more
        gpus = held[job.name] + more
        offers.append(_offer(job, gpus, inputs.hours, later[job.name], _planned(plan, job, step)))
    return offers


def _offer(job: JobInput, gpus: float, hours: Floats, later_per_gpu_h: float, planned_mw: float) -> _JobOffer:
    # At the top level, the least efficient one, so that the last interval of a job always finishes it.
    at_top = float(job.gpu_h_per_mwh @ job.widths_mw) / float(job.widths_mw.sum())
    left_mw = job.left_gpu_h / (at_top * hours)
    most_mw = np.minimum(float(job.widths_mw.sum()) * gpus / job.max_gpus, left_mw)
    now_mw = np.minimum(most_mw, planned_mw)
    per_mwh = job.gpu_h_per_mwh[0] / job.bus_per_it
    now = Bid(
        name=f"job {job.name}", width_mw=now_mw * job.bus_per_it, worth_per_mwh=job.value_per_gpu_h * per_mwh
    )
    rest = (most_mw - now_mw) * job.bus_per_it
    more = Bid(
        name=f"job {job.name}", width_mw=rest, worth_per_mwh=(job.value_per_gpu_h - later_per_gpu_h) * per_mwh
    )
    return _JobOffer(job=job, bids=(now, more), gpus=gpus)


def _planned(plan: Schedule, job: JobInput, step: int) -> float:
    power = plan.setpoints.job_run_mw.get(job.name)
    if power is None or not power.first <= step < power.first + power.run_mw.size:
        return 0.0
    return float(power.run_mw[step - power.first])


def _planned_gpus(plan: Schedule, job: JobInput, step: int) -> float:
    power = plan.setpoints.job_run_mw.get(job.name)
    if power is None or not power.first <= step < power.first + power.run_mw.size:
        return 0.0
    return float(power.gpus[step - power.first])


def _job_power(offer: _JobOffer, filled: MeritOrder) -> JobPower:
    run = filled.extra_mw[offer.bids[0].name] / offer.job.bus_per_it
    return JobPower(first=0, run_mw=run, gpus=np.minimum(run / offer.job.device_mw, offer.gpus))
