"""A plan with everything uncertain: power, GPU-hours under contract and by the hour, and the cost of building."""

from dataclasses import replace
from typing import Final

import numpy as np
from tests.study.conversion.cases import STILL

from bascule.model.series import Floats
from bascule.study.conversion.case import Case
from bascule.study.conversion.cloud import Cloud
from bascule.study.conversion.plan_drivers import CONTRACT, HASHPRICE, RENT, SPOT, Beyond, Driver
from bascule.study.plan.process import Gbm, LogOu
from bascule.study.switching.courses import Course, Given, Scaled

CLOUD: Final = Cloud(
    gpus_per_it_mw=380.0,
    capex_per_it_mw=10e6,
    capex_drift_per_year=-0.05,
    written_off=(0.2,) * 5,
    contract_years=3,
    contract_sold_frac=0.95,
    life_years=5,
    spot_sold_frac=0.6,
    resale_frac=0.1,
    opex_frac=0.15,
    energy_per_mwh=50.0,
    load_frac=0.8,
    loan_to_cost_frac=0.5,
)


def both(course: Course) -> Driver:
    """The same course under both measures."""
    return Driver(pricing=course, world=course)


def beyond(quarters: int) -> Beyond:
    """Prices of a GPU-hour that fall by a tenth a year, beside power and the cost of building."""
    falling = tuple(np.exp(-0.1 * np.arange(quarters) / 4).tolist())
    return Beyond(
        power=both(LogOu(start=1.0, level=1.0, speed=0.7, sigma=0.25)),
        contract=both(Scaled(process=LogOu(start=2.6, level=2.4, speed=0.5, sigma=0.3), factors=falling)),
        spot=both(Scaled(process=LogOu(start=2.4, level=2.2, speed=1.0, sigma=0.5), factors=falling)),
        capex=both(Gbm(start=1.0, mu=0.02, sigma=0.0)),
        corr=correlations(),
    )


def correlations() -> Floats:
    """Hashprice with rent, and the AI prices among themselves."""
    found = np.eye(6)
    for one, other, value in (
        (HASHPRICE, RENT, 0.2),
        (CONTRACT, SPOT, 0.7),
        (RENT, CONTRACT, 0.5),
        (RENT, SPOT, 0.4),
    ):
        found[one, other] = found[other, one] = value
    return found


def wide_case(quarters: int, cloud: Cloud | None = CLOUD) -> Case:
    """A plan of so many quarters."""
    return replace(STILL, quarters=quarters, beyond=beyond(quarters), cloud=cloud)


def nothing_beyond(case: Case) -> Case:
    """The same plan stated on six drivers of which only hashprice and rent are uncertain."""
    known = both(Given(values=(1.0,) * case.quarters))
    table = np.eye(6)
    table[HASHPRICE, RENT] = table[RENT, HASHPRICE] = case.corr
    return replace(case, beyond=Beyond(power=known, contract=known, spot=known, capex=known, corr=table))
