"""Plans that several tests share, and what leases and hashing are worth in plain loops."""

import math
from dataclasses import replace
from typing import Final

import numpy as np
from tests.study.conversion.small_case import CASE, MARGIN_PER_HASHPRICE, POWER_COST

from bascule.study.conversion.case import Case
from bascule.study.conversion.finance import Funding
from bascule.study.conversion.plan_drivers import Driver
from bascule.study.conversion.terms import Network, Resting, Rung
from bascule.study.plan.process import Gbm
from bascule.study.plan.taxes import LossRule
from bascule.study.switching.courses import Course, Given

DEAR: Final = Resting(mothball_cost=1e12, upkeep_per_year=0.0, restart_cost=1e12, sale_price=-1e12)
"""Nobody rests or sells."""
ALONE: Final = Network(network_eh_s=1000.0, site_eh_s=0.0, eta=1.0)
"""A site without weight in the network."""
STILL: Final = replace(CASE, resting=DEAR, network=ALONE)
"""Hash or convert."""
FUNDING: Final = Funding(
    opening_cash=10e6,
    undrawn_facility=5e6,
    overhead_per_year=1e6,
    loan_to_cost_frac=0.6,
    loan_rate_frac=0.08,
    tenor_years=3,
    covenant_dscr=1.2,
    losses=LossRule.CARRIED,
)
"""Cash and debt of a small company."""


def with_courses(case: Case, hashprice: Course, rent: Course) -> Case:
    """Other drivers, the same under both measures."""
    return replace(
        case,
        quarters=len(rent.values) if isinstance(rent, Given) else case.quarters,
        hashprice=Driver(pricing=hashprice, world=hashprice),
        rent=Driver(pricing=rent, world=rent),
    )


def with_rungs(case: Case, *rungs: Rung) -> Case:
    """A ladder on a connection as large as it, whose margin per megawatt stays the same."""
    total = sum(rung.meter_mw for rung in rungs)
    surface = replace(case.mining.surface, margin=case.mining.surface.margin * total)
    mining = replace(case.mining, surface=surface, connection_meter_mw=total)
    return replace(case, rungs=rungs, mining=mining)


def hashing_by_hand(case: Case, date: int, hashprice: float) -> float:
    """Money of a quarter after tax of one meter megawatt."""
    aged = hashprice * (1 - case.mining.ageing_frac) ** (date / 4)
    gross = MARGIN_PER_HASHPRICE * aged - POWER_COST * case.mining.power_scale
    return float(0.25 * (gross - case.mining.fixed_per_meter_mw_year) * (1 - case.tax_frac))


def conversion_by_hand(case: Case, signed: float, market: list[float], rung: Rung) -> float:
    """Present value on the day of converting one meter megawatt: the lease of every lead time less cost after tax.

    Args:
        case: The plan.
        signed: Rent of that day.
        market: Expected rent of every quarter from the decision on.
        rung: Factors of cost and rent.
    """
    total = 0.0
    for lead in case.shell.leads:
        lease, cost = 0.0, 0.0
        for quarter in range(lead.quarters, len(market)):
            age = quarter - lead.quarters
            lease += math.exp(-case.rate * quarter / 4) * _rent_by_hand(case, age, signed, market[quarter])
        lease *= 1000 * 3 * (1 - case.shell.opex_frac) * rung.rent_factor
        each = case.shell.capex_per_it_mw * rung.capex_factor
        for quarter in range(max(lead.quarters, 1)):
            cost += each / max(lead.quarters, 1) * math.exp(-case.rate * quarter / 4)
        for year, share in enumerate(case.shell.written_off, start=1):
            cost -= case.tax_frac * share * each * math.exp(-case.rate * (lead.quarters / 4 + year))
        total += lead.probability * ((1 - case.tax_frac) * lease - cost)
    return total / case.shell.pue


def _rent_by_hand(case: Case, age: int, signed: float, market: float) -> float:
    """Mean over the moment of default of what a quarter of an age pays."""
    lease = case.lease
    alive = math.exp(-lease.default_per_year * age / 4)
    again = 1 - math.exp(-lease.default_per_year * max(age - lease.vacant_quarters, 0) / 4)
    in_term = age < 4 * lease.term_years
    own = signed * (1 + lease.escalator_frac) ** (age // 4) if in_term else lease.renewal_frac * market
    return alive * own + again * lease.relet_frac * market


WALK: Final = Gbm(start=150.0, mu=-0.01, sigma=0.2)
QUARTERS_OF_DOUBT: Final = 16
SHORT: Final = replace(
    STILL,
    quarters=QUARTERS_OF_DOUBT,
    corr=0.0,
    shell=replace(CASE.shell, capex_per_it_mw=3e6, written_off=(0.5, 0.5)),
    lease=replace(CASE.lease, term_years=2, default_per_year=0.3, vacant_quarters=2),
)
"""Sixteen quarters with a short term and many defaults."""


def flat(value: float, quarters: int) -> Given:
    """A path that never moves."""
    return Given(values=tuple(np.full(quarters, value).tolist()))
