"""What a lease is worth on the day it is signed, as a function of that day's rent."""

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from scipy.interpolate import CubicSpline

from bascule.model.series import Floats
from bascule.study.conversion.case import KW_PER_MW, MONTHS_PER_YEAR, QUARTERS, STEP_YEARS, Case, Lead, Lease
from bascule.study.switching.drivers import Drivers

_CURVE_NODES: Final = 401
_CURVE_DEVIATIONS: Final = 8.0
"""How far a curve reaches: beyond it the value is worked out in full."""


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
    return Weights(locked=_late(locked, leads), market=_late(market, leads))


def _late(by_age: Floats, leads: tuple[Lead, ...]) -> Floats:
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
    decay, base, shock = drivers.decay[driver], drivers.base[driver], drivers.shock[driver]
    if decay == 1.0:
        growth = base[date:] / base[date] * np.exp(shock**2 * np.arange(left) / 2)
        return np.asarray(each * (total + float((discount * paid.market * growth).sum()) * rent))
    deviation = np.log(rent / base[date])
    for ahead in np.flatnonzero(paid.market).tolist():
        variance = shock**2 * (1 - decay ** (2 * ahead)) / (1 - decay**2)
        expected = base[date + ahead] * np.exp(decay**ahead * deviation + variance / 2)
        total = total + discount[ahead] * paid.market[ahead] * expected
    return np.asarray(each * total)


class LeaseCurve:
    """The same as a curve of the rent by date, quick to ask again: a cubic spline in the rent's logarithm.

    Where the rent does not revert the value is a multiple of it, and no curve is needed.
    """

    def __init__(self, case: Case, drivers: Drivers, driver: int, leads: tuple[Lead, ...]) -> None:
        """Curves are made when a date is first asked for; arguments as of `lease_value`."""
        self._exact = partial(lease_value, case, drivers, driver=driver, leads=leads)
        spread = float(np.sqrt(drivers.variances()[:, driver, driver].max()))
        self._reach = _CURVE_DEVIATIONS * spread + 1.0
        self._base = drivers.base[driver]
        self._reverts = bool(drivers.decay[driver] != 1.0) and spread > 0
        self._curves: dict[int, CubicSpline] = {}

    def at(self, date: int, rent: Floats) -> Floats:
        """Present value per IT megawatt of a lease signed at a date.

        Args:
            date: Number of the quarter of signing.
            rent: Per IT kilowatt and month, any shape.
        """
        if not self._reverts or rent.size < _CURVE_NODES:
            return self._exact(date, rent)
        deviation = np.log(rent / self._base[date])
        if np.abs(deviation).max() > self._reach:
            return self._exact(date, rent)
        return np.asarray(self._curve(date)(deviation))

    def _curve(self, date: int) -> CubicSpline:
        if date not in self._curves:
            nodes = np.linspace(-self._reach, self._reach, _CURVE_NODES)
            self._curves[date] = CubicSpline(nodes, self._exact(date, self._base[date] * np.exp(nodes)))
        return self._curves[date]
