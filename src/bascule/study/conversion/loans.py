"""What is borrowed for building, and what it takes to pay it back."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.conversion.case import QUARTERS, STEP_YEARS
from bascule.study.conversion.finance import Funding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loan:
    """Money of each quarter by path, shape (quarters, paths).

    Attributes:
        drawn: Borrowed.
        service: Interest and repayment.
        repayment: Service of the quarters of repayment alone.
        interest: Due.
        owed: After each quarter.
    """

    drawn: Floats
    service: Floats
    repayment: Floats
    interest: Floats
    owed: Floats


def loan(funding: Funding, spent: Floats, age: Ints) -> Loan:
    """Borrow a share of what is spent: repayment is level, interest is paid as it falls due.

    Args:
        funding: Share, interest and tenor.
        spent: Money of each quarter by path.
        age: Quarters of operation, below zero while building, of the same shape.
    """
    drawn, rate = funding.loan_to_cost_frac * spent, funding.loan_rate_frac * STEP_YEARS
    terms = funding.tenor_years * QUARTERS
    level = rate / -np.expm1(-terms * np.log1p(rate)) if rate > 0 else 1 / terms
    principal = drawn.sum(axis=0)
    service, interest, balance = (np.zeros(spent.shape) for _ in range(3))
    owed = np.zeros(spent.shape[1])
    for quarter in range(len(spent)):
        interest[quarter] = owed * rate
        repaying = (age[quarter] >= 1) & (age[quarter] <= terms)
        service[quarter] = np.where(repaying, principal * level, interest[quarter])
        owed = balance[quarter] = owed + drawn[quarter] + interest[quarter] - service[quarter]
    repayment = np.where((age >= 1) & (age <= terms), service, 0.0)
    return Loan(drawn=drawn, service=service, repayment=repayment, interest=interest, owed=balance)
