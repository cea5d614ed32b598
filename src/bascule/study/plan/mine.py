"""A mine that may be opened, closed and abandoned at any time: value and thresholds in price and what is left.

Money and prices are deflated; the concession has no end, so that time itself does not matter. Under the risk-adjusted
measure the price drifts at the real rate less the convenience yield, and values are discounted at the real rate plus the
property tax.

Source: M. Brennan and E. Schwartz, Evaluating natural resource investments, Journal of Business 58, 1985.
"""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.linalg import solve_banded

from bascule.model.series import Floats

Actions = NDArray[np.int8]

_LOG_STEP: Final = 0.005
_DEPLETION_STEPS: Final = 240
_MOST_POLICIES: Final = 60
_BELOW: Final = 0.02
_ABOVE: Final = 20.0
"""The grid ends at these multiples of the unit cost (above, at least of the highest price asked for)."""


class Act(IntEnum):
    """What is best in a state."""

    STAY = 0
    SWITCH = 1
    ABANDON = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A mine in deflated money; the defaults are those of the paper's copper mine (1985).

    Attributes:
        output_mlb_per_year: Million lb a year while open.
        stock_mlb: Million lb in the ground.
        unit_cost_usd_per_lb: Average cost of production.
        cost_open_musd: Paid to open a closed mine.
        cost_close_musd: Paid to close an open one.
        upkeep_musd_per_year: After tax, while closed.
        variance_frac_per_year: Of the price's logarithm.
        convenience_yield_frac: Of the commodity, per year.
        interest_frac: Nominal, per year, continuous.
        inflation_frac: Per year, continuous.
        property_tax_frac: Of the mine's value per year, open or closed.
        income_tax_frac: Of a profit; a loss is not offset.
    """

    output_mlb_per_year: float = 10.0
    stock_mlb: float = 150.0
    unit_cost_usd_per_lb: float = 0.5
    cost_open_musd: float = 0.2
    cost_close_musd: float = 0.2
    upkeep_musd_per_year: float = 0.5
    variance_frac_per_year: float = 0.08
    convenience_yield_frac: float = 0.01
    interest_frac: float = 0.10
    inflation_frac: float = 0.08
    property_tax_frac: float = 0.02
    income_tax_frac: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what has no solution."""
        real_rate = self.interest_frac - self.inflation_frac + self.property_tax_frac
        if real_rate <= 0 or self.variance_frac_per_year <= 0:
            raise ValueError("needs interest and property tax above inflation, and a variance above zero")
        if min(self.cost_open_musd, self.cost_close_musd) <= 0:
            raise ValueError("opening and closing must each cost something")


@dataclass(frozen=True, slots=True, kw_only=True)
class MineValue:
    """Value of the whole stock, and where to act.

    Attributes:
        open_musd: Value by price asked for, of an open mine.
        closed_musd: Of a closed one.
        close_below: An open mine is closed below this price.
        open_above: A closed mine is opened above it.
        abandon_below: A closed mine is given up below it.
    """

    open_musd: tuple[float, ...]
    closed_musd: tuple[float, ...]
    close_below: float
    open_above: float
    abandon_below: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Logarithms of prices with the operator of an instant: ``lower u[i-1] + middle u[i] + upper u[i+1]``."""

    prices: Floats
    lower: float
    middle: float
    upper: float


def mine_value(mine: Mine, prices: tuple[float, ...]) -> MineValue:
    """Solve for the whole stock.

    The stock takes the place of time: implicit differences of second order from an empty mine to a full one. At each stock the
    values of open and closed mine and the best act at every price are found together, by policy iteration.

    Args:
        mine: The mine.
        prices: At which values are wanted, deflated USD per lb.

    Raises:
        ValueError: A policy does not settle.
    """
    grid = _grid(mine, max(prices, default=0.0))
    profit = mine.output_mlb_per_year * (grid.prices - mine.unit_cost_usd_per_lb)
    earned = np.where(profit > 0, (1 - mine.income_tax_frac) * profit, profit)
    step_years = mine.stock_mlb / mine.output_mlb_per_year / _DEPLETION_STEPS
    values = before = np.zeros((len(grid.prices), 2))
    acts = np.zeros((len(grid.prices), 2), dtype=np.int8)
    for step in range(_DEPLETION_STEPS):
        # Euler first, then second-order backward differences.
        weight, known = (1.0, values[:, 0]) if step == 0 else (1.5, 2.0 * values[:, 0] - 0.5 * before[:, 0])
        source = np.column_stack(
            [earned + known / step_years, np.full(len(earned), -mine.upkeep_musd_per_year)]
        )
        before, (values, acts) = values, _settled(mine, grid, weight / step_years, source, acts)
    return _found(grid, values, acts, prices)


def _grid(mine: Mine, highest: float) -> _Grid:
    low = mine.unit_cost_usd_per_lb * _BELOW
    high = max(mine.unit_cost_usd_per_lb, highest) * _ABOVE
    logs = np.arange(math.log(low), math.log(high), _LOG_STEP)
    real_frac = mine.interest_frac - mine.inflation_frac
    drift = real_frac - mine.convenience_yield_frac - mine.variance_frac_per_year / 2
    spread, slope = mine.variance_frac_per_year / (2 * _LOG_STEP**2), drift / (2 * _LOG_STEP)
    middle = -2 * spread - real_frac - mine.property_tax_frac
    return _Grid(prices=np.exp(logs), lower=spread - slope, middle=middle, upper=spread + slope)


def _settled(mine: Mine, grid: _Grid, decay: float, source: Floats, acts: Actions) -> tuple[Floats, Actions]:
    """Values and acts of open and closed mine that agree with each other."""
    for _ in range(_MOST_POLICIES):
        values = _valued(mine, grid, decay, source, acts)
        better = _improved(mine, grid, decay, source, values, acts)
        if np.array_equal(better, acts):
            return values, acts
        acts = better
    raise ValueError("the policy does not settle at these costs")


def _valued(mine: Mine, grid: _Grid, decay: float, source: Floats, acts: Actions) -> Floats:
    """Values under given acts: open and closed interleaved, so that the matrix has five diagonals."""
    size = acts.size
    flat, stay = acts.ravel(), acts.ravel() == Act.STAY
    bands = np.zeros((5, size))
    diagonal = np.ones(size)
    diagonal[stay] = -_diagonal(grid, decay, len(acts)).ravel()[stay]
    below, above = np.where(stay, -grid.lower, 0.0), np.where(stay, -grid.upper, 0.0)
    # At the top a value grows linearly in the price: u[i+1] = (1 + e^h) u[i] - e^h u[i-1], h the log step.
    growth = math.exp(_LOG_STEP)
    diagonal[-2:] -= np.where(stay[-2:], grid.upper * (1 + growth), 0.0)
    below[-2:] += np.where(stay[-2:], grid.upper * growth, 0.0)
    bands[2] = diagonal
    bands[4, :-2], bands[0, 2:] = below[2:], above[:-2]
    switch = np.where(flat == Act.SWITCH, -1.0, 0.0)
    bands[1, 1::2], bands[3, 0::2] = switch[0::2], switch[1::2]
    paid = np.tile([-mine.cost_close_musd, -mine.cost_open_musd], len(acts))
    right = np.select([stay, flat == Act.SWITCH], [source.ravel(), paid], 0.0)
    # At the bottom an idle mine is worth nothing.
    bands[2, :2], bands[0, 2:4], bands[1, 1], bands[3, 0], right[:2] = 1.0, 0.0, 0.0, 0.0, 0.0
    return np.asarray(solve_banded((2, 2), bands, right), dtype=np.float64).reshape(acts.shape)


def _diagonal(grid: _Grid, decay: float, rows: int) -> Floats:
    return np.tile([grid.middle - decay, grid.middle], (rows, 1))


def _improved(
    mine: Mine, grid: _Grid, decay: float, source: Floats, values: Floats, acts: Actions
) -> Actions:
    """The act whose equation is broken most, the present one where none is."""
    flow = _diagonal(grid, decay, len(values)) * values + source
    flow[1:-1] += grid.lower * values[:-2] + grid.upper * values[2:]
    # Scaled to a value, as the other two are.
    missed = np.stack([-flow / -grid.middle, values - _switched(mine, values), values])
    missed[Act.STAY, [0, -1]] = np.where(acts[[0, -1]] == Act.STAY, 0.0, np.inf)
    best = missed.argmin(axis=0).astype(np.int8)
    better = np.where(missed.min(axis=0) < -1e-10, best, acts)
    better[0] = Act.STAY
    return np.asarray(better, dtype=np.int8)


def _switched(mine: Mine, values: Floats) -> Floats:
    return np.column_stack([values[:, 1] - mine.cost_close_musd, values[:, 0] - mine.cost_open_musd])


def _found(grid: _Grid, values: Floats, acts: Actions, prices: tuple[float, ...]) -> MineValue:
    curve = CubicSpline(np.log(grid.prices), values)
    shown = np.where(
        np.array(prices)[:, None] < grid.prices[0],
        0.0,
        curve(np.log(np.maximum(np.array(prices), grid.prices[0]))),
    )
    closing, opening, leaving = (
        acts[:, 0] == Act.SWITCH,
        acts[:, 1] == Act.SWITCH,
        acts[:, 1] == Act.ABANDON,
    )
    half = math.exp(_LOG_STEP / 2)
    return MineValue(
        open_musd=tuple(float(x) for x in shown[:, 0]),
        closed_musd=tuple(float(x) for x in shown[:, 1]),
        close_below=_highest(grid, closing) * half,
        open_above=float(grid.prices[opening][0]) / half if opening.any() else math.inf,
        abandon_below=_highest(grid, leaving) * half,
    )


def _highest(grid: _Grid, chosen: NDArray[np.bool_]) -> float:
    return float(grid.prices[chosen][-1]) if chosen.any() else 0.0
