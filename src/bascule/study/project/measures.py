"""What a cash flow is worth: one path's measures, and present values of many."""

from dataclasses import dataclass

import numpy as np

from bascule.model.annuity import capital_recovery
from bascule.model.series import Floats
from bascule.study.plan.cash_flows import irrs, mirr, payback_years
from bascule.study.project.flows import Flows, Row
from bascule.study.project.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Levelised:
    """Cost per unit of output.

    Attributes:
        unit: ``ph_day`` or ``gpu_h``.
        cost: Present value of all costs before tax and of what the end brings, over that of the output.
    """

    unit: str
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Of one path; None where there is none.

    Attributes:
        npv: Cash before debt at the discount rate.
        npv_less_lost: The same less the forgone mining margin.
        equity_npv: The owner's cash at the owner's rate.
        equity_npv_less_lost: The same less the forgone mining margin.
        irrs: Every return of the cash before debt, ascending.
        mirr: Of the cash before debt, financed and reinvested at the discount rate.
        payback_years: First time that the running sum reaches zero.
        discounted_payback_years: The same at the discount rate.
        annual_value: Yearly amount over the horizon that is worth as much.
        equity_irrs: Every return of the owner's cash.
        least_dscr: Smallest cover of a repayment year.
        mean_dscr: Mean over repayment years.
        llcr: Loan life cover at the end of building.
        levelised: Cost of a PH-day or of a GPU-hour.
    """

    npv: float
    npv_less_lost: float
    equity_npv: float
    equity_npv_less_lost: float
    irrs: tuple[float, ...]
    mirr: float | None
    payback_years: float | None
    discounted_payback_years: float | None
    annual_value: float
    equity_irrs: tuple[float, ...]
    least_dscr: float | None
    mean_dscr: float | None
    llcr: float | None
    levelised: Levelised | None


def present_values(cash: Floats, rate: float) -> Floats:
    """Present value of each path; the flow at year 0 is not discounted.

    >>> present_values(np.array([[-100.0, 60.0, 60.0]]), 0.1).round(4).tolist()
    [4.1322]
    """
    return cash @ (1 + rate) ** -np.arange(cash.shape[1], dtype=np.float64)


def measures(project: Project, found: Flows, path: int = 0) -> Measures:
    """Every measure of one path."""
    rate = project.discount_rate_frac
    cash, equity = found[Row.UNLEVERED][path].tolist(), found[Row.EQUITY][path].tolist()
    cover = found.borrowed.cover[path]
    cover = cover[~np.isnan(cover)]
    life = float(found.borrowed.life_cover[path])
    value = _value(found, Row.UNLEVERED, rate, path)
    return Measures(
        npv=value,
        npv_less_lost=_value(found, Row.UNLEVERED_LESS_LOST, rate, path),
        equity_npv=_value(found, Row.EQUITY, project.equity_rate_frac, path),
        equity_npv_less_lost=_value(found, Row.EQUITY_LESS_LOST, project.equity_rate_frac, path),
        irrs=irrs(cash),
        mirr=mirr(cash, rate, rate),
        payback_years=payback_years(cash),
        discounted_payback_years=payback_years(cash, rate),
        annual_value=value * capital_recovery(rate, project.years),
        equity_irrs=irrs(equity),
        least_dscr=float(cover.min()) if len(cover) else None,
        mean_dscr=float(cover.mean()) if len(cover) else None,
        llcr=None if np.isnan(life) else life,
        levelised=_levelised(project, found, path),
    )


COSTS = (
    Row.VARIABLE,
    Row.ENERGY,
    Row.FIXED,
    Row.CAPEX,
    Row.GRANTS,
    Row.RENEWED,
    Row.SOLD,
    Row.DECOMMISSIONING,
    Row.RESIDUAL,
)
"""What a levelised cost counts."""


def _levelised(project: Project, found: Flows, path: int) -> Levelised | None:
    if found.output is None:
        return None
    rows = found.output.by_year
    made = np.concatenate([[0.0], rows[path if len(rows) > 1 else 0]])
    worth = float(present_values(made[None, :], project.discount_rate_frac)[0])
    cost = -sum(_value(found, row, project.discount_rate_frac, path) for row in COSTS)
    return Levelised(unit=found.output.unit, cost=cost / worth) if worth > 0 else None


def _value(found: Flows, row: Row, rate: float, path: int) -> float:
    return float(present_values(found[row][[path]], rate)[0])
