"""How a plan is paid for, and what must not happen to its cash."""

from dataclasses import dataclass

from bascule.study.conversion.history import History
from bascule.study.plan.taxes import LossRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Cash and debt of the company that owns the site.

    Attributes:
        opening_cash: At date 0.
        undrawn_facility: May be drawn before cash has run out.
        overhead_per_year: Of the company, not of a megawatt.
        loan_to_cost_frac: Share of each rung's cost that is borrowed as it is spent.
        loan_rate_frac: Interest per year on what is owed; paid in cash, also while building.
        tenor_years: Level payments from the first quarter of operation.
        covenant_dscr: Least cover of four quarters' debt service by four quarters' cash before it.
        losses: What a loss is worth to the company's tax.
    """

    opening_cash: float
    undrawn_facility: float
    overhead_per_year: float
    loan_to_cost_frac: float
    loan_rate_frac: float
    tenor_years: int
    covenant_dscr: float
    losses: LossRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """Hashrate or rent sold forward: so many units at a price, from a quarter to another.

    Attributes:
        driver: Number of the driver that settles it.
        price: Agreed, in the driver's unit.
        amount: Money per year that a unit of the driver's distance from the price pays, positive for a seller.
        start: First quarter.
        end: Quarter after the last.
    """

    driver: int
    price: float
    amount: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What else is uncertain on the paths on which risk is measured.

    Attributes:
        power_sd: Stationary standard deviation of the logarithm of the power level.
        power_speed: Its reversion per year.
        paths: How many.
        seed: Of the random numbers.
        real_days: Whether margins of quarters are put together from real days, or are means of the year.
        history: Whose moves are drawn in place of normal shocks; None for those.
    """

    power_sd: float
    power_speed: float
    paths: int
    seed: int
    real_days: bool = False
    history: History | None = None
