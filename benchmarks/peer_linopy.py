"""The reference window in linopy: labelled arrays, built anew for each window."""

import linopy
import numpy as np
import pandas as pd
import xarray as xr

from benchmarks import plain_window as site
from benchmarks.plain_window import HOURS, PlainWindow


def solve(window: PlainWindow) -> float:
    """Build a model, solve it by direct access to HiGHS, and return its money."""
    model = build(window)
    model.solve(solver_name="highs", io_api="direct", output_flag=False)
    return window.owed - float(model.objective.value) - owed_to_firm(window)


def owed_to_firm(window: PlainWindow) -> float:
    """Penalty of serving no firm work at all: the model counts what it serves as a gain on that."""
    return HOURS * site.SHORTFALL_PER_MWH * site.FIRM_MW * window.import_per_mwh.size


def build(window: PlainWindow) -> linopy.Model:
    """The window's model; a job's power exists only inside its window."""
    model, time = linopy.Model(), pd.RangeIndex(window.import_per_mwh.size, name="time")
    fleet, job = (
        pd.RangeIndex(window.mining_per_mwh.shape[0], name="fleet"),
        pd.RangeIndex(len(window.jobs), name="job"),
    )
    bought = model.add_variables(0, site.IMPORT_MW, coords=[time], name="import")
    sold = model.add_variables(0, site.EXPORT_MW, coords=[time], name="export")
    sun = model.add_variables(0, xr.DataArray(window.solar_mw, [time]), name="solar")
    firm = model.add_variables(0, site.FIRM_MW, coords=[time], name="firm")
    mining = model.add_variables(0, site.FLEET_MW, coords=[fleet, time], name="mining")
    charge = model.add_variables(0, site.BATTERY_MW, coords=[time], name="charge")
    discharge = model.add_variables(0, site.BATTERY_MW, coords=[time], name="discharge")
    energy = model.add_variables(_least_mwh(time), site.BATTERY_MWH, name="energy")
    most = xr.DataArray(
        np.array([j.power_mw for j in window.jobs])[:, None] * np.ones(time.size), [job, time]
    )
    run = model.add_variables(0, most, name="run", mask=xr.DataArray(_allowed(window), [job, time]))
    jobs_mw = run.sum("job")
    model.add_constraints(
        bought + sun + discharge - sold - charge - firm - mining.sum("fleet") - jobs_mw == 0, name="bus"
    )
    gain = site.EFFICIENCY * HOURS * charge - HOURS / site.EFFICIENCY * discharge
    before = xr.DataArray(np.where(time == 0, window.stored_mwh, 0.0), [time])
    model.add_constraints(energy - energy.shift(time=1) - gain == before, name="store")
    model.add_constraints(firm + jobs_mw <= site.HALL_MW, name="hall")
    work = xr.DataArray([j.energy_mwh for j in window.jobs], [job])
    model.add_constraints(HOURS * run.sum("time") <= work, name="work")
    cost = (
        (xr.DataArray(HOURS * window.import_per_mwh, [time]) * bought).sum()
        - (xr.DataArray(HOURS * window.export_per_mwh, [time]) * sold).sum()
        - (xr.DataArray(HOURS * window.mining_per_mwh, [fleet, time]) * mining).sum()
        - (HOURS * site.SHORTFALL_PER_MWH * firm).sum()
        - (xr.DataArray([HOURS * j.value_per_mwh for j in window.jobs], [job]) * run).sum()
    )
    for k, peak in enumerate(window.peaks):
        highest = model.add_variables(peak.floor_mw, np.inf, name=f"peak {k}")
        model.add_constraints(bought.sel(time=np.flatnonzero(peak.steps)) - highest <= 0, name=f"peak {k}")
        cost = cost + peak.price_per_mw * highest
    model.add_objective(cost)
    return model


def _least_mwh(time: pd.RangeIndex) -> xr.DataArray:
    return xr.DataArray(np.where(time == time[-1], site.FINAL_MWH, 0.0), [time])


def _allowed(window: PlainWindow) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    allowed = np.zeros((len(window.jobs), window.import_per_mwh.size), dtype=np.bool_)
    for k, job in enumerate(window.jobs):
        allowed[k, job.first : job.last] = True
    return allowed
