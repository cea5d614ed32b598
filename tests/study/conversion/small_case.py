"""A plan small enough for tests: one meter megawatt, a straight-line mining margin, a shell and a lease."""

import math
from typing import Final

import numpy as np

from bascule.study.conversion.case import Case
from bascule.study.conversion.plan_drivers import Driver
from bascule.study.conversion.terms import Lead, Lease, Mining, Network, Resting, Rung, Shell
from bascule.study.margins.surface import Surface
from bascule.study.plan.process import Gbm, LogOu

MARGIN_PER_HASHPRICE: Final = 20_000.0
POWER_COST: Final = 400_000.0


def straight_surface() -> Surface:
    """Margin per year of one meter megawatt: 20,000 x hashprice less 400,000 x power level."""
    hashprice, power = np.array([0.0, 200.0]), np.array([0.5, 1.0, 2.0])
    margin = MARGIN_PER_HASHPRICE * hashprice[:, None] - POWER_COST * power[None, :]
    return Surface(
        hashprice=hashprice, power_scale=power, ai_scale=np.array([1.0]), margin=margin[:, :, None]
    )


HASHPRICE: Final = Gbm(start=40.0, mu=-0.05, sigma=0.4)
RENT: Final = LogOu(start=150.0, level=150.0, speed=0.3, sigma=0.25)

CASE: Final = Case(
    name="small",
    currency="USD",
    quarters=60,
    rate=math.log(1.1),
    measure="subjective",
    tax_frac=0.21,
    hashprice=Driver(pricing=HASHPRICE, world=HASHPRICE),
    rent=Driver(pricing=RENT, world=RENT),
    corr=0.2,
    mining=Mining(
        surface=straight_surface(),
        connection_meter_mw=1.0,
        fixed_per_meter_mw_year=60_000.0,
        ageing_frac=0.05,
    ),
    shell=Shell(
        pue=1.25,
        capex_per_it_mw=10e6,
        capex_sd_frac=0.15,
        leads=(Lead(quarters=4, probability=0.5), Lead(quarters=6, probability=0.5)),
        written_off=(1 / 15,) * 15,
        opex_frac=0.15,
    ),
    lease=Lease(
        term_years=12,
        escalator_frac=0.03,
        default_per_year=0.02,
        vacant_quarters=4,
        relet_frac=0.8,
        renewal_frac=0.8,
    ),
    resting=Resting(
        mothball_cost=20_000.0, upkeep_per_year=15_000.0, restart_cost=50_000.0, sale_price=100_000.0
    ),
    rungs=(Rung(meter_mw=1.0),),
    builds_per_year=4,
    network=Network(network_eh_s=1000.0, site_eh_s=0.05, eta=1.0),
    residual_per_meter_mw=200_000.0,
)
