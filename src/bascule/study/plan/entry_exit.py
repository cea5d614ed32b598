"""When to enter and leave a business whose price wanders, at a cost each way: exact perpetual thresholds.

Source: A. Dixit, Entry and exit decisions under uncertainty, Journal of Political Economy 97, 1989.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import fsolve

from bascule.study.plan.process import roots


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryExit:
    """A business that earns the price less a running cost.

    Attributes:
        rho: Discount rate per year.
        mu: Drift of the price per year, below rho.
        sigma: Its volatility per year.
        running_cost: Cost per year while active.
        entry_cost: Paid on entering.
        exit_cost: Paid on leaving; negative is scrap.
    """

    rho: float
    mu: float
    sigma: float
    running_cost: float
    entry_cost: float
    exit_cost: float

    def __post_init__(self) -> None:
        """Refuse what has no thresholds."""
        if self.rho <= self.mu or self.rho <= 0 or self.sigma <= 0 or self.running_cost <= 0:
            raise ValueError("needs rho above mu and zero, sigma and running cost above zero")
        if self.entry_cost < 0 or self.entry_cost + self.exit_cost <= 0:
            raise ValueError("entering costs something, and entering and leaving together more than nothing")
        if self.running_cost / self.rho <= self.exit_cost:
            raise ValueError("leaving costs more than running for ever: nobody would leave")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where to enter and leave.

    Attributes:
        high: Price above which to enter.
        low: Price below which to leave.
        idle: A in the value A P^beta1 of waiting outside.
        active: B in the value B P^beta2 + P/(rho - mu) - w/rho of running.
        marshall_enter: Full cost w + rho k, above which an entrant without foresight would enter.
        marshall_exit: Variable cost w - rho l, below which it would leave.
    """

    high: float
    low: float
    idle: float
    active: float
    marshall_enter: float
    marshall_exit: float


def thresholds(business: EntryExit) -> Thresholds:
    """Solve value matching and smooth pasting at both thresholds.

    Raises:
        ValueError: The equations were not solved.

    >>> found = thresholds(EntryExit(rho=0.025, mu=0.0, sigma=0.1, running_cost=1.0, entry_cost=4.0, exit_cost=0.0))
    >>> round(found.high, 4), round(found.low, 4)
    (1.4667, 0.7657)
    """
    enter = business.running_cost + business.rho * business.entry_cost
    leave = business.running_cost - business.rho * business.exit_cost
    for spread in (1.0, 1.3, 2.0, 4.0):
        start = (math.log(enter * spread), math.log(max(leave, 1e-9) / spread))
        found, _, solved, _ = fsolve(
            lambda logs: _misses(business, logs), start, full_output=True, xtol=1e-13
        )
        high, low = np.exp(found)
        if solved == 1 and high > low and np.abs(_misses(business, found)).max() < 1e-8:
            idle, active = _constants(business, high, low)
            return Thresholds(
                high=float(high),
                low=float(low),
                idle=idle,
                active=active,
                marshall_enter=enter,
                marshall_exit=leave,
            )
    raise ValueError("no thresholds were found: check the orders of magnitude of costs and running cost")


def _constants(business: EntryExit, high: float, low: float) -> tuple[float, float]:
    """A and B from smooth pasting at both thresholds."""
    up, down = roots(business.mu, business.sigma, business.rho)
    slope = -1 / (business.rho - business.mu)
    # -A beta1 P^(beta1 - 1) + B beta2 P^(beta2 - 1) = -1/(rho - mu) at both prices.
    matrix = np.array([[-up * p ** (up - 1), down * p ** (down - 1)] for p in (high, low)])
    idle, active = np.linalg.solve(matrix, [slope, slope])
    return float(idle), float(active)


def _misses(business: EntryExit, logs: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
    """By how much value matching fails at both thresholds, in units of the running cost's worth."""
    high, low = np.exp(np.minimum(logs, 50.0))
    if not high > low * (1 + 1e-9):
        return [1e3, 1e3]
    up, down = roots(business.mu, business.sigma, business.rho)
    idle, active = _constants(business, high, low)

    def gain(price: float) -> float:
        running = price / (business.rho - business.mu) - business.running_cost / business.rho
        return float(active * price**down - idle * price**up + running)

    scale = business.running_cost / business.rho
    return [(gain(high) - business.entry_cost) / scale, (gain(low) + business.exit_cost) / scale]


@dataclass(frozen=True, slots=True, kw_only=True)
class Switching:
    """Two streams x and y, of which one is earned; switching costs are multiples of x.

    Attributes:
        rate: Discount rate.
        mu_x: Drift of x.
        mu_y: Drift of y.
        sigma_x: Volatility of x.
        sigma_y: Volatility of y.
        corr: Correlation of their shocks.
        cost_to_y: Of switching from x to y, times x.
        cost_to_x: Of switching back, times x.
    """

    rate: float
    mu_x: float
    mu_y: float
    sigma_x: float
    sigma_y: float
    corr: float
    cost_to_y: float
    cost_to_x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioThresholds:
    """When to switch, by the ratio y/x, and what each state is worth at x = y = 1."""

    ratio_to_y: float
    ratio_to_x: float
    value_in_x: float
    value_in_y: float


def ratio_thresholds(case: Switching) -> RatioThresholds:
    """With costs proportional to x the value is x times a function of y/x, and the problem is entry and exit in the ratio.

    Raises:
        ValueError: As for ``thresholds``.

    >>> found = ratio_thresholds(Switching(rate=0.1, mu_x=0.0, mu_y=-0.02, sigma_x=0.6, sigma_y=0.3, corr=0.2,
    ...     cost_to_y=8.0, cost_to_x=0.5))
    >>> round(found.ratio_to_y, 2), round(found.ratio_to_x, 3)
    (5.55, 0.412)
    """
    variance = case.sigma_x**2 + case.sigma_y**2 - 2 * case.corr * case.sigma_x * case.sigma_y
    rho, mu = case.rate - case.mu_x, case.mu_y - case.mu_x
    business = EntryExit(
        rho=rho,
        mu=mu,
        sigma=math.sqrt(max(variance, 0.0)),
        running_cost=1.0,
        entry_cost=case.cost_to_y,
        exit_cost=case.cost_to_x,
    )
    found = thresholds(business)
    in_x, in_y = 1 / rho + found.idle, 1 / (rho - mu) + found.active
    return RatioThresholds(
        ratio_to_y=found.high,
        ratio_to_x=found.low,
        value_in_x=in_x if found.high >= 1 else in_y - case.cost_to_y,
        value_in_y=in_y if found.low <= 1 else in_x - case.cost_to_x,
    )
