"""A business that may be opened, closed and abandoned on a binomial lattice of its price."""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from bascule.model.series import Floats

MOST_STEPS: Final = 20_000


class Running(IntEnum):
    """State of the business."""

    CLOSED = 0
    OPEN = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClose:
    """A business and its price.

    Attributes:
        price0: Price now.
        rate: Of interest per year, continuous.
        yield_: Of the product per year, continuous.
        sigma: Volatility per year.
        years: Until it ends.
        steps: Of the lattice.
        output: Units per year while open.
        unit_cost: Per unit.
        maintenance: Per year while closed.
        cost_open: Paid on opening.
        cost_close: Paid on closing.
        start: State before the first decision.
        abandon: Whether it may be given up, at no cost, for ever.
        salvage: Received at the end unless it was given up.
        decide_every: Steps between decisions; the first is now.
    """

    price0: float
    rate: float
    yield_: float
    sigma: float
    years: float
    steps: int
    output: float
    unit_cost: float
    maintenance: float
    cost_open: float
    cost_close: float
    start: Running
    abandon: bool
    salvage: float
    decide_every: int

    def __post_init__(self) -> None:
        """Refuse what has no lattice."""
        if self.sigma <= 0 or self.years <= 0 or self.price0 <= 0:
            raise ValueError("needs sigma, years and price0 above zero")
        if not 1 <= self.steps <= MOST_STEPS or self.decide_every < 1:
            raise ValueError(f"needs 1 to {MOST_STEPS:,} steps, and decide_every from 1")
        if self.cost_open + self.cost_close < 0:
            raise ValueError(
                "opening and closing would earn money at no risk: their costs must not sum below zero"
            )
        if not 0 < _chance(self) < 1:
            raise ValueError(
                f"the chance of a rise is {_chance(self):.3f}, not between 0 and 1: "
                "more steps, or rate less yield nearer to zero"
            )


def open_close_value(business: OpenClose) -> float:
    """Value before the first decision.

    On a Cox-Ross-Rubinstein lattice, u = exp(sigma sqrt dt), p from rate less yield. At steps divisible by ``decide_every``,
    never at the last, the state for the next steps is chosen; its cost and one step's flow count at once, at that node's price.

    >>> still = OpenClose(price0=2.0, rate=0.0, yield_=0.0, sigma=0.1, years=1.0, steps=1, output=1.0, unit_cost=1.5,
    ...     maintenance=0.1, cost_open=0.2, cost_close=0.0, start=Running.CLOSED, abandon=True, salvage=0.0, decide_every=1)
    >>> round(open_close_value(still), 12)
    0.3
    """
    years, chance = business.years / business.steps, _chance(business)
    discount, up = math.exp(-business.rate * years), math.exp(business.sigma * math.sqrt(years))
    values = np.full((business.steps + 1, 2), business.salvage)
    for step in range(business.steps - 1, -1, -1):
        prices = business.price0 * up ** np.arange(-step, step + 1, 2, dtype=np.float64)
        values = discount * (chance * values[1:] + (1 - chance) * values[:-1])
        values[:, Running.CLOSED] -= business.maintenance * years
        values[:, Running.OPEN] += business.output * (prices - business.unit_cost) * years
        if step % business.decide_every == 0:
            values = _decided(business, values)
    return float(values[0, business.start])


def _chance(business: OpenClose) -> float:
    years = business.years / business.steps
    up = math.exp(business.sigma * math.sqrt(years))
    return (math.exp((business.rate - business.yield_) * years) - 1 / up) / (up - 1 / up)


def _decided(business: OpenClose, values: Floats) -> Floats:
    """Value by the state before, the best state after chosen."""
    closed, running = values[:, Running.CLOSED], values[:, Running.OPEN]
    best = np.column_stack(
        [np.maximum(closed, running - business.cost_open), np.maximum(running, closed - business.cost_close)]
    )
    return np.maximum(best, 0.0) if business.abandon else best
