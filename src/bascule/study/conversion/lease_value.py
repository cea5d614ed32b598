"""What a lease is worth on the day it is signed, as a function of that day's rent."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.case import KW_PER_MW, MONTHS_PER_YEAR, QUARTERS, STEP_YEARS, Case
from bascule.study.conversion.forward import Curve, forward_sum
from bascule.study.conversion.terms import Lead, Lease
from bascule.study.switching.drivers import Drivers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """What a quarter pays, by quarters since the decision, over the rents that it goes by.

    Attributes:
        locked: Times the rent of the day of signing.
        market: Times the market's rent of the quarter.
    """

    locked: Floats
    market: Floats


def weights(lease: Lease, leads: tuple[Lead, ...], quarters: int) -> Weights:
    """Expected payments over lead times and tenants' defaults.

    A quarter of age j pays the escalated rent if the tenant has survived, the re-let rent if a default lies the vacancy back;
    after the term a surviving tenant pays the renewal rent.
    """
    age = np.arange(quarters)
    alive = np.exp(-lease.default_per_year * STEP_YEARS * age)
    relet = (
        1 - np.exp(-lease.default_per_year * STEP_YEARS * np.maximum(age - lease.vacant_quarters, 0))
    ) * lease.relet_frac
    in_term = age < lease.term_years * QUARTERS
    locked = np.where(in_term, alive * (1 + lease.escalator_frac) ** (age // QUARTERS), 0.0)
    market = relet + np.where(in_term, 0.0, alive * lease.renewal_frac)
    return Weights(locked=late(locked, leads), market=late(market, leads))


def late(by_age: Floats, leads: tuple[Lead, ...]) -> Floats:
    """From quarters of age to quarters since the decision."""
    total = np.zeros(len(by_age))
    for lead in leads:
        if lead.quarters < len(by_age):
            total[lead.quarters :] += lead.probability * by_age[: len(by_age) - lead.quarters]
    return total


def lease_value(
    case: Case, drivers: Drivers, date: int, rent: Floats, driver: int, leads: tuple[Lead, ...]
) -> Floats:
    """Present value after tax and costs of the owner, per IT megawatt, of a lease signed at a date.

    Args:
        case: The plan.
        drivers: Among them the rent.
        date: Number of the quarter of signing.
        rent: Per IT kilowatt and month, any shape.
        driver: Number of the rent among the drivers.
        leads: Lead times.
    """
    left = case.quarters - date
    paid = weights(case.lease, leads, left)
    discount = np.exp(-case.rate * STEP_YEARS * np.arange(left))
    each = KW_PER_MW * MONTHS_PER_YEAR * STEP_YEARS * (1 - case.shell.opex_frac) * (1 - case.tax_frac)
    total = float((discount * paid.locked).sum()) * rent
    return np.asarray(each * (total + forward_sum(drivers, driver, date, rent, discount * paid.market)))


def lease_curve(case: Case, drivers: Drivers, driver: int, leads: tuple[Lead, ...]) -> Curve:
    """The same, quick to ask again; arguments as of `lease_value`."""

    def exact(date: int, rent: Floats) -> Floats:
        return lease_value(case, drivers, date, rent, driver, leads)

    return Curve(drivers, driver, exact)
