"""The yearly cash flow of the first rung, converted now: what a bank reads, beside what the options say."""

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.build import gross_margin
from bascule.study.conversion.case import QUARTERS, STEP_YEARS, Case
from bascule.study.conversion.finance import Funding
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT
from bascule.study.conversion.resale import expected_resale_left, resale
from bascule.study.project.block import Amount, Basis, Block
from bascule.study.project.paths import Paths
from bascule.study.project.project import Project
from bascule.study.project.result import ProjectResult, project_result
from bascule.study.project.terms import Build, Closure, Component, Debt, Forgone, Opex, Tax, WriteOff
from bascule.study.project.uses import ShellLease
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.law import first_law

_NODES = 21
"""Of the quadrature over a quarter's hashprice."""
MONTHS_PER_QUARTER = 3


def central(case: Case, funding: Funding, write_offs: tuple[WriteOff, ...]) -> ProjectResult:
    """Project finance of the first rung at today's rent: the mean lead time, a tenant who stays, no overrun of the cost.

    Args:
        case: The plan.
        funding: Its debt and tax rule.
        write_offs: How the cost is written off.
    """
    rung, shell, lease = case.rungs[0], case.shell, case.lease
    lead = sum(one.quarters * one.probability for one in shell.leads)
    drivers, years = case.drivers(), case.quarters // QUARTERS
    rent = float(drivers.base[RENT, 0]) * rung.rent_factor
    yearly = float(np.expm1(case.rate))
    project = Project(
        name=case.name,
        currency=case.currency,
        block=Block(meter_mw=rung.meter_mw, pue=shell.pue),
        use=ShellLease(
            rent_per_it_kw_month=rent,
            term_years=lease.term_years,
            renewal_frac=lease.renewal_frac,
            escalator_frac=lease.escalator_frac,
        ),
        years=years,
        build=Build(lead_months=round(lead * MONTHS_PER_QUARTER), spend_frac=_spending(lead)),
        discount_rate_frac=yearly,
        equity_rate_frac=yearly,
        tax=Tax(rate_frac=case.tax_frac, losses=funding.losses),
        capex=(
            Component(
                name="shell",
                cost=Amount(each=shell.capex_per_it_mw * rung.capex_factor, basis=Basis.IT_MW),
                write_off=write_offs,
            ),
        ),
        opex=Opex(variable_frac=shell.opex_frac),
        closure=Closure(interconnection_residual=case.residual_per_meter_mw * rung.meter_mw),
        debt=Debt(
            loan_to_cost_frac=funding.loan_to_cost_frac,
            rate_frac=funding.loan_rate_frac,
            tenor_years=min(funding.tenor_years, years),
        ),
        forgone=Forgone.ALL_YEARS,
    )
    return project_result(project, Paths(lost=rung.meter_mw * _forgone(case, drivers)[None, :]))


def _forgone(case: Case, drivers: Drivers) -> Floats:
    """Mean margin of hashing that is lost, by year; machines are sold in the first year instead of after the last."""
    lost = expected_mining(case, drivers)
    lost[0] -= float(resale(case, 0, drivers.base[HASHPRICE, 0]))
    lost[-1] += expected_resale_left(case, drivers)
    return lost


def expected_mining(case: Case, drivers: Drivers) -> Floats:
    """Mean margin of hashing per meter megawatt and year before tax, by year.

    Args:
        case: The plan.
        drivers: Under one of the measures.
    """
    points, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    law = first_law(drivers)
    levels = drivers.base[HASHPRICE, law.dates, None] * np.exp(
        law.centres[:, None] + law.spreads[:, None] * points
    )
    means = np.zeros(case.quarters)
    for date in range(case.quarters):
        here = law.dates == date
        margins = gross_margin(case, date, levels[here].ravel()).reshape(-1, _NODES)
        each = [float(weights @ margin) / float(weights.sum()) for margin in margins]
        means[date] = float(law.chances[here] @ each)
    return np.asarray(STEP_YEARS * means.reshape(-1, QUARTERS).sum(axis=1))


def _spending(lead_quarters: float) -> tuple[float, ...]:
    """Share of the cost paid at the years 0, 1 and so on, spent evenly over the lead time."""
    quarters = max(round(lead_quarters), 1)
    years = np.arange(quarters) // QUARTERS
    return tuple(float((years == year).mean()) for year in range(int(years[-1]) + 1))
