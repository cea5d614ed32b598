"""What a stream of money is worth: present value, returns, paybacks."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import numpy as np
from scipy.optimize import brentq

from bascule.model.annuity import capital_recovery

LEAST_RETURN: Final = -0.99
MOST_RETURN: Final = 10.0
_DAYS_PER_YEAR: Final = 365.0
_SCAN: Final = 4000
"""Steps of the scan for sign changes, in the logarithm of 1 + return: two roots closer than 0.2 % of 1 + r are told apart."""


def npv(rate: float, flows: Sequence[float]) -> float:
    """Present value; the flow at time 0 is not discounted.

    Args:
        rate: Per year, above -1.
        flows: At the years 0, 1, 2 and so on.

    >>> round(npv(0.1, [-100.0, 60.0, 60.0]), 4)
    4.1322
    """
    return float(sum(flow / (1 + rate) ** year for year, flow in enumerate(flows)))


def xnpv(rate: float, dated: Sequence[tuple[date, float]]) -> float:
    """Present value of dated flows, actual days over 365 from the first."""
    first = dated[0][0]
    return float(sum(flow / (1 + rate) ** ((day - first).days / _DAYS_PER_YEAR) for day, flow in dated))


def irrs(flows: Sequence[float]) -> tuple[float, ...]:
    """Every return between -99 % and 1,000 % at which the present value is zero, ascending; there may be none.

    >>> [round(rate, 6) for rate in irrs([-100.0, 230.0, -132.0])]
    [0.1, 0.2]
    """
    return _roots(lambda rate: npv(rate, flows))


def xirrs(dated: Sequence[tuple[date, float]]) -> tuple[float, ...]:
    """The same for dated flows."""
    return _roots(lambda rate: xnpv(rate, dated))


def mirr(flows: Sequence[float], finance_rate: float, reinvest_rate: float) -> float | None:
    """Return with outlays financed at one rate and income reinvested at another; None without both of them.

    >>> round(mirr([-100.0, 60.0, 60.0], 0.08, 0.06) or 0.0, 6)
    0.111755
    """
    years = len(flows) - 1
    paid = npv(finance_rate, [min(flow, 0.0) for flow in flows])
    earned = npv(reinvest_rate, [max(flow, 0.0) for flow in flows])
    if years < 1 or paid >= 0 or earned <= 0:
        return None
    return float((earned * (1 + reinvest_rate) ** years / -paid) ** (1 / years) - 1)


def payback_years(flows: Sequence[float], rate: float = 0.0) -> float | None:
    """First time at which the running sum reaches zero, linear inside a year; None if it never does.

    Args:
        flows: At the years 0, 1, 2 and so on.
        rate: Discount rate; 0 for the simple payback.

    >>> payback_years([-100.0, 40.0, 40.0, 40.0]), payback_years([-100.0, 10.0])
    (2.5, None)
    """
    total = 0.0
    for year, flow in enumerate(flows):
        step = flow / (1 + rate) ** year
        if total + step >= 0:
            return float(year) if total >= 0 or step == 0 else max(year - 1 + -total / step, 0.0)
        total += step
    return None


def levelised_cost(
    capex: float, fixed_opex: float, variable_opex: float, energy: Sequence[float], rate: float
) -> float:
    """Cost per unit of output: capital at time 0, costs and output at the ends of years.

    Raises:
        ValueError: There is no output.

    >>> round(levelised_cost(1000.0, 50.0, 2.0, [100.0, 100.0], 0.08), 4)
    8.1077
    """
    output = npv(rate, [0.0, *energy])
    if output <= 0:
        raise ValueError("there is no output to spread the cost over: give energy above zero")
    costs = [capex, *(fixed_opex + variable_opex * part for part in energy)]
    return npv(rate, costs) / output


def annual_equivalent(rate: float, capex: float, life: float, opex: float = 0.0) -> float:
    """Yearly cost at year ends that is worth as much as a capital cost over its life, plus operating costs.

    >>> round(annual_equivalent(0.1, 100.0, 15.0), 4)
    13.1474
    """
    return capex * capital_recovery(rate, life) + opex


def _roots(value: Callable[[float], float]) -> tuple[float, ...]:
    grid = np.expm1(np.linspace(np.log1p(LEAST_RETURN), np.log1p(MOST_RETURN), _SCAN))
    values = np.array([value(float(rate)) for rate in grid])
    exact = [float(rate) for rate, at in zip(grid, values, strict=True) if at == 0]
    between = np.flatnonzero(values[:-1] * values[1:] < 0)
    found = [float(brentq(value, grid[at], grid[at + 1], xtol=1e-14)) for at in between]
    return tuple(sorted([*exact, *found])) if np.any(values != 0) else ()
