"""Quarterly cash of a strategy on histories: what it earns, spends, borrows and pays in tax."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats, Ints
from bascule.study.conversion.books import Book, rest_of, rungs_of
from bascule.study.conversion.build import HASHING, RESTING, SOLD, converted_mw, gross_margin, own_lift
from bascule.study.conversion.case import (
    CAPEX,
    HASHPRICE,
    KW_PER_MW,
    MONTHS_PER_YEAR,
    QUARTERS,
    RENT,
    STEP_YEARS,
    Case,
)
from bascule.study.conversion.cloud_accounts import Decided, accelerators, at_decision, written_off
from bascule.study.conversion.finance import Funding, Hedge
from bascule.study.conversion.hedging import pays
from bascule.study.conversion.histories import Histories, leads_of
from bascule.study.conversion.loans import loan
from bascule.study.conversion.offers import Offers
from bascule.study.conversion.resale import resale, resale_left
from bascule.study.plan.taxes import taxes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Accounts:
    """Of a strategy, money of each quarter by path, shape (quarters, paths) unless said otherwise; money in is positive.

    Attributes:
        place: Place after each decision.
        mining: Margin of hashing after fixed costs, resting, moves and sale of the connection.
        machines: Received for machines second-hand, where they stop or the connection is sold.
        leases: Rent less costs.
        cloud: Own accelerators' revenue less energy and costs, their sale, and what the shell is let for after them.
        hedges: What forwards pay.
        overhead: Of the company.
        residual: What connections, accelerators, and machines that are still there, are worth at the horizon.
        capex: Spent on building.
        drawn: Borrowed.
        service: Interest and repayment.
        owed: Debt after each quarter; what is left at the horizon is not settled out of cash.
        tax: Of the company, at the end of each year.
        cash: Balance after each quarter.
        npv: After tax, before debt and overhead, at the plan's rate, shape (paths,).
        cover: Cash before debt service over repayment and its interest, last four quarters; NaN until a year was repaid.
    """

    place: Ints
    mining: Floats
    machines: Floats
    leases: Floats
    cloud: Floats
    hedges: Floats
    overhead: Floats
    residual: Floats
    capex: Floats
    drawn: Floats
    service: Floats
    owed: Floats
    tax: Floats
    cash: Floats
    npv: Floats
    cover: Floats


def accounts(
    case: Case, funding: Funding, hedges: tuple[Hedge, ...], book: Book, what: Histories
) -> Accounts:
    """Play a strategy."""
    place = _places(case, book, what.levels)
    mining, machines = _mining(case, place, what), _machines(case, place, what)
    offers = Offers.of(case, case.wide_drivers())
    builds = [_rung(case, funding, offers, number, place, what) for number in range(len(case.rungs))]
    zero = np.zeros(mining.shape)
    leases, cloud, capex, drawn, service, repayment, interest, owed, written = (
        sum((getattr(build, name) for build in builds), zero)
        for name in ("rent", "cloud", "spent", "drawn", "service", "repayment", "interest", "owed", "written")
    )
    forward = sum((pays(one, what.levels[one.driver]) for one in hedges), zero)
    overhead = np.full(mining.shape, funding.overhead_per_year * STEP_YEARS)
    residual = np.zeros(mining.shape)
    residual[-1] = _residual(case, place[-1], what) + sum(build.kept for build in builds)
    operating = mining + machines + leases + cloud + forward - overhead
    tax = _company_tax(case, funding, operating + residual - written - interest)
    cash = funding.opening_cash + np.cumsum(operating + residual - capex + drawn - service - tax, axis=0)
    return Accounts(
        place=place,
        mining=mining,
        machines=machines,
        leases=leases,
        cloud=cloud,
        hedges=forward,
        overhead=-overhead,
        residual=residual,
        capex=-capex,
        drawn=drawn,
        service=-service,
        owed=owed,
        tax=-tax,
        cash=cash,
        npv=_npv(case, mining + machines + leases + cloud, residual[-1], builds),
        cover=_cover(operating - tax, repayment),
    )


def _places(case: Case, book: Book, levels: Floats) -> Ints:
    place = np.zeros(levels.shape[2], dtype=np.int64)
    found = np.empty(levels.shape[1:], dtype=np.int64)
    for date in range(case.quarters):
        place = book.follow(date, place, levels[:, date])
        found[date] = place
    return found


def _mining(case: Case, place: Ints, what: Histories) -> Floats:
    """Money of each quarter of what has not been converted."""
    rungs, rest, each = rungs_of(case), rest_of(case), case.resting
    done = np.array([converted_mw(case, k) for k in range(len(case.rungs) + 1)])
    lift = np.array([own_lift(case, k) for k in range(len(case.rungs) + 1)])
    found = np.zeros(place.shape)
    before = np.zeros(place.shape[1], dtype=np.int64)
    for date, now in enumerate(place):
        left, state, was = case.meter_mw - done[rungs[now]], rest[now], rest[before]
        scale = case.mining.power_scale * what.power_scale[date]
        hashprice = what.levels[HASHPRICE, date] * lift[rungs[now]]
        hashing = gross_margin(case, date, hashprice, scale)
        if what.days is not None:
            hashing = hashing + what.days.above_mean(case, date, hashprice, scale)
        flow = np.where(state == HASHING, hashing, np.where(state == RESTING, -each.upkeep_per_year, 0.0))
        moved = np.where((was == HASHING) & (state == RESTING), each.mothball_cost, 0.0)
        moved = moved + np.where((was == RESTING) & (state == HASHING) & (left > 0), each.restart_cost, 0.0)
        moved = moved - np.where((was != SOLD) & (state == SOLD), each.sale_price, 0.0)
        found[date] = left * (STEP_YEARS * flow - moved)
        before = now
    return found


def _machines(case: Case, place: Ints, what: Histories) -> Floats:
    """Sold at each decision: those of megawatts that convert, and the rest's where the connection is sold."""
    rungs, sold = rungs_of(case), rest_of(case) == SOLD
    done = np.array([converted_mw(case, k) for k in range(len(case.rungs) + 1)])
    gone = np.where(sold[place], case.meter_mw, done[rungs[place]])
    stopped = np.diff(gone, axis=0, prepend=0.0)
    return np.stack([mw * resale(case, k, what.levels[HASHPRICE, k]) for k, mw in enumerate(stopped)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rung:
    """One rung's money, shape (quarters, paths), the present value of its cost after tax, and accelerators at the horizon."""

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


def _rung(case: Case, funding: Funding, offers: Offers, number: int, place: Ints, what: Histories) -> _Rung:
    shape = place.shape
    done = rungs_of(case)[place] > number
    decided = np.where(done.any(axis=0), done.argmax(axis=0), case.quarters)
    held = decided < (case.option.quarters if case.option is not None else 0)
    lead = leads_of(case, what.lead_draw[number], held)
    rung, quarter = case.rungs[number], np.arange(shape[0])[:, None]
    it_mw = rung.meter_mw / case.shell.pue
    factor = rung.capex_factor * what.capex_factor[number]
    if case.option is not None:
        factor = np.where(held, factor * case.option.capex_factor, factor)
    if case.beyond is not None:
        factor = factor * at_decision(what.levels[CAPEX], decided)
    cost = case.shell.capex_per_it_mw * it_mw * factor
    since = quarter - decided[None, :]
    building = np.maximum(lead, 1)
    spent = np.where((since >= 0) & (since < building), cost / building, 0.0)
    age = since - lead
    market = what.levels[RENT]
    signed = at_decision(market, decided)
    rent = _rents(case, age, signed, market, what.default_age[number])
    rent = (
        rent
        * rung.rent_factor
        * it_mw
        * KW_PER_MW
        * MONTHS_PER_YEAR
        * STEP_YEARS
        * (1 - case.shell.opex_frac)
    )
    own = _own(case, offers, number, decided, what)
    gpus = accelerators(case, funding, it_mw, Decided(quarter=decided, lead=lead, own=own), what)
    debt = loan(funding, spent, age)
    return _Rung(
        rent=np.where((since >= 0) & ~own, rent, 0.0),
        cloud=gpus.money,
        spent=spent + gpus.spent,
        drawn=debt.drawn + gpus.owed.drawn,
        service=debt.service + gpus.owed.service,
        repayment=debt.repayment + gpus.owed.repayment,
        interest=debt.interest + gpus.owed.interest,
        owed=debt.owed + gpus.owed.owed,
        written=written_off(case.shell.written_off, cost, age, decided < case.quarters) + gpus.written,
        net_cost=_net_cost(case, cost, decided, lead) + gpus.net_cost,
        kept=gpus.kept,
    )


def _own(case: Case, offers: Offers, number: int, decided: Ints, what: Histories) -> NDArray[np.bool_]:
    """Whether own accelerators were the better use on the day of each path's decision."""
    found = np.zeros(len(decided), dtype=bool)
    for date in np.unique(decided[decided < case.quarters]) if case.cloud is not None else ():
        here = decided == date
        option = case.option if case.option is not None and date < case.option.quarters else None
        leads = case.shell.leads if option is None else option.leads
        found[here] = offers.own(leads, case.rungs[number], int(date), what.levels[:, date, here])
    return found


def _rents(case: Case, age: Ints, signed: Floats, market: Floats, default_age: Floats) -> Floats:
    """Per IT kilowatt and month: the tenant's, the renewal's, the next tenant's, or none."""
    lease = case.lease
    alive, in_term = age < default_age, age < lease.term_years * QUARTERS
    own = signed * (1 + lease.escalator_frac) ** (np.maximum(age, 0) // QUARTERS)
    staying = np.where(in_term, own, lease.renewal_frac * market)
    let_again = age - lease.vacant_quarters >= default_age
    paid = np.where(alive, staying, np.where(let_again, lease.relet_frac * market, 0.0))
    return np.where(age >= 0, paid, 0.0)


def _net_cost(case: Case, cost: Floats, decided: Ints, lead: Ints) -> Floats:
    """Present value of a cost spent evenly while building, less the tax that its write-offs spare."""
    building, step = np.maximum(lead, 1), case.rate * STEP_YEARS
    # Mean discount over the quarters of building; 1 where nothing is discounted.
    spending = np.expm1(-step * building) / (building * np.expm1(-step)) if step else np.ones(building.shape)
    years = np.arange(1, len(case.shell.written_off) + 1)
    spared = case.tax_frac * float((np.array(case.shell.written_off) * np.exp(-case.rate * years)).sum())
    worth = np.exp(-step * decided) * cost * (spending - spared * np.exp(-step * lead))
    return np.where(decided < case.quarters, worth, 0.0)


def _npv(case: Case, earned: Floats, residual: Floats, builds: list[_Rung]) -> Floats:
    discount = np.exp(-case.rate * STEP_YEARS * np.arange(case.quarters + 1))
    after = (1 - case.tax_frac) * (discount[:-1] @ earned + discount[-1] * residual)
    return np.asarray(after - sum(build.net_cost for build in builds))


def _residual(case: Case, place: Ints, what: Histories) -> Floats:
    """What connections that were not sold, and machines that were not, are worth at the horizon."""
    done = np.array([converted_mw(case, k) for k in range(len(case.rungs) + 1)])[rungs_of(case)[place]]
    kept = np.where(rest_of(case)[place] == SOLD, done, case.meter_mw)
    machines = (kept - done) * resale_left(case, what.levels[HASHPRICE, -1])
    return np.asarray(case.residual_per_meter_mw * kept + machines)


def _company_tax(case: Case, funding: Funding, taxable: Floats) -> Floats:
    """Paid with the last quarter of each year."""
    years = taxable.reshape(-1, QUARTERS, taxable.shape[1]).sum(axis=1)
    due = taxes(years.T, case.tax_frac, funding.losses).T
    found = np.zeros(taxable.shape)
    found[QUARTERS - 1 :: QUARTERS] = due
    return found


def _cover(available: Floats, service: Floats) -> Floats:
    """Of the last four quarters, as covenants test it: NaN until a whole year of repayment has passed, and after the last."""
    found = np.full(available.shape, np.nan)
    sums = [
        np.cumsum(np.concatenate([np.zeros((1, part.shape[1])), part]), axis=0)
        for part in (available, service)
    ]
    year = [total[QUARTERS:] - total[:-QUARTERS] for total in sums]
    found[QUARTERS - 1 :] = np.divide(
        year[0], year[1], out=np.full(year[0].shape, np.nan), where=year[1] > 1e-6
    )
    due = np.cumsum(np.concatenate([np.zeros((1, service.shape[1])), service > 0]), axis=0)
    found[QUARTERS - 1 :][due[QUARTERS:] - due[:-QUARTERS] < QUARTERS] = np.nan
    return found
