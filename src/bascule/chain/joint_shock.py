"""AI rent and bitcoin fall or rise together: who would convert, and what is left of the network.

Each exit compares a year of AI with a year of mining per megawatt at the meter, capital included, at the hashprice that the
shocked price settles at with nobody gone. A lease that is signed is no option to leave again: what has converted stays converted.
"""

from dataclasses import dataclass

from bascule.chain.cohort import Cohort
from bascule.chain.equilibrium import Equilibrium, equilibrium
from bascule.chain.pivot import network_revenue_usd_per_day
from bascule.chain.scenario import JointShock, PivotScenario
from bascule.chain.supply_change import without
from bascule.model.annuity import capital_recovery
from bascule.units import HOURS_PER_YEAR, MWH_PER_PH_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class ShockCase:
    """One pair of factors.

    Attributes:
        btc_factor: On the price of bitcoin.
        rent_factor: On the AI rent.
        converted: Names of the exits that happen.
        ai_usd_per_mw_year: What AI earns per MW at the meter, capital paid.
        before: Where the network settles with nobody gone.
        after: Where it settles with them gone.
    """

    btc_factor: float
    rent_factor: float
    converted: tuple[str, ...]
    ai_usd_per_mw_year: float
    before: Equilibrium
    after: Equilibrium


def joint_shock(scenario: PivotScenario) -> tuple[ShockCase, ...]:
    """Every pair of factors of the scenario, in order; empty where it states no shock."""
    shock = scenario.joint
    if shock is None:
        return ()
    return tuple(
        _case(scenario, shock, btc, rent) for btc in shock.btc_factors for rent in shock.rent_factors
    )


def ai_usd_per_mw_year(shock: JointShock, rent_factor: float = 1.0) -> float:
    """Yearly AI margin per MW at the meter after the capital charge.

    >>> shock = JointShock(rent_usd_per_it_mw_year=1.85e6, net_income_frac=0.85, capex_usd_per_it_mw=10e6,
    ...     wacc_frac=0.1, years=15.0, meter_mw_per_it_mw=1.25, rent_factors=(1.0,), btc_factors=(1.0,))
    >>> round(ai_usd_per_mw_year(shock))
    206210
    """
    income = shock.rent_usd_per_it_mw_year * rent_factor * shock.net_income_frac
    return (
        income - shock.capex_usd_per_it_mw * capital_recovery(shock.wacc_frac, shock.years)
    ) / shock.meter_mw_per_it_mw


def _case(scenario: PivotScenario, shock: JointShock, btc_factor: float, rent_factor: float) -> ShockCase:
    revenue = network_revenue_usd_per_day(scenario) * btc_factor
    before = equilibrium(scenario.cohorts, revenue)
    worth = ai_usd_per_mw_year(shock, rent_factor)
    of = {cohort.name: cohort for cohort in scenario.cohorts}
    converted = tuple(
        leaving.name
        for leaving in scenario.exits
        if worth > _mining(of[leaving.cohort], before.hashprice_usd_per_ph_day)
    )
    return ShockCase(
        btc_factor=btc_factor,
        rent_factor=rent_factor,
        converted=converted,
        ai_usd_per_mw_year=worth,
        before=before,
        after=equilibrium(without(scenario, converted), revenue),
    )


def _mining(cohort: Cohort, hashprice_usd_per_ph_day: float | None) -> float:
    """Yearly mining margin per MW at the meter: it stops rather than lose."""
    if hashprice_usd_per_ph_day is None:
        return 0.0
    per_mwh = (hashprice_usd_per_ph_day - cohort.break_even_usd_per_ph_day) / (
        MWH_PER_PH_DAY * cohort.j_per_th
    )
    return HOURS_PER_YEAR * max(per_mwh, 0.0)
