"""The reference window in PyPSA: components where it has them, further constraints where it has none."""

import logging

import numpy as np
import pandas as pd
import pypsa

from benchmarks import plain_window as site
from benchmarks.plain_window import HOURS, PlainWindow


def solve(window: PlainWindow) -> float:
    """Build a network, optimise it by direct access to HiGHS, and return its money.

    Loads that earn are generators of sign -1 with a negative price; a job's work is its ``e_sum_max``.
    """
    logging.disable(logging.WARNING)
    network = _network(window)
    network.optimize.create_model(include_objective_constant=False)
    _couple(network, window)
    network.optimize.solve_model(solver_name="highs", io_api="direct", solver_options={"output_flag": False})
    return window.owed - float(network.model.objective.value)


def _network(window: PlainWindow) -> pypsa.Network:
    network, steps = pypsa.Network(), pd.RangeIndex(window.import_per_mwh.size)
    network.set_snapshots(steps)
    network.snapshot_weightings.loc[:, :] = HOURS
    network.add("Bus", "site")
    network.add("Load", "firm", bus="site", p_set=site.FIRM_MW)
    network.add(
        "Generator", "import", bus="site", p_nom=site.IMPORT_MW, marginal_cost=_series(window.import_per_mwh)
    )
    network.add(
        "Generator",
        "export",
        bus="site",
        sign=-1.0,
        p_nom=site.EXPORT_MW,
        marginal_cost=_series(-window.export_per_mwh),
    )
    network.add(
        "Generator", "shortfall", bus="site", p_nom=site.FIRM_MW, marginal_cost=site.SHORTFALL_PER_MWH
    )
    network.add(
        "Generator",
        "solar",
        bus="site",
        p_nom=site.SOLAR_MW,
        p_max_pu=_series(window.solar_mw / site.SOLAR_MW),
    )
    fleets = [f"fleet {k}" for k in range(window.mining_per_mwh.shape[0])]
    earned = pd.DataFrame(-window.mining_per_mwh.T, index=steps, columns=fleets)
    network.add("Generator", fleets, bus="site", sign=-1.0, p_nom=site.FLEET_MW, marginal_cost=earned)
    _add_jobs(network, window)
    network.add(
        "StorageUnit",
        "battery",
        bus="site",
        p_nom=site.BATTERY_MW,
        max_hours=site.BATTERY_MWH / site.BATTERY_MW,
        efficiency_store=site.EFFICIENCY,
        efficiency_dispatch=site.EFFICIENCY,
        state_of_charge_initial=window.stored_mwh,
    )
    return network


def _add_jobs(network: pypsa.Network, window: PlainWindow) -> None:
    names = [job.name for job in window.jobs]
    allowed = np.zeros((len(network.snapshots), len(names)))
    for k, job in enumerate(window.jobs):
        allowed[job.first : job.last, k] = 1.0
    network.add(
        "Generator",
        names,
        bus="site",
        sign=-1.0,
        p_nom=[job.power_mw for job in window.jobs],
        marginal_cost=[-job.value_per_mwh for job in window.jobs],
        e_sum_max=[job.energy_mwh for job in window.jobs],
        p_max_pu=pd.DataFrame(allowed, index=network.snapshots, columns=names),
    )


def _couple(network: pypsa.Network, window: PlainWindow) -> None:
    """The hall that firm work and jobs share, the battery's last energy, and the months' peaks."""
    model = network.model
    power, energy = model.variables["Generator-p"], model.variables["StorageUnit-state_of_charge"]
    jobs = power.sel(name=[job.name for job in window.jobs]).sum("name")
    room = site.HALL_MW - site.FIRM_MW
    model.add_constraints(jobs - power.sel(name="shortfall") <= room, name="hall")
    model.add_constraints(energy.isel(snapshot=-1) >= site.FINAL_MWH, name="last energy")
    cost = model.objective.expression
    for k, peak in enumerate(window.peaks):
        highest = model.add_variables(lower=peak.floor_mw, name=f"peak {k}")
        bought = power.sel(name="import", snapshot=np.flatnonzero(peak.steps))
        model.add_constraints(bought - highest <= 0.0, name=f"peak {k}")
        cost = cost + peak.price_per_mw * highest
    model.add_objective(cost, overwrite=True)


def _series(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pd.Series:
    return pd.Series(values, index=pd.RangeIndex(values.size))
