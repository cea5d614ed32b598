"""A project: one block of megawatts put to one use."""

from dataclasses import dataclass, field

from bascule.study.project.block import Block
from bascule.study.project.terms import Build, Closure, Component, Debt, Forgone, Opex, Tax
from bascule.study.project.uses import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Everything that the cash flow needs but the random parts.

    Money is in one currency, nominal; year 0 is the decision, flows of a year come at its end.

    Attributes:
        name: For tables.
        currency: Such as USD; limits of French losses are in EUR.
        block: Megawatts.
        use: What they are put to.
        years: Horizon: the last year with operation.
        build: Lead time, spending, ramp-up, grants.
        discount_rate_frac: For values before debt.
        equity_rate_frac: For values of the owner's cash.
        tax: On income.
        capex: Components of the capital cost.
        opex: Costs of operation.
        closure: What the end brings.
        working_capital_days: Days of revenue that wait to be paid, released at the horizon.
        debt: The loan, if any.
        forgone: Which mining margin is lost to it.
    """

    name: str
    currency: str
    block: Block
    use: Use
    years: int
    build: Build
    discount_rate_frac: float
    equity_rate_frac: float
    tax: Tax
    capex: tuple[Component, ...] = ()
    opex: Opex = field(default_factory=Opex)
    closure: Closure = field(default_factory=Closure)
    working_capital_days: float = 0.0
    debt: Debt | None = None
    forgone: Forgone = Forgone.WHILE_BUILDING
