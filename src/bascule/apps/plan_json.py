"""A plan as JSON. Amounts are in the currency that the document states; power is in megawatts."""

from collections.abc import Iterator

from bascule.apps.json_text import SCHEMA_VERSION, Json, numbers, period, stamp
from bascule.apps.market_json import market_json, site_json
from bascule.apps.offer_json import offers_json
from bascule.apps.outcome_columns import outcome_columns
from bascule.apps.plan import PlanAt
from bascule.dispatch.reasons import ReasonTrack
from bascule.model.schedule import MarginalValues, Setpoints
from bascule.report.messages import sentence


def plan_document(plan: PlanAt) -> Json:
    """Objective, setpoints, expected course, marginal values and reasons, interval by interval."""
    grid, schedule = plan.grid, plan.schedule
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "dispatch",
        "site": site_json(plan.site),
        "at_utc": stamp(plan.at),
        "period": period(grid),
        "currency": plan.site.currency,
        **market_json(plan.market),
        "source": schedule.source.value,
        "source_note": schedule.note,
        "objective": schedule.objective,
        "margin_before_demand_charge": plan.margin_before_demand_charge,
        "timestamp_utc": [stamp(grid.time(index)) for index in range(grid.count)],
        "price_published": [bool(known) for known in plan.published],
        "import_price_per_mwh": numbers(plan.import_rate),
        "setpoints": setpoints_json(schedule.setpoints),
        "expected": {name: numbers(v) for name, v in outcome_columns(plan.site, plan.outcome).items()},
        "marginal": None if schedule.marginal is None else marginal_json(schedule.marginal, grid.step_h),
        "offers": offers_json(schedule.offers),
        "reasons": {name: list(_reasons(track, plan)) for name, track in plan.reasons.items()},
    }


def setpoints_json(setpoints: Setpoints) -> Json:
    """Setpoints by kind and asset; ``run_mw`` is IT power above rest, batch jobs from ``first`` on."""
    return {
        "fleet_run_mw": {name: numbers(values) for name, values in setpoints.fleet_run_mw.items()},
        "use_run_mw": {name: numbers(values) for name, values in setpoints.use_run_mw.items()},
        "use_gpus": {name: numbers(values) for name, values in setpoints.use_gpus.items()},
        "jobs": {
            name: {"first": job.first, "run_mw": numbers(job.run_mw), "gpus": numbers(job.gpus)}
            for name, job in setpoints.job_run_mw.items()
        },
        "charge_mw": {name: numbers(values) for name, values in setpoints.charge_mw.items()},
        "discharge_mw": {name: numbers(values) for name, values in setpoints.discharge_mw.items()},
        # No number where a generator is not held back: what the weather gives is taken.
        "generation_limit_mw": {name: numbers(values) for name, values in setpoints.generation_mw.items()},
        "load_mw": {name: numbers(values) for name, values in setpoints.load_mw.items()},
        "reserve_mw": {name: numbers(values) for name, values in setpoints.reserve_mw.items()},
    }


def marginal_json(marginal: MarginalValues, step_h: float) -> Json:
    """What one more unit is worth, by interval where it has one, else over the plan."""
    return {
        "bus_per_mwh": numbers(marginal.bus_per_mwh),
        "import_limit_per_mw_h": numbers(marginal.import_limit_per_mw_h),
        "import_limit_per_mw": float(marginal.import_limit_per_mw_h.sum()) * step_h,
        "battery_per_mw": dict(marginal.battery_per_mw),
        "battery_per_mwh": dict(marginal.battery_per_mwh),
        "stored_per_mwh": {name: numbers(values) for name, values in marginal.stored_per_mwh.items()},
        "firm_per_gpu_h": {name: numbers(values) for name, values in marginal.firm_per_gpu_h.items()},
        "job_per_gpu_h": dict(marginal.job_per_gpu_h),
        "planned_peaks": [
            {"charge": charge, "month": f"{month // 12}-{month % 12 + 1:02d}", "peak_mw": peak}
            for (charge, month), peak in sorted(marginal.peak_mw.items())
        ],
    }


def _reasons(track: ReasonTrack, plan: PlanAt) -> Iterator[Json]:
    for index in range(plan.grid.count):
        reason = track.at(index)
        text = sentence(reason, plan.site.currency)
        yield {"kind": reason.kind.value, "numbers": dict(reason.numbers), "text": text}
