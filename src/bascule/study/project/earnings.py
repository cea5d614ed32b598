"""What a use earns and puts out in each year, before fixed costs."""

from dataclasses import dataclass
from typing import assert_never

import numpy as np

from bascule.model.series import Floats
from bascule.study.project.lease import rents
from bascule.study.project.paths import Paths, by_year, yearly
from bascule.study.project.project import Project
from bascule.study.project.timing import Timing
from bascule.study.project.uses import Dispatched, Mining, Mothballed, OwnCloud, PowerSold, ShellLease, Yearly
from bascule.units import HOURS_PER_DAY, HOURS_PER_YEAR, KW_PER_MW

_DAYS = HOURS_PER_YEAR / HOURS_PER_DAY


def contract(project: Project, paths: Paths, when: Timing) -> Floats:
    """Revenue of the use itself in the years 1, 2 and so on; an upkeep is negative."""
    use = project.use
    match use:
        case Dispatched():
            return np.zeros((1, project.years))
        case Mining():
            return (
                price(project, use.hashprice_per_ph_day, paths)
                * ph_days(project, use, when)
                * (1 - use.fee_frac)
            )
        case ShellLease():
            return rents(project, use, paths, when)
        case OwnCloud():
            return price(project, use.price_per_gpu_h, paths) * gpu_hours(project, use, when)
        case Mothballed():
            return -use.upkeep_per_meter_mw_year * project.block.meter_mw * when.running
        case PowerSold():
            return _power(project, use, paths) * when.ramped
    assert_never(use)


def ph_days(project: Project, mining: Mining, when: Timing) -> Floats:
    """Petahash per second held for days: 1 J/TH is 1 kW per PH/s."""
    fleet = project.block.it_mw * KW_PER_MW / mining.j_per_th * project.block.load_frac
    return fleet * _DAYS * (1 - mining.ageing_frac) ** np.arange(project.years)[None, :] * when.ramped


def gpu_hours(project: Project, cloud: OwnCloud, when: Timing) -> Floats:
    """GPU-hours sold."""
    return project.block.gpus * HOURS_PER_YEAR * yearly(cloud.utilisation_frac, project.years) * when.ramped


def price(project: Project, stated: Yearly, paths: Paths) -> Floats:
    """The paths' price, or the stated one."""
    return yearly(stated, project.years) if paths.price is None else by_year(paths.price, project)


def _power(project: Project, sold: PowerSold, paths: Paths) -> Floats:
    block, years = project.block, project.years
    energy = price(project, sold.price_per_mwh, paths) if sold.price_per_mwh else np.zeros((1, years))
    right = (
        yearly(sold.price_per_meter_mw_year, years) if sold.price_per_meter_mw_year else np.zeros((1, years))
    )
    return energy * block.meter_mwh_per_year + right * block.meter_mw


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a levelised cost is per.

    Attributes:
        unit: ``ph_day`` or ``gpu_h``.
        by_year: Of the years 1, 2 and so on, by path.
    """

    unit: str
    by_year: Floats


def output(project: Project, when: Timing) -> Output | None:
    """Hashes or GPU-hours; None for a use that has neither."""
    use = project.use
    if isinstance(use, Mining):
        return Output(unit="ph_day", by_year=ph_days(project, use, when))
    return Output(unit="gpu_h", by_year=gpu_hours(project, use, when)) if isinstance(use, OwnCloud) else None
