"""Depreciation by schedule, and what it is worth after tax."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from bascule.study.plan.cash_flows import npv
from bascule.study.plan.taxes import LossRule, taxes

_MACRS_5: Final = (0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576)
_MACRS_15: Final = (
    *(0.05, 0.095, 0.0855, 0.077, 0.0693, 0.0623, 0.059, 0.059),
    *(0.0591, 0.059, 0.0591, 0.059, 0.0591, 0.059, 0.0591, 0.0295),
)
"""Half-year convention; source: IRS Publication 946, table A-1."""
_BUILDING_YEARS: Final = 39
_MONTHS: Final = 12


class Schedule(StrEnum):
    """How a cost is written off; the first year is year 1."""

    STRAIGHT = "straight"
    MACRS_5 = "macrs5"
    MACRS_15 = "macrs15"
    BUILDING_39 = "building_39"
    FRENCH_LINEAR = "french_linear"
    BONUS = "bonus"


def depreciation(capex: float, schedule: Schedule, life: int, month: int = 1) -> tuple[float, ...]:
    """Write-offs of the years 1, 2 and so on; they sum to the cost.

    Args:
        capex: The cost.
        schedule: How.
        life: Years of the straight and of the French line; the others have their own.
        month: Month of year 1, from 1, in which the thing enters service: it matters to the 39-year building (mid-month
            convention; IRS Publication 946, table A-7a) and to the French line (prorata temporis from entry into
            service, BOFiP BOI-BIC-AMT-20-10; here by whole months from the month's start, not by days).

    Raises:
        ValueError: A line without years, or no such month.

    >>> depreciation(100.0, Schedule.STRAIGHT, 4), round(sum(depreciation(1.0, Schedule.MACRS_15, 0)), 9)
    ((25.0, 25.0, 25.0, 25.0), 1.0)
    >>> [round(part, 3) for part in depreciation(100.0, Schedule.BUILDING_39, 0, 7)][:2]
    [1.175, 2.564]
    """
    if not 1 <= month <= _MONTHS:
        raise ValueError(f"a month is from 1 to 12: month = {month}")
    if schedule is Schedule.BUILDING_39:
        return _line(capex, _BUILDING_YEARS, (_MONTHS - month + 0.5) / _MONTHS)
    if schedule in (Schedule.STRAIGHT, Schedule.FRENCH_LINEAR) and life < 1:
        raise ValueError(f"a straight line needs at least one year: life = {life}")
    if schedule is Schedule.STRAIGHT:
        return (capex / life,) * life
    if schedule is Schedule.FRENCH_LINEAR:
        return _line(capex, life, (_MONTHS - month + 1) / _MONTHS)
    shares = {Schedule.MACRS_5: _MACRS_5, Schedule.MACRS_15: _MACRS_15, Schedule.BONUS: (1.0,)}[schedule]
    return tuple(capex * share for share in shares)


def _line(capex: float, life: int, first: float) -> tuple[float, ...]:
    """A straight line whose first year counts in part; what it lacks comes after the last."""
    whole = capex / life
    rest = () if first == 1 else (whole * (1 - first),)
    return (whole * first, *(whole,) * (life - 1), *rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterTax:
    """An investment after tax.

    Attributes:
        depreciation: Write-offs of the years 1, 2 and so on.
        npv: Capital at time 0, income less tax at year ends.
        tax_shield: Present value of the tax that the write-offs spare, used at once.
    """

    depreciation: tuple[float, ...]
    npv: float
    tax_shield: float


def after_tax(
    capex: float, ebitda: Sequence[float], tax: float, rate: float, written: Sequence[float], losses: LossRule
) -> AfterTax:
    """Value of an investment after tax.

    Args:
        capex: Paid at time 0.
        ebitda: Income of the years 1, 2 and so on; later write-offs meet no income.
        tax: Rate, 0 to 1.
        rate: Discount rate.
        written: Write-offs of the years 1, 2 and so on.
        losses: What a negative taxable income is worth.
    """
    years = max(len(ebitda), len(written))
    income = [*ebitda, *[0.0] * (years - len(ebitda))]
    off = [*written, *[0.0] * (years - len(written))]
    due = taxes(np.subtract(income, off)[None, :], tax, losses)[0]
    net = [-capex, *(earned - part for earned, part in zip(income, due.tolist(), strict=True))]
    return AfterTax(
        depreciation=tuple(written),
        npv=npv(rate, net),
        tax_shield=npv(rate, [0.0, *(tax * part for part in off)]),
    )
