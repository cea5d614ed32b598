"""The figures that people compare policies on."""

from collections.abc import Mapping

import numpy as np

from bascule.model.ai_contracts import BatchJob
from bascule.model.energy_contracts import DemandCharge
from bascule.model.ledger import Account, Ledger
from bascule.model.outcome import FleetOutcome, LeaseOutcome, Outcome, PoolOutcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.settle import demand
from bascule.settle.ai import JOB_TOLERANCE_GPU_H
from bascule.settle.service_levels import service_months
from bascule.study.results import Metrics
from bascule.units import TH_PER_PH, tonnes_from_mwh

_TH_PER_EH = TH_PER_PH * 1e3
_HOURS_PER_YEAR = 8760.0


def metrics(
    site: Site,
    outcome: Outcome,
    ledger: Ledger,
    values: Mapping[str, Floats],
    jobs: Mapping[str, BatchJob],
    always_on: float | None,
    bound: float | None,
) -> Metrics:
    """Figures of one run.

    Args:
        site: The site.
        outcome: What it did.
        ledger: What that earned.
        values: Actual series values.
        jobs: Batch jobs of the period.
        always_on: Movable margin of the policy that leaves everything on, if it was run.
        bound: Movable margin of perfect foresight, if it was run.
    """
    hours = outcome.grid.step_h
    years = outcome.grid.count * hours / _HOURS_PER_YEAR
    firm_gpu_h = sum(float(outcome.uses[r.name].gpu_h.sum()) for r in site.reservations)
    short_gpu_h = sum(float(outcome.uses[r.name].shortfall_gpu_h.sum()) for r in site.reservations)
    import_mwh = float(outcome.import_mw.sum()) * hours
    paid = -(ledger.of(Account.ENERGY) + ledger.of(Account.NETWORK))
    return Metrics(
        margin=ledger.total,
        movable=ledger.movable,
        capture_frac=_capture(ledger.movable, always_on, bound),
        margin_ratio=None if not bound else ledger.movable / bound,
        regret_per_mw_year=None
        if bound is None
        else (bound - ledger.movable) / site.grid.import_limit_mw / years,
        ai_service_frac=firm_gpu_h / (firm_gpu_h + short_gpu_h) if firm_gpu_h + short_gpu_h > 0 else None,
        firm_intervals_frac=_full_intervals(site, outcome),
        mwh_by_use=mwh_by_use(site, outcome),
        import_mwh=import_mwh,
        hash_eh_h=sum(float(f.hashrate_th_s.sum()) for f in outcome.fleets.values()) * hours / _TH_PER_EH,
        uptime_frac={f.name: _uptime(site, outcome, f.name) for f in site.fleets},
        starts_per_machine={
            f.name: float(outcome.fleets[f.name].starts.sum()) / max(f.devices, 1e-12) for f in site.fleets
        },
        battery_cycles={
            b.name: float(outcome.batteries[b.name].discharge_mw.sum()) * hours / b.energy_mwh
            for b in site.batteries
        },
        peaks_mw=_peaks(site, outcome),
        carbon_tonnes=_carbon(site, outcome, values),
        energy_price_paid_per_mwh=paid / import_mwh if import_mwh else 0.0,
        jobs_done=_jobs_done(outcome, jobs),
        shed_intervals=int(outcome.shed.sum()),
        service_months=service_months(site, outcome, values),
    )


def _capture(movable: float, always_on: float | None, bound: float | None) -> float | None:
    if always_on is None or bound is None or abs(bound - always_on) < 1e-6:
        return None
    return (movable - always_on) / (bound - always_on)


def _full_intervals(site: Site, outcome: Outcome) -> float | None:
    if not site.reservations:
        return None
    short = sum(
        (outcome.uses[r.name].shortfall_gpu_h for r in site.reservations), np.zeros(outcome.grid.count)
    )
    return float((short <= 1e-6).mean())


def mwh_by_use(site: Site, outcome: Outcome) -> dict[str, float]:
    """Energy at the bus by use: halls, loads, battery losses, auxiliaries, and what was exported."""
    hours = outcome.grid.step_h
    halls: dict[str, FleetOutcome | PoolOutcome | LeaseOutcome] = {}
    halls |= {**outcome.fleets}
    halls |= {**outcome.pools}
    halls |= {**outcome.leases}
    used = {name: float(hall.hall_mw.sum()) * hours for name, hall in halls.items()}
    used |= {name: float(load.power_mw.sum()) * hours for name, load in outcome.loads.items()}
    used |= {
        f"{name} (losses)": float((b.charge_mw - b.discharge_mw).sum()) * hours
        for name, b in outcome.batteries.items()
    }
    it_mwh = sum(float(hall.it_mw.sum()) for hall in halls.values()) * hours
    fixed = site.grid.auxiliary_fixed_mw * outcome.grid.count * hours
    used["auxiliaries"] = fixed + site.grid.auxiliary_per_it_frac * it_mwh
    used["export"] = float(outcome.export_mw.sum()) * hours
    return used


def _uptime(site: Site, outcome: Outcome, fleet_name: str) -> float:
    """Share of the available machines that run, in the mean."""
    fleet = next(f for f in site.fleets if f.name == fleet_name)
    hull = fleet.hull()
    rest_mw = fleet.devices * hull.rest_w / 1e6
    on = np.minimum((outcome.fleets[fleet_name].it_mw - rest_mw) * 1e6 / hull.first_w, fleet.devices)
    return float(on.mean()) / max(fleet.devices, 1e-12)


def _peaks(site: Site, outcome: Outcome) -> dict[tuple[str, int], float]:
    return {
        (charge.name, month): peak
        for charge in site.demand_charges
        for month, peak in _billed(charge, site, outcome).items()
    }


def _billed(charge: DemandCharge, site: Site, outcome: Outcome) -> dict[int, float]:
    own = demand.month_peaks(charge, outcome.grid, site.time_zone, outcome.import_mw)
    earlier = {m: mw for m, mw in charge.earlier_peaks_mw.items() if own and m < min(own)}
    return demand.billed_peaks(charge, own, earlier)


def _carbon(site: Site, outcome: Outcome, values: Mapping[str, Floats]) -> float | None:
    if site.carbon is None:
        return None
    mwh = outcome.import_mw * outcome.grid.step_h
    return float(sum(map(tonnes_from_mwh, mwh.tolist(), values[site.carbon.name].tolist())))


def _jobs_done(outcome: Outcome, jobs: Mapping[str, BatchJob]) -> tuple[int, int]:
    due = [job for job in jobs.values() if job.deadline <= outcome.grid.end]
    done = [
        job
        for job in due
        if job.name in outcome.jobs
        and outcome.jobs[job.name].work_gpu_h.sum() >= job.gpu_h - 1e3 * JOB_TOLERANCE_GPU_H
    ]
    return len(done), len(due)
