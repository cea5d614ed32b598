"""Bare problems of finance: cash flows, loans, levelised cost, tax, tails."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, PlainValidator, model_validator

from bascule.apps.bare.numbers import Count, Inputs, NotNegative, Positive, Real, real
from bascule.apps.bare.problem import Kind, Solved
from bascule.study.plan.cash_flows import (
    annual_equivalent,
    irrs,
    levelised_cost,
    mirr,
    npv,
    payback_years,
    xirrs,
    xnpv,
)
from bascule.study.plan.depreciation import Schedule, after_tax, depreciation
from bascule.study.plan.loan import level_payment, loan_years
from bascule.study.plan.tail_risk import conditional_value_at_risk, value_at_risk
from bascule.study.plan.taxes import LossRule

MOST_YEARS = 10_000
MONTHS = 12


def _rate(value: float) -> float:
    if value <= -1:
        raise ValueError("a rate is above -1")
    return value


def _dated(value: object) -> tuple[tuple[date, float], ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("must be a list of [date, flow]")
    rows = tuple(_dated_flow(part) for part in value)
    if any(day < rows[0][0] for day, _ in rows):
        raise ValueError("the first date must be the earliest")
    return rows


def _dated_flow(part: object) -> tuple[date, float]:
    if not isinstance(part, list) or len(part) != 2:
        raise ValueError("each flow is [date, flow]")
    try:
        return date.fromisoformat(str(part[0])), real(part[1])
    except ValueError as error:
        raise ValueError(f"{part[0]}: {error}") from None


def _some(values: list[float]) -> list[float]:
    if not 1 <= len(values) <= MOST_YEARS:
        raise ValueError(f"must be a list of 1 to {MOST_YEARS:,} numbers")
    return values


def _levels(values: object) -> tuple[float, ...]:
    listed = values if isinstance(values, list) else [values]
    levels = tuple(real(value) for value in listed)
    if not levels or not all(0 < level < 1 for level in levels):
        raise ValueError("levels lie between 0 and 1")
    return levels


def _years(value: int) -> int:
    if not 1 <= value <= MOST_YEARS:
        raise ValueError(f"must be from 1 to {MOST_YEARS:,}")
    return value


def _month(value: int) -> int:
    if not 1 <= value <= MONTHS:
        raise ValueError("must be a month from 1 to 12")
    return value


def _one_or_more(value: object) -> list[float]:
    return [real(part) for part in value] if isinstance(value, list) else [real(value)]


Rate = Annotated[Real, AfterValidator(_rate)]
Numbers = Annotated[list[Real], AfterValidator(_some)]
Years = Annotated[Count, AfterValidator(_years)]
Month = Annotated[Count, AfterValidator(_month)]


def _share(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError("must be from 0 to 1")
    return value


Frac = Annotated[Real, AfterValidator(_share)]


class CashFlowInputs(Inputs):
    """Yearly flows from time 0, or dated ones."""

    flows: Numbers | None = None
    dated: Annotated[tuple[tuple[date, float], ...] | None, PlainValidator(_dated)] = None
    rate: Rate
    finance_rate: Rate | None = None
    reinvest_rate: Rate | None = None

    @model_validator(mode="after")
    def _one(self) -> "CashFlowInputs":
        if (self.flows is None) == (self.dated is None):
            raise ValueError("give flows or dated, one of them")
        return self


def solve_cash_flows(inputs: CashFlowInputs) -> Solved:
    """Every measure of a stream."""
    if inputs.dated is not None:
        found = xirrs(inputs.dated)
        return Solved(
            results={"xnpv": xnpv(inputs.rate, inputs.dated), "xirr": list(found)},
            method="actual days over 365 from the first; every return between -99 % and 1,000 %",
        )
    flows = inputs.flows or []
    finance = inputs.rate if inputs.finance_rate is None else inputs.finance_rate
    reinvest = inputs.rate if inputs.reinvest_rate is None else inputs.reinvest_rate
    return Solved(
        results={
            "npv": npv(inputs.rate, flows),
            "irr": list(irrs(flows)),
            "mirr": mirr(flows, finance, reinvest),
            "payback_years": payback_years(flows),
            "discounted_payback_years": payback_years(flows, inputs.rate),
        },
        method="time 0 undiscounted; every return between -99 % and 1,000 %; paybacks linear inside a year",
    )


class LoanInputs(Inputs):
    """A loan with level payments."""

    principal: Positive
    rate: Rate
    years: Years


def solve_loan(inputs: LoanInputs) -> Solved:
    """Payment and every year."""
    rows = [
        {
            "t": r.year,
            "payment": r.payment,
            "interest": r.interest,
            "principal": r.principal,
            "balance": r.balance,
        }
        for r in loan_years(inputs.principal, inputs.rate, inputs.years)
    ]
    payment = level_payment(inputs.principal, inputs.rate, inputs.years)
    return Solved(results={"payment": payment, "rows": list(rows)}, method="level payments at year ends")


class LevelisedInputs(Inputs):
    """Costs and yearly output."""

    capex: NotNegative
    fixed_opex: NotNegative = 0.0
    variable_opex: Real = 0.0
    energy: Numbers
    rate: Rate


def solve_levelised(inputs: LevelisedInputs) -> Solved:
    """Cost per unit of output."""
    found = levelised_cost(inputs.capex, inputs.fixed_opex, inputs.variable_opex, inputs.energy, inputs.rate)
    return Solved(
        results={"levelised_cost": found}, method="capital at time 0, costs and output at year ends"
    )


class AfterTaxInputs(Inputs):
    """An investment before tax."""

    capex: Positive
    ebitda: Annotated[list[float], BeforeValidator(_one_or_more)]
    tax: Frac
    rate: Rate
    schedule: Schedule
    life: Years
    month: Month = 1
    loss_rule: LossRule = LossRule.USED


def solve_after_tax(inputs: AfterTaxInputs) -> Solved:
    """Write-offs and value; a single income holds for every year of the life."""
    written = depreciation(inputs.capex, inputs.schedule, inputs.life, inputs.month)
    income = inputs.ebitda * inputs.life if len(inputs.ebitda) == 1 else inputs.ebitda
    found = after_tax(inputs.capex, income, inputs.tax, inputs.rate, written, inputs.loss_rule)
    return Solved(
        results={"depreciation": list(found.depreciation), "npv": found.npv, "tax_shield": found.tax_shield},
        method=f"first write-off in year 1, half-year MACRS tables, mid-month building; losses: {inputs.loss_rule}",
    )


class AnnualInputs(Inputs):
    """A cost and its life."""

    rate: Rate
    capex: Real
    life: Positive
    opex: Real = 0.0


def solve_annual(inputs: AnnualInputs) -> Solved:
    """Equivalent yearly cost."""
    found = annual_equivalent(inputs.rate, inputs.capex, inputs.life, inputs.opex)
    return Solved(results={"annual_cost": found}, method="capital recovery at year ends plus operating cost")


class TailInputs(Inputs):
    """Outcomes and levels."""

    pnl: Numbers
    levels: Annotated[tuple[float, ...], PlainValidator(_levels)]


def solve_tail(inputs: TailInputs) -> Solved:
    """Value at risk and its conditional mean, per level."""
    return Solved(
        results={
            "var": [value_at_risk(inputs.pnl, level) for level in inputs.levels],
            "cvar": [conditional_value_at_risk(inputs.pnl, level) for level in inputs.levels],
        },
        method="order statistic of rank ceil(n (1 - level)); mean of the worst n (1 - level), the boundary in part",
    )


FINANCE = (
    Kind(name="cash_flows", inputs=CashFlowInputs, solve=solve_cash_flows),
    Kind(name="loan", inputs=LoanInputs, solve=solve_loan),
    Kind(name="levelised_cost", inputs=LevelisedInputs, solve=solve_levelised),
    Kind(name="after_tax", inputs=AfterTaxInputs, solve=solve_after_tax),
    Kind(name="annual_equivalent", inputs=AnnualInputs, solve=solve_annual),
    Kind(name="tail_risk", inputs=TailInputs, solve=solve_tail),
)
