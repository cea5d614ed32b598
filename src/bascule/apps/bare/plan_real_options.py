"""Bare problems of businesses that open, close and are abandoned."""

from dataclasses import fields
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from bascule.apps.bare.numbers import Count, Inputs, NotNegative, Positive, Real
from bascule.apps.bare.problem import Kind, Solved
from bascule.study.plan.mine import Mine, mine_value
from bascule.study.plan.open_close import OpenClose, Running, open_close_value

_MINE: Final = Mine()
_MOST_PRICES: Final = 1000


def _some(values: list[float]) -> list[float]:
    if not 1 <= len(values) <= _MOST_PRICES:
        raise ValueError(f"must be a list of 1 to {_MOST_PRICES:,} prices")
    return values


class OpenCloseInputs(Inputs):
    """A business on a lattice; flows per year."""

    price0: Positive
    rate: Real
    yield_: Real = Field(default=0.0, alias="yield")
    sigma: Positive
    years: Positive
    steps: Count
    output: NotNegative
    unit_cost: Real
    maintenance: Real = 0.0
    cost_open: Real
    cost_close: Real
    start: Literal["open", "closed"]
    abandon: bool = False
    salvage: Real = 0.0
    decide_every: Count = 1


def solve_open_close(inputs: OpenCloseInputs) -> Solved:
    """Its value."""
    names = inputs.model_dump()
    start = Running.OPEN if names.pop("start") == "open" else Running.CLOSED
    return Solved(
        results={"value": open_close_value(OpenClose(start=start, **names))},
        method="Cox-Ross-Rubinstein lattice; output, maintenance and costs per year; the first decision is now",
    )


class MineInputs(Inputs):
    """Prices, deflated; whatever is not given is as in the paper."""

    prices: Annotated[list[Positive], AfterValidator(_some)]
    output_mlb_per_year: Positive = _MINE.output_mlb_per_year
    stock_mlb: Positive = _MINE.stock_mlb
    unit_cost_usd_per_lb: Positive = _MINE.unit_cost_usd_per_lb
    cost_open_musd: Positive = _MINE.cost_open_musd
    cost_close_musd: Positive = _MINE.cost_close_musd
    upkeep_musd_per_year: NotNegative = _MINE.upkeep_musd_per_year
    variance_frac_per_year: Positive = _MINE.variance_frac_per_year
    convenience_yield_frac: Real = _MINE.convenience_yield_frac
    interest_frac: Real = _MINE.interest_frac
    inflation_frac: Real = _MINE.inflation_frac
    property_tax_frac: NotNegative = _MINE.property_tax_frac
    income_tax_frac: NotNegative = _MINE.income_tax_frac


def solve_mine(inputs: MineInputs) -> Solved:
    """Values of the mine open and closed, and its thresholds."""
    mine = Mine(**{part.name: getattr(inputs, part.name) for part in fields(Mine)})
    found = mine_value(mine, tuple(inputs.prices))
    return Solved(
        results={
            "value_open": list(found.open_musd),
            "value_closed": list(found.closed_musd),
            "close_below": found.close_below,
            "open_above": found.open_above,
            "abandon_below": found.abandon_below,
        },
        method="finite differences in log price and stock, policy iteration (Brennan and Schwartz 1985); deflated M$",
    )


REAL_OPTIONS = (
    Kind(name="open_close", inputs=OpenCloseInputs, solve=solve_open_close),
    Kind(name="mine_1985", inputs=MineInputs, solve=solve_mine),
)
