"""The terms of a project: building, costs, its end, tax and debt."""

from dataclasses import dataclass
from enum import StrEnum

from bascule.study.plan.depreciation import Schedule
from bascule.study.plan.taxes import LossRule
from bascule.study.project.block import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOff:
    """A share of a cost and how it is written off: cost segregation splits a building into several.

    Attributes:
        schedule: How.
        frac: Share of the component's cost; a component's shares sum to 1.
        life_years: Of the straight and the French line.
        bonus_frac: Share of this part that is written off at once in the first year of service.
    """

    schedule: Schedule
    frac: float = 1.0
    life_years: int = 0
    bonus_frac: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part of the capital cost."""

    name: str
    cost: Amount
    write_off: tuple[WriteOff, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """How long it takes and how it is paid.

    Attributes:
        lead_months: From the decision to the first month of operation.
        spend_frac: Share of the cost paid at the years 0, 1, 2 and so on; they sum to 1.
        ramp_frac: Share of full operation in the first, second and later operating years; full after them.
        grants: Money received at the years 0, 1, 2 and so on; it lowers what is written off and what is borrowed.
    """

    lead_months: int
    spend_frac: tuple[float, ...] = (1.0,)
    ramp_frac: tuple[float, ...] = ()
    grants: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opex:
    """Costs of operation.

    Attributes:
        fixed: Per year in operation, whatever the ramp; each with its basis.
        variable_frac: Share of revenue.
        energy_per_mwh: Price of the energy that the owner pays for; 0 where the tenant or the handed-in margin bears it.
        inflation_frac: Rise of fixed costs and of energy each year, from year 1's level.
    """

    fixed: tuple[Amount, ...] = ()
    variable_frac: float = 0.0
    energy_per_mwh: float = 0.0
    inflation_frac: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """What the last year's end brings: positive amounts, in money of that year.

    Attributes:
        decommissioning: Cost, deducted.
        interconnection_residual: What the connection is then worth, taxed as income of the last year.
    """

    decommissioning: float = 0.0
    interconnection_residual: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """Tax on income.

    Attributes:
        rate_frac: 0 to 1.
        losses: What a loss is worth.
    """

    rate_frac: float
    losses: LossRule = LossRule.USED


class Repayment(StrEnum):
    """Level payments, or payments in step with the cash that is available for them."""

    LEVEL = "level"
    SCULPTED = "sculpted"


class BuildInterest(StrEnum):
    """Interest while building: added to the debt, or paid by the owner."""

    CAPITALISED = "capitalised"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A loan drawn in step with the capital cost and repaid from the year after building.

    Attributes:
        loan_to_cost_frac: Of capital cost less grants, interest while building not counted.
        rate_frac: Interest per year on the balance at the year's start.
        tenor_years: Years of repayment; what is left at the horizon is paid then.
        repayment: Level or sculpted.
        target_dscr: Least cover of a sculpted loan: it is made smaller where the cash would not reach.
        build_interest: Capitalised or paid.
    """

    loan_to_cost_frac: float
    rate_frac: float
    tenor_years: int
    repayment: Repayment = Repayment.LEVEL
    target_dscr: float = 1.0
    build_interest: BuildInterest = BuildInterest.CAPITALISED


class Forgone(StrEnum):
    """Which mining margin is counted as lost to the project."""

    NOTHING = "nothing"
    WHILE_BUILDING = "while_building"
    ALL_YEARS = "all_years"
