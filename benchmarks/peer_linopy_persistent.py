"""The reference window in one linopy model that stays: bounds, right-hand sides and prices are updated between windows.

Its shape is fixed: as many job slots as a window can have, open only in their steps, and two months' peaks.
"""

from collections.abc import Sequence

import linopy
import numpy as np
import pandas as pd
import xarray as xr
from linopy.solvers import Solver

from benchmarks import plain_window as site
from benchmarks.peer_linopy import owed_to_firm
from benchmarks.plain_window import HOURS, PlainWindow

PEAKS = 2


class Persistent:
    """One model and one HiGHS for many windows of the same length."""

    def __init__(self, windows: Sequence[PlainWindow]) -> None:
        """Build the model on the first window, with room for the jobs of every window."""
        first, self._slots = windows[0], max(len(window.jobs) for window in windows)
        self._time = pd.RangeIndex(first.import_per_mwh.size, name="time")
        self._job, self._peak = pd.RangeIndex(self._slots, name="job"), pd.RangeIndex(PEAKS, name="peak")
        self._fleet = pd.RangeIndex(first.mining_per_mwh.shape[0], name="fleet")
        self._model = linopy.Model()
        self._add_variables()
        self._add_rows()
        self._set(first)
        self._solver = Solver.from_name(
            "highs", self._model, io_api="direct", options={"output_flag": False}, track_updates=True
        )
        self._solver.solve()

    def solve(self, window: PlainWindow) -> float:
        """Update the model, solve it from where the last window ended, and return its money."""
        self._set(window)
        result = self._solver.solve(model=self._model, disallow_rebuild=True)
        return window.owed - float(result.solution.objective) - owed_to_firm(window)

    def _add_variables(self) -> None:
        model, time = self._model, self._time
        for name, most in (
            ("import", site.IMPORT_MW),
            ("export", site.EXPORT_MW),
            ("solar", site.SOLAR_MW),
            ("firm", site.FIRM_MW),
            ("charge", site.BATTERY_MW),
            ("discharge", site.BATTERY_MW),
        ):
            model.add_variables(0, most, coords=[time], name=name)
        last = np.where(time == time[-1], site.FINAL_MWH, 0.0)
        model.add_variables(xr.DataArray(last, [time]), site.BATTERY_MWH, name="energy")
        model.add_variables(0, site.FLEET_MW, coords=[self._fleet, time], name="mining")
        model.add_variables(0, site.HALL_MW, coords=[self._job, time], name="run")
        model.add_variables(0, np.inf, coords=[self._peak], name="peak")

    def _add_rows(self) -> None:
        model = self._model
        v = model.variables
        jobs_mw = v["run"].sum("job")
        load = v["export"] + v["charge"] + v["firm"] + v["mining"].sum("fleet") + jobs_mw
        model.add_constraints(v["import"] + v["solar"] + v["discharge"] - load == 0, name="bus")
        gain = site.EFFICIENCY * HOURS * v["charge"] - HOURS / site.EFFICIENCY * v["discharge"]
        nothing = xr.DataArray(np.zeros(self._time.size), [self._time])
        model.add_constraints(v["energy"] - v["energy"].shift(time=1) - gain == nothing, name="store")
        model.add_constraints(v["firm"] + jobs_mw <= site.HALL_MW, name="hall")
        model.add_constraints(
            HOURS * v["run"].sum("time") <= xr.DataArray(np.zeros(self._slots), [self._job]), name="work"
        )
        model.add_constraints(v["import"] - v["peak"] <= self._elsewhere(()), name="peaks")

    def _elsewhere(self, steps: Sequence[np.ndarray[tuple[int], np.dtype[np.bool_]]]) -> xr.DataArray:
        """Right-hand side of the peak rows: a row that is not of its month is as loose as the connection."""
        loose = np.full((self._time.size, PEAKS), site.IMPORT_MW)
        for k, inside in enumerate(steps):
            loose[inside, k] = 0.0
        return xr.DataArray(loose, [self._time, self._peak])

    def _set(self, window: PlainWindow) -> None:
        model, time = self._model, self._time
        v, rows = model.variables, model.constraints
        most, work, pay = np.zeros((self._slots, time.size)), np.zeros(self._slots), np.zeros(self._slots)
        for k, job in enumerate(window.jobs):
            most[k, job.first : job.last] = job.power_mw
            work[k], pay[k] = job.energy_mwh, job.value_per_mwh
        floors, prices = np.zeros(PEAKS), np.zeros(PEAKS)
        for k, peak in enumerate(window.peaks):
            floors[k], prices[k] = peak.floor_mw, peak.price_per_mw
        v["solar"].update(upper=xr.DataArray(window.solar_mw, [time]))
        v["run"].update(upper=xr.DataArray(most, [self._job, time]))
        v["peak"].update(lower=xr.DataArray(floors, [self._peak]))
        rows["store"].update(rhs=xr.DataArray(np.where(time == 0, window.stored_mwh, 0.0), [time]))
        rows["work"].update(rhs=xr.DataArray(work, [self._job]))
        rows["peaks"].update(rhs=self._elsewhere([peak.steps for peak in window.peaks]))
        cost = (
            (xr.DataArray(HOURS * window.import_per_mwh, [time]) * v["import"]).sum()
            - (xr.DataArray(HOURS * window.export_per_mwh, [time]) * v["export"]).sum()
            - (xr.DataArray(HOURS * window.mining_per_mwh, [self._fleet, time]) * v["mining"]).sum()
            - (HOURS * site.SHORTFALL_PER_MWH * v["firm"]).sum()
            - (xr.DataArray(HOURS * pay, [self._job]) * v["run"]).sum()
            + (xr.DataArray(prices, [self._peak]) * v["peak"]).sum()
        )
        model.add_objective(cost, overwrite=True)
