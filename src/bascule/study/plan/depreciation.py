"""Depreciation by schedule, and what it is worth after tax."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bascule.study.plan.cash_flows import npv

_MACRS_5: Final = (0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576)
_MACRS_15: Final = (
    *(0.05, 0.095, 0.0855, 0.077, 0.0693, 0.0623, 0.059, 0.059),
    *(0.0591, 0.059, 0.0591, 0.059, 0.0591, 0.059, 0.0591, 0.0295),
)
"""Half-year convention; source: IRS Publication 946, table A-1."""


class Schedule(StrEnum):
    """How a cost is written off; the first year is year 1."""

    STRAIGHT = "straight"
    MACRS_5 = "macrs5"
    MACRS_15 = "macrs15"
    BONUS = "bonus"


class LossRule(StrEnum):
    """What a loss is worth: used at once against other income, or carried forward against this one's."""

    USED = "used"
    CARRIED = "carried"


def depreciation(capex: float, schedule: Schedule, life: int) -> tuple[float, ...]:
    """Write-offs of the years 1, 2 and so on; they sum to the cost.

    Args:
        capex: The cost.
        schedule: How.
        life: Years of the straight line; the others have their own.

    Raises:
        ValueError: A straight line without years.

    >>> depreciation(100.0, Schedule.STRAIGHT, 4), round(sum(depreciation(1.0, Schedule.MACRS_15, 0)), 9)
    ((25.0, 25.0, 25.0, 25.0), 1.0)
    """
    if schedule is Schedule.STRAIGHT:
        if life < 1:
            raise ValueError(f"a straight line needs at least one year: life = {life}")
        return (capex / life,) * life
    shares = {Schedule.MACRS_5: _MACRS_5, Schedule.MACRS_15: _MACRS_15, Schedule.BONUS: (1.0,)}[schedule]
    return tuple(capex * share for share in shares)


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
    taxes, carried = [], 0.0
    for earned, less in zip(income, off, strict=True):
        base = earned - less
        if losses is LossRule.CARRIED:
            base, carried = max(base - carried, 0.0), max(carried - base, 0.0)
        taxes.append(tax * base)
    net = [-capex, *(earned - due for earned, due in zip(income, taxes, strict=True))]
    return AfterTax(
        depreciation=tuple(written),
        npv=npv(rate, net),
        tax_shield=npv(rate, [0.0, *(tax * part for part in off)]),
    )
