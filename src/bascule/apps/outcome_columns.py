"""An outcome as columns: one value per interval, each name an asset and a quantity with its unit."""

from collections.abc import Iterable, Iterator

import numpy as np

from bascule.model.job_list import jobs_between
from bascule.model.outcome import Outcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid

Column = tuple[str, Floats]


def outcome_columns(site: Site, outcome: Outcome) -> dict[str, Floats]:
    """Every quantity of an outcome by name, such as ``import_mw`` and ``battery.charge_mw``.

    Batch jobs are added up by pool: they are many.

    Args:
        site: The site.
        outcome: What it did.
    """
    return {
        "import_mw": outcome.import_mw,
        "export_mw": outcome.export_mw,
        "breach_mw": outcome.breach_mw,
        "shed_frac": outcome.shed,
        **{f"{name}.nominated_mw": values for name, values in outcome.nominated_mw.items()},
        **dict(_machines(outcome)),
        **dict(_compute(site, outcome)),
        **dict(_plant(outcome)),
    }


def _machines(outcome: Outcome) -> Iterator[Column]:
    for name, fleet in outcome.fleets.items():
        yield f"{name}.it_mw", fleet.it_mw
        yield f"{name}.hall_mw", fleet.hall_mw
        yield f"{name}.hashrate_th_s", fleet.hashrate_th_s
        yield f"{name}.starts_count", fleet.starts


def _compute(site: Site, outcome: Outcome) -> Iterator[Column]:
    for name, pool in outcome.pools.items():
        yield f"{name}.it_mw", pool.it_mw
        yield f"{name}.hall_mw", pool.hall_mw
    for name, use in outcome.uses.items():
        yield f"{name}.run_mw", use.run_mw
        yield f"{name}.gpus_count", use.gpus
        yield f"{name}.delivered_gpu_h", use.gpu_h
        yield f"{name}.shortfall_gpu_h", use.shortfall_gpu_h
    for name, lease in outcome.leases.items():
        yield f"{name}.it_mw", lease.it_mw
        yield f"{name}.hall_mw", lease.hall_mw
        yield f"{name}.shortfall_it_mw", lease.shortfall_it_mw
    yield from _jobs(site, outcome)


def _jobs(site: Site, outcome: Outcome) -> Iterator[Column]:
    pools = {job.name: job.pool for job in jobs_between(site, outcome.grid.start, outcome.grid.end)}
    for pool in dict.fromkeys(pools.values()):
        mine = [did for name, did in outcome.jobs.items() if pools.get(name) == pool]
        yield f"{pool}.jobs_run_mw", summed(((did.first, did.run_mw) for did in mine), outcome.grid)
        yield f"{pool}.jobs_gpus_count", summed(((did.first, did.gpus) for did in mine), outcome.grid)
        yield f"{pool}.jobs_work_gpu_h", summed(((did.first, did.work_gpu_h) for did in mine), outcome.grid)


def summed(parts: Iterable[tuple[int, Floats]], grid: TimeGrid) -> Floats:
    """Arrays added up over a grid, each from its own first interval on."""
    total = np.zeros(grid.count)
    for first, values in parts:
        total[first : first + values.size] += values
    return total


def _plant(outcome: Outcome) -> Iterator[Column]:
    for name, battery in outcome.batteries.items():
        yield f"{name}.charge_mw", battery.charge_mw
        yield f"{name}.discharge_mw", battery.discharge_mw
        yield f"{name}.energy_mwh", battery.energy_mwh
    for name, output in outcome.generation_mw.items():
        yield f"{name}.output_mw", output
        yield f"{name}.available_mw", outcome.available_mw[name]
    for name, load in outcome.loads.items():
        yield f"{name}.power_mw", load.power_mw
        yield f"{name}.heat_mw", load.heat_mw
