"""A loan on many paths: drawn in step with the cost, repaid in level payments or in step with cash."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bascule.model.annuity import capital_recovery
from bascule.model.series import Floats, Ints
from bascule.study.project.terms import BuildInterest, Debt, Repayment

_CENT: Final = 0.01
"""A debt below it is none: it has no cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """By path and year from 0, all positive.

    Attributes:
        drawn: Money lent, interest that is added to the debt included.
        interest: Accrued in the year.
        principal: Repaid; negative in a year whose sculpted payment is below the interest.
        balance: Owed at the year's end.
        service: Whether the year is one of repayment.
        cover: Cash for debt service over interest and principal; NaN where there is no service.
        life_cover: Present value, at the loan's rate, of the cash of the repayment years over the debt at the end of building.
    """

    drawn: Floats
    interest: Floats
    principal: Floats
    balance: Floats
    service: NDArray[np.bool_]
    cover: Floats
    life_cover: Floats


def borrow(debt: Debt, cost: Floats, available: Floats, built: Ints) -> Borrowed:
    """The loan of every path.

    Args:
        debt: Its terms.
        cost: Capital cost less grants, by path and year from 0.
        available: Cash for debt service, by path and year from 0.
        built: Year at whose end building is over, by path.
    """
    found = loan_size(debt, cost, available, built)
    due = _due(debt, found)
    return _run(debt, found, due, available)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanSize:
    """How large a loan is, by path.

    Attributes:
        draws: Wanted in each year, by path and year.
        service: Years of repayment.
        usable: Cash of the repayment years, never negative.
        worth: Its present value at the end of building, at the loan's rate.
        size: Share of the wanted loan that the cash can carry.
        owed: Debt at the end of building.
    """

    draws: Floats
    service: NDArray[np.bool_]
    usable: Floats
    worth: Floats
    size: Floats
    owed: Floats


def loan_size(debt: Debt, cost: Floats, available: Floats, built: Ints) -> LoanSize:
    """What is wanted, and what of it the cash can carry; arguments as of `borrow`."""
    paths = max(len(cost), len(available), len(built))
    year = np.arange(available.shape[1])[None, :]
    end = np.broadcast_to(built, paths)[:, None]
    service = (year > end) & (year <= end + debt.tenor_years)
    usable = np.where(service, np.maximum(available, 0.0), 0.0)
    worth = (usable * (1 + debt.rate_frac) ** -np.maximum(year - end, 0.0)).sum(axis=1)
    draws = debt.loan_to_cost_frac * np.maximum(np.broadcast_to(cost, service.shape), 0.0) * (year <= end)
    owed = _owed(debt, draws, year, end)
    size = _size(debt, owed, worth)
    return LoanSize(draws=draws, service=service, usable=usable, worth=worth, size=size, owed=owed * size)


def _owed(debt: Debt, draws: Floats, year: Ints, end: Ints) -> Floats:
    """Debt at the end of building."""
    grown = (1 + debt.rate_frac) ** np.maximum(end - year, 0.0)
    owed: Floats = np.sum(
        draws * (grown if debt.build_interest is BuildInterest.CAPITALISED else 1.0), axis=1
    )
    return owed


def _size(debt: Debt, owed: Floats, worth: Floats) -> Floats:
    """Share of the wanted loan that the cash can carry at the target cover."""
    if debt.repayment is Repayment.LEVEL:
        return np.ones(len(owed))
    can = worth / debt.target_dscr
    return np.minimum(1.0, np.divide(can, owed, out=np.ones(len(owed)), where=owed > _CENT))


def _due(debt: Debt, found: LoanSize) -> Floats:
    """Payment of each year, interest included."""
    if debt.repayment is Repayment.LEVEL:
        payment = found.owed * capital_recovery(debt.rate_frac, debt.tenor_years)
        return np.where(found.service, payment[:, None], 0.0)
    each = np.divide(found.owed, found.worth, out=np.zeros(len(found.owed)), where=found.worth > 0)
    return found.usable * each[:, None]


def _run(debt: Debt, found: LoanSize, due: Floats, available: Floats) -> Borrowed:
    draws, service = found.draws * found.size[:, None], found.service
    drawn, interest, principal, balance = (np.zeros(draws.shape) for _ in range(4))
    last, owes = draws.shape[1] - 1, np.zeros(len(draws))
    for year in range(last + 1):
        interest[:, year] = owes * debt.rate_frac
        building = ~service[:, : year + 1].any(axis=1)
        added = building & (debt.build_interest is BuildInterest.CAPITALISED) & (year < last)
        drawn[:, year] = draws[:, year] + np.where(added, interest[:, year], 0.0)
        final = service[:, year] & ~service[:, year + 1 : year + 2].any(axis=1) | (year == last)
        part = np.where(service[:, year], due[:, year] - interest[:, year], 0.0)
        principal[:, year] = np.where(final, owes + drawn[:, year], part)
        owes = owes + drawn[:, year] - principal[:, year]
        balance[:, year] = owes
    paid = np.where(service, interest + principal, 0.0)
    cover = np.divide(available, paid, out=np.full(draws.shape, np.nan), where=paid > _CENT)
    life = np.divide(found.worth, found.owed, out=np.full(len(draws), np.nan), where=found.owed > _CENT)
    return Borrowed(
        drawn=drawn,
        interest=interest,
        principal=principal,
        balance=balance,
        service=service,
        cover=cover,
        life_cover=life,
    )


def nothing_borrowed(shape: tuple[int, int]) -> Borrowed:
    """No loan."""
    none = np.zeros(shape)
    return Borrowed(
        drawn=none,
        interest=none,
        principal=none,
        balance=none,
        service=np.zeros(shape, dtype=bool),
        cover=np.full(shape, np.nan),
        life_cover=np.full(shape[0], np.nan),
    )
