"""Forwards: what they pay, what they are worth, and what the company's cash would be without them."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.case import STEP_YEARS, Case
from bascule.study.conversion.finance import Funding, Hedge
from bascule.study.plan.tail_risk import conditional_value_at_risk
from bascule.study.switching.drivers import Drivers

_TENTH = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """A forward by itself, before tax.

    Attributes:
        hedge: Its terms.
        mean_level: Mean of its driver while it runs, under the world's drifts.
        mean_pay: Mean of what it pays in all, under the world's drifts; negative where it costs.
        worth: Present value under the pricing measure, after tax.
    """

    hedge: Hedge
    mean_level: float
    mean_pay: float
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cushion:
    """What forwards may change for a strategy, under the world's drifts.

    Attributes:
        ruin: Probability that cash and facility run out at some quarter.
        cvar_95: Mean loss of the worst twentieth of present values, what forwards pay after tax included.
        low_cash: Lowest balance of a history, on the tenth of histories where it is lowest.
        end_cash: Balance at the horizon, on the tenth of histories where it is lowest.
    """

    ruin: float
    cvar_95: float
    low_cash: float
    end_cash: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedging:
    """A plan's forwards, and the optimal strategy on the same histories with and without them."""

    forwards: tuple[Forward, ...]
    hedged: Cushion
    unhedged: Cushion


def pays(hedge: Hedge, levels: Floats) -> Floats:
    """Money of each quarter before tax.

    Args:
        hedge: The forward.
        levels: Its driver by quarter, shape (quarters, ...).
    """
    found, end = np.zeros(levels.shape), min(hedge.end, len(levels))
    found[hedge.start : end] = STEP_YEARS * hedge.amount * (hedge.price - levels[hedge.start : end])
    return found


def forward(case: Case, hedge: Hedge) -> Forward:
    """A forward's means, in closed form.

    Args:
        case: The plan.
        hedge: The forward.
    """
    expected, priced = (_means(case.drivers(world=world), hedge) for world in (True, False))
    discount = np.exp(-case.rate * STEP_YEARS * np.arange(case.quarters))
    return Forward(
        hedge=hedge,
        mean_level=float(expected[hedge.start : hedge.end].mean()),
        mean_pay=float(pays(hedge, expected).sum()),
        worth=(1 - case.tax_frac) * float(discount @ pays(hedge, priced)),
    )


def _means(drivers: Drivers, hedge: Hedge) -> Floats:
    return np.asarray(drivers.means()[hedge.driver])


def forwards_npv(case: Case, hedges: tuple[Hedge, ...], levels: Floats) -> Floats:
    """Present value after tax of all forwards by path.

    Args:
        case: The plan.
        hedges: Its forwards.
        levels: Drivers, shape (drivers, quarters, paths).
    """
    discount = np.exp(-case.rate * STEP_YEARS * np.arange(case.quarters))
    paid = sum((pays(one, levels[one.driver]) for one in hedges), np.zeros(levels.shape[1:]))
    return np.asarray((1 - case.tax_frac) * (discount @ paid))


def cushion(npv: Floats, cash: Floats, funding: Funding) -> Cushion:
    """Summarise paths.

    Args:
        npv: Present values with what forwards pay, shape (paths,).
        cash: Balance, shape (quarters, paths).
        funding: For the facility.
    """
    lowest = cash.min(axis=0)
    return Cushion(
        ruin=float((lowest + funding.undrawn_facility < 0).mean()),
        cvar_95=conditional_value_at_risk(npv.tolist(), 0.95),
        low_cash=float(np.quantile(lowest, _TENTH)),
        end_cash=float(np.quantile(cash[-1], _TENTH)),
    )
