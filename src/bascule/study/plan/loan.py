"""A loan with level payments at year ends."""

from dataclasses import dataclass

from bascule.model.annuity import capital_recovery


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanYear:
    """One year: payment = interest + principal; the balance is what is owed after it."""

    year: int
    payment: float
    interest: float
    principal: float
    balance: float


def level_payment(principal: float, rate: float, years: int) -> float:
    """Yearly payment that pays a loan off.

    Raises:
        ValueError: The loan has no year.

    >>> round(level_payment(1000.0, 0.05, 3), 4), level_payment(900.0, 0.0, 3)
    (367.2086, 300.0)
    """
    if years < 1:
        raise ValueError(f"a loan runs for at least one year: {years}")
    return principal * capital_recovery(rate, years)


def loan_years(principal: float, rate: float, years: int) -> tuple[LoanYear, ...]:
    """Every year of a loan."""
    payment, balance, rows = level_payment(principal, rate, years), principal, []
    for year in range(1, years + 1):
        interest = balance * rate
        balance -= payment - interest
        # The last balance is zero but for rounding.
        left = 0.0 if year == years else balance
        rows.append(
            LoanYear(
                year=year, payment=payment, interest=interest, principal=payment - interest, balance=left
            )
        )
    return tuple(rows)
