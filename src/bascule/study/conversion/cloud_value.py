"""What own accelerators are worth on the day that they are decided for, as a function of that day's prices."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.conversion.case import KW_PER_MW, MONTHS_PER_YEAR, QUARTERS, STEP_YEARS, Case
from bascule.study.conversion.cloud import Cloud
from bascule.study.conversion.forward import Curve, forward_sum
from bascule.study.conversion.lease_value import late
from bascule.study.conversion.plan_drivers import CONTRACT, POWER, RENT, SPOT
from bascule.study.conversion.terms import Lead
from bascule.study.switching.drivers import Drivers
from bascule.units import HOURS_PER_YEAR


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CloudMoney:
    """Money of a quarter before tax per IT megawatt, by quarters of age, over the price that it goes by.

    Attributes:
        contract: Times the contract price of the day of signing, while its customer stays; zero after its term.
        spot: Times the spot price of the quarter, where no customer has the hours under contract.
        power: Times the level of power prices; negative.
        shell: Times the market's rent of the quarter, once the accelerators are gone and the shell has found a tenant.
        sold: Received for the accelerators at the end of their life, over what was paid for them.
    """

    contract: Floats
    spot: Floats
    power: Floats
    shell: Floats
    sold: Floats


def cloud_money(case: Case, cloud: Cloud) -> CloudMoney:
    """What an IT megawatt of accelerators earns at each age, all quarters of the horizon."""
    age, life = np.arange(case.quarters), cloud.life_years * QUARTERS
    alive, hours = age < life, HOURS_PER_YEAR * STEP_YEARS
    kept = cloud.gpus_per_it_mw * hours * (1 - cloud.opex_frac)
    let = KW_PER_MW * MONTHS_PER_YEAR * STEP_YEARS * (1 - case.shell.opex_frac) * case.lease.renewal_frac
    energy = hours * cloud.load_frac * case.shell.pue * cloud.energy_per_mwh
    return CloudMoney(
        contract=np.where(age < cloud.contract_years * QUARTERS, kept * cloud.contract_sold_frac, 0.0),
        spot=np.where(alive, kept * cloud.spot_sold_frac, 0.0),
        power=np.where(alive, -energy, 0.0),
        shell=np.where(age >= life + case.lease.vacant_quarters, let, 0.0),
        sold=np.where(age == life, cloud.resale_frac, 0.0),
    )


def price_of(cloud: Cloud, date: Ints | int) -> Floats:
    """Cost of the accelerators of an IT megawatt that are decided for at a date."""
    return np.asarray(
        cloud.capex_per_it_mw * np.exp(cloud.capex_drift_per_year * STEP_YEARS * np.asarray(date))
    )


def left_at_horizon(cloud: Cloud, age: Floats) -> Floats:
    """Worth of accelerators of an age in quarters at the horizon over their cost: on the straight line to their resale."""
    life = cloud.life_years * QUARTERS
    worth = 1 - (1 - cloud.resale_frac) * age / life
    return np.where((age > 0) & (age <= life), worth, 0.0)


def bought(case: Case, cloud: Cloud, leads: tuple[Lead, ...], left: int) -> float:
    """Present value of buying accelerators when the shell is ready, less the tax that write-offs spare, over their cost."""
    years = np.arange(1, len(cloud.written_off) + 1)
    spared = case.tax_frac * float((np.array(cloud.written_off) * np.exp(-case.rate * years)).sum())
    return sum(
        lead.probability * float(np.exp(-case.rate * STEP_YEARS * lead.quarters)) * (1 - spared)
        for lead in leads
        if lead.quarters < left
    )


class CloudCurve:
    """Present value after tax per IT megawatt of accelerators decided for at a date, their cost taken off."""

    def __init__(self, case: Case, cloud: Cloud, drivers: Drivers, leads: tuple[Lead, ...]) -> None:
        """Curves are made when a date is first asked for.

        Args:
            case: The plan.
            cloud: Its accelerators.
            drivers: All six.
            leads: Lead times.
        """
        self._case, self._cloud, self._leads = case, cloud, leads
        self._discount = np.exp(-case.rate * STEP_YEARS * np.arange(case.quarters + 1))
        money = cloud_money(case, cloud)
        stays = np.exp(-case.lease.default_per_year * STEP_YEARS * np.arange(case.quarters))
        stays = np.where(money.contract > 0, stays, 0.0)
        self._contract, self._sold = (late(part, leads) for part in (money.contract * stays, money.sold))
        moving = {SPOT: money.spot * (1 - stays), POWER: money.power, RENT: money.shell}
        self._curves = {
            driver: Curve(drivers, driver, self._ahead(drivers, driver, late(part, leads)))
            for driver, part in moving.items()
        }

    def _ahead(self, drivers: Drivers, driver: int, weights: Floats) -> Callable[[int, Floats], Floats]:
        def exact(date: int, level: Floats) -> Floats:
            left = self._case.quarters - date
            return forward_sum(drivers, driver, date, level, self._discount[:left] * weights[:left])

        return exact

    def at(self, date: int, levels: Floats, rent_factor: float = 1.0) -> Floats:
        """Value at a date.

        Args:
            date: Number of the quarter of the decision.
            levels: Of all drivers, shape (drivers, ...).
            rent_factor: Rent of the shell, once it is let, over the market's.
        """
        left, after = self._case.quarters - date, 1 - self._case.tax_frac
        back = self._discount[:left] @ self._sold[:left] + self._discount[left] * self._kept(left)
        spent = float(price_of(self._cloud, date)) * (
            bought(self._case, self._cloud, self._leads, left) - after * float(back)
        )
        signed = float(self._discount[:left] @ self._contract[:left])
        money = signed * levels[CONTRACT]
        for driver, curve in self._curves.items():
            money = money + (rent_factor if driver == RENT else 1.0) * curve.at(date, levels[driver])
        return np.asarray(after * money - spent)

    def _kept(self, left: int) -> float:
        return sum(
            lead.probability * float(left_at_horizon(self._cloud, np.array(float(left - lead.quarters))))
            for lead in self._leads
        )
