"""One rung of the ladder on histories: what its shells earn, cost, borrow and write off."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats, Ints
from bascule.study.conversion.books import rungs_of
from bascule.study.conversion.case import KW_PER_MW, MONTHS_PER_YEAR, QUARTERS, STEP_YEARS, Case
from bascule.study.conversion.cloud_accounts import Decided, accelerators, at_decision, written_off
from bascule.study.conversion.finance import Funding
from bascule.study.conversion.histories import Histories, leads_of
from bascule.study.conversion.loans import loan
from bascule.study.conversion.offers import Offers
from bascule.study.conversion.plan_drivers import CAPEX, RENT


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RungAccounts:
    """Money of a rung, shape (quarters, paths) unless said otherwise; costs are positive.

    Attributes:
        rent: Of tenants, less the owner's costs.
        cloud: Of own accelerators.
        spent: On building and accelerators.
        drawn: Borrowed.
        service: Interest and repayment.
        repayment: Service of the quarters of repayment alone.
        interest: Due.
        owed: Debt after each quarter.
        written: Written off for tax.
        net_cost: Present value of what was spent less the tax that it spares, shape (paths,).
        kept: Accelerators at the horizon, shape (paths,).
        own_mw: Meter megawatts with own accelerators, shape (paths,).
    """

    rent: Floats
    cloud: Floats
    spent: Floats
    drawn: Floats
    service: Floats
    repayment: Floats
    interest: Floats
    owed: Floats
    written: Floats
    net_cost: Floats
    kept: Floats
    own_mw: Floats


def rung_accounts(
    case: Case, funding: Funding, offers: Offers, number: int, place: Ints, what: Histories
) -> RungAccounts:
    """Play a rung.

    Args:
        case: The plan.
        funding: Its debt.
        offers: What its shells can be used for.
        number: Of the rung.
        place: Of the site after each decision, shape (quarters, paths).
        what: Happens.
    """
    when = _decided(case, offers, number, place, what)
    it_mw = case.rungs[number].meter_mw / case.shell.pue
    cost = it_mw * _cost(case, number, when.quarter, what)
    since = np.arange(case.quarters)[:, None] - when.quarter[None, :]
    age, building = since - when.lead, np.maximum(when.lead, 1)
    spent = np.where((since >= 0) & (since < building), cost / building, 0.0)
    rent = it_mw * _rents(case, number, age, when.quarter, what)
    gpus, debt = accelerators(case, funding, number, when, what), loan(funding, spent, age)
    built = when.quarter < case.quarters
    return RungAccounts(
        rent=np.where((since >= 0) & ~when.own, rent, 0.0),
        cloud=gpus.money,
        spent=spent + gpus.spent,
        drawn=debt.drawn + gpus.owed.drawn,
        service=debt.service + gpus.owed.service,
        repayment=debt.repayment + gpus.owed.repayment,
        interest=debt.interest + gpus.owed.interest,
        owed=debt.owed + gpus.owed.owed,
        written=written_off(case.shell.written_off, cost, age, built) + gpus.written,
        net_cost=_net_cost(case, cost, when.quarter, when.lead) + gpus.net_cost,
        kept=gpus.kept,
        own_mw=np.where(when.own, case.rungs[number].meter_mw, 0.0),
    )


def _decided(case: Case, offers: Offers, number: int, place: Ints, what: Histories) -> Decided:
    done = rungs_of(case)[place] > number
    quarter = np.where(done.any(axis=0), done.argmax(axis=0), case.quarters)
    return Decided(
        quarter=quarter,
        lead=leads_of(case, what.lead_draw[number], _held(case, quarter)),
        own=_own(case, offers, number, quarter, what),
    )


def _held(case: Case, decided: Ints) -> NDArray[np.bool_]:
    """Whether the option on the site is held at the decision."""
    return np.asarray(decided < (case.option.quarters if case.option is not None else 0))


def _cost(case: Case, number: int, decided: Ints, what: Histories) -> Floats:
    """Of building, per IT megawatt."""
    factor = case.rungs[number].capex_factor * what.capex_factor[number]
    if case.option is not None:
        factor = np.where(_held(case, decided), factor * case.option.capex_factor, factor)
    if case.beyond is not None:
        factor = factor * at_decision(what.levels[CAPEX], decided)
    return np.asarray(case.shell.capex_per_it_mw * factor)


def _own(case: Case, offers: Offers, number: int, decided: Ints, what: Histories) -> NDArray[np.bool_]:
    """Whether own accelerators were the better use on the day of each path's decision."""
    found = np.zeros(len(decided), dtype=bool)
    for date in np.unique(decided[decided < case.quarters]) if case.cloud is not None else ():
        here = decided == date
        option = case.option if case.option is not None and date < case.option.quarters else None
        leads = case.shell.leads if option is None else option.leads
        found[here] = offers.own(leads, case.rungs[number], int(date), what.levels[:, date, here])
    return found


def _rents(case: Case, number: int, age: Ints, decided: Ints, what: Histories) -> Floats:
    """Per IT megawatt and quarter, less the owner's costs: the tenant's, the renewal's, the next tenant's, or none."""
    lease, market, default_age = case.lease, what.levels[RENT], what.default_age[number]
    signed = at_decision(market, decided)
    alive, in_term = age < default_age, age < lease.term_years * QUARTERS
    own = signed * (1 + lease.escalator_frac) ** (np.maximum(age, 0) // QUARTERS)
    staying = np.where(in_term, own, lease.renewal_frac * market)
    let_again = age - lease.vacant_quarters >= default_age
    paid = np.where(alive, staying, np.where(let_again, lease.relet_frac * market, 0.0))
    each = KW_PER_MW * MONTHS_PER_YEAR * STEP_YEARS * (1 - case.shell.opex_frac)
    return np.where(age >= 0, paid * case.rungs[number].rent_factor * each, 0.0)


def _net_cost(case: Case, cost: Floats, decided: Ints, lead: Ints) -> Floats:
    """Present value of a cost spent evenly while building, less the tax that its write-offs spare."""
    building, step = np.maximum(lead, 1), case.rate * STEP_YEARS
    # Mean discount over the quarters of building; 1 where nothing is discounted.
    spending = np.expm1(-step * building) / (building * np.expm1(-step)) if step else np.ones(building.shape)
    years = np.arange(1, len(case.shell.written_off) + 1)
    spared = case.tax_frac * float((np.array(case.shell.written_off) * np.exp(-case.rate * years)).sum())
    worth = np.exp(-step * decided) * cost * (spending - spared * np.exp(-step * lead))
    return np.where(decided < case.quarters, worth, 0.0)
