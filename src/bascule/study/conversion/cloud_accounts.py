"""Quarterly money of own accelerators in a rung's shells, path by path."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats, Ints
from bascule.study.conversion.case import QUARTERS, STEP_YEARS, Case
from bascule.study.conversion.cloud import Cloud
from bascule.study.conversion.cloud_value import cloud_money, left_at_horizon, price_of
from bascule.study.conversion.finance import Funding
from bascule.study.conversion.histories import Histories
from bascule.study.conversion.loans import Loan, loan
from bascule.study.conversion.plan_drivers import CONTRACT, RENT, SPOT


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decided:
    """A rung's decision by path.

    Attributes:
        quarter: Number of the quarter, the horizon where it never was, shape (paths,).
        lead: Quarters from it to operation, shape (paths,).
        own: Whether accelerators were chosen, shape (paths,).
    """

    quarter: Ints
    lead: Ints
    own: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Accelerators:
    """Money of a rung, shape (quarters, paths) unless said otherwise.

    Attributes:
        money: Revenue less energy and costs, the sale at the end of their life, and what the shell is let for after it.
        spent: Paid for them.
        owed: What is borrowed for that.
        written: Written off for tax.
        net_cost: Present value of their cost after tax, shape (paths,).
        kept: Their worth at the horizon, shape (paths,).
    """

    money: Floats
    spent: Floats
    owed: Loan
    written: Floats
    net_cost: Floats
    kept: Floats


def accelerators(
    case: Case, funding: Funding, number: int, decided: Decided, what: Histories
) -> Accelerators:
    """Play the accelerators of a rung by its number; all is nothing where none were chosen."""
    shape = (case.quarters, len(decided.quarter))
    age = np.arange(case.quarters)[:, None] - (decided.quarter + decided.lead)[None, :]
    cloud = case.cloud
    if cloud is None or not decided.own.any():
        none = np.zeros(shape)
        owed = Loan(drawn=none, service=none, repayment=none, interest=none, owed=none)
        nothing = np.zeros(shape[1])
        return Accelerators(money=none, spent=none, owed=owed, written=none, net_cost=nothing, kept=nothing)
    size = np.where(decided.own, case.rungs[number].meter_mw / case.shell.pue, 0.0)
    paid = size * price_of(cloud, decided.quarter)
    spent = np.where(age == 0, paid, 0.0)
    terms = replace(funding, loan_to_cost_frac=cloud.loan_to_cost_frac, tenor_years=cloud.contract_years)
    reached = decided.quarter + decided.lead < case.quarters
    sold = paid * cloud_money(case, cloud).sold[np.maximum(age, 0)] * (age >= 0)
    return Accelerators(
        money=size * _money(case, cloud, number, age, decided, what) + sold,
        spent=spent,
        owed=loan(terms, spent, age),
        written=written_off(cloud.written_off, paid, age, reached),
        net_cost=np.where(reached, paid * _net_cost(case, cloud, decided), 0.0),
        kept=paid * left_at_horizon(cloud, (age[-1] + 1).astype(np.float64)),
    )


def _money(case: Case, cloud: Cloud, number: int, age: Ints, decided: Decided, what: Histories) -> Floats:
    """Per IT megawatt and quarter, but for the sale of the accelerators."""
    each, at = cloud_money(case, cloud), np.maximum(age, 0)
    signed = at_decision(what.levels[CONTRACT], decided.quarter)
    under = (each.contract[at] > 0) & (age < what.default_age[number])
    hours = np.where(under, each.contract[at] * signed, each.spot[at] * what.levels[SPOT])
    let = each.shell[at] * what.levels[RENT] * case.rungs[number].rent_factor
    return np.where(age >= 0, hours + each.power[at] * what.power_scale + let, 0.0)


def _net_cost(case: Case, cloud: Cloud, decided: Decided) -> Floats:
    """Present value of what is paid less the tax that it spares, over what is paid."""
    years = np.arange(1, len(cloud.written_off) + 1)
    spared = case.tax_frac * float((np.array(cloud.written_off) * np.exp(-case.rate * years)).sum())
    when = np.exp(-case.rate * STEP_YEARS * (decided.quarter + decided.lead))
    return np.asarray((1 - spared) * when)


def at_decision(levels: Floats, decided: Ints) -> Floats:
    """Levels of the quarter of each path's decision, shape (paths,); of the last quarter where there was none."""
    return np.asarray(levels[np.minimum(decided, len(levels) - 1), np.arange(len(decided))])


def written_off(each: tuple[float, ...], cost: Floats, age: Ints, built: NDArray[np.bool_]) -> Floats:
    """Written off for tax at the end of each year of operation, shape (quarters, paths).

    Args:
        each: Shares of the cost by year.
        cost: By path.
        age: Quarters of operation, shape (quarters, paths).
        built: Whether it is ever built, by path.
    """
    shares = np.array([0.0, *each, 0.0])
    year, whole = age // QUARTERS, (age % QUARTERS == 0) & (age > 0)
    return np.where(whole & built[None, :], cost * shares[np.clip(year, 0, len(shares) - 1)], 0.0)
