"""Quarterly cash of a strategy on histories: what it earns, spends, borrows and pays in tax."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.conversion.books import Book, rest_of, rungs_of
from bascule.study.conversion.build import (
    HASHING,
    RESTING,
    SOLD,
    ai_level,
    converted_mw,
    gross_margin,
    own_lift,
)
from bascule.study.conversion.case import QUARTERS, STEP_YEARS, Case
from bascule.study.conversion.finance import Funding, Hedge
from bascule.study.conversion.hedging import pays
from bascule.study.conversion.histories import Histories
from bascule.study.conversion.offers import Offers
from bascule.study.conversion.plan_drivers import HASHPRICE
from bascule.study.conversion.resale import resale, resale_left
from bascule.study.conversion.rung_accounts import RungAccounts, rung_accounts
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
        own_mw: Meter megawatts decided for with own accelerators, shape (paths,).
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
    own_mw: Floats


def accounts(
    case: Case, funding: Funding, hedges: tuple[Hedge, ...], book: Book, what: Histories
) -> Accounts:
    """Play a strategy."""
    place = _places(case, book, what.levels)
    mining, machines = _mining(case, place, what), _machines(case, place, what)
    offers = Offers.of(case, case.drivers())
    builds = [rung_accounts(case, funding, offers, number, place, what) for number in range(len(case.rungs))]
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
        own_mw=np.asarray(sum(build.own_mw for build in builds)),
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
        hashing = gross_margin(case, date, hashprice, scale, ai_level(case, what.levels[:, date]))
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


def _npv(case: Case, earned: Floats, residual: Floats, builds: list[RungAccounts]) -> Floats:
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
