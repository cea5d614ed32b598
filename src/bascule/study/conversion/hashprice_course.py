"""Hashprice from the price of bitcoin: supply follows revenue in part, technology adds hashrate, halvings cut the reward.

A reduced form. At a given level of technology supply is H = c x^eta at a hashprice x = R/H, so H ~ R^(eta/(1 + eta)) and
x ~ R^(1/(1 + eta)): a lasting move of revenue reaches the hashprice in part. Supply is taken to answer within a decision step;
within days the difficulty has not moved yet and the hashprice follows the price one for one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bascule.chain.cohort import Cohort
from bascule.chain.equilibrium import equilibrium
from bascule.chain.subsidy import HALVING_BLOCKS, NEXT_HALVING_S
from bascule.study.calibration.observed import SECONDS_PER_YEAR
from bascule.study.plan.process import Gbm, Merton
from bascule.study.switching.courses import Scaled

_AIMED_BLOCK_S: Final = 600
_NEVER_LATE: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """How the network's hashrate answers.

    Attributes:
        eta: Elasticity of the hashrate offered at a given technology, from 0; infinite where the hashprice is pinned.
        technology_growth_per_year: Growth of the logarithm of the hashrate at an unchanged revenue.
        fees_frac: Fees over the reward of a block at date 0; their bitcoin stay the same through halvings.
        halvings_years: Years from date 0 to each halving.
    """

    eta: float
    technology_growth_per_year: float
    fees_frac: float
    halvings_years: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no supply can be."""
        if not self.eta >= 0:
            raise ValueError(f"an elasticity is not negative: {self.eta}")
        if not 0 <= self.fees_frac <= 1:
            raise ValueError(f"fees are a share of the reward, from 0 to 1: {self.fees_frac}")

    @property
    def pass_through(self) -> float:
        """Share of a relative move of revenue that reaches the hashprice: 1 / (1 + eta).

        Source: `bascule.chain.supply_forms`, constant elasticity.
        """
        return 1 / (1 + self.eta)

    def reward_ratio(self, years: float) -> float:
        """Reward of a block over that of date 0.

        >>> Supply(eta=1.0, technology_growth_per_year=0.0, fees_frac=0.5, halvings_years=(1.5,)).reward_ratio(2.0)
        0.75
        """
        halved = sum(at <= years + _NEVER_LATE for at in self.halvings_years)
        return self.fees_frac + (1 - self.fees_frac) * 0.5**halved


def hashprice_course(
    start_per_ph_day: float, price: Gbm | Merton, supply: Supply, *, step_years: float, dates: int
) -> Scaled:
    """The course of the hashprice that a course of the price implies.

    Its volatility and each of its jumps are those of the price over 1 + eta, and its shocks are the price's own, so that
    correlations with the price's returns hold for it. A halving counts from the first date at or after it.

    Args:
        start_per_ph_day: Hashprice at date 0.
        price: Of bitcoin under one measure; its start does not matter.
        supply: How hashrate answers.
        step_years: Length of a step.
        dates: How many decision dates.
    """
    passed = supply.pass_through
    sigma = passed * price.sigma
    jumped = price.jump_growth if isinstance(price, Merton) else 0.0
    slope = passed * (price.mu - price.sigma**2 / 2 - jumped) - supply.technology_growth_per_year
    walk = Gbm(start=start_per_ph_day, mu=slope + sigma**2 / 2, sigma=sigma)
    return Scaled(
        process=_with_jumps(walk, price, passed) if isinstance(price, Merton) else walk,
        factors=tuple(supply.reward_ratio(step_years * date) ** passed for date in range(dates)),
    )


def _with_jumps(walk: Gbm, price: Merton, passed: float) -> Merton:
    """A walk with the price's jumps, of which so much is passed on."""
    found = Merton(
        start=walk.start,
        mu=walk.mu,
        sigma=walk.sigma,
        jumps_per_year=price.jumps_per_year,
        jump_mean=passed * price.jump_mean,
        jump_sd=passed * price.jump_sd,
    )
    return replace(found, mu=found.mu + found.jump_growth)


def halvings_years(start_s: int, years: float) -> tuple[float, ...]:
    """Years from a moment to the halvings within a time: the next one as estimated, then 210,000 blocks of 600 s each.

    >>> [round(x, 2) for x in halvings_years(1_767_225_600, 8.0)]
    [2.24, 6.24]
    """
    found, at = [], NEXT_HALVING_S
    while (at - start_s) / SECONDS_PER_YEAR <= years:
        if at > start_s:
            found.append((at - start_s) / SECONDS_PER_YEAR)
        at += HALVING_BLOCKS * _AIMED_BLOCK_S
    return tuple(found)


def arc_eta(cohorts: Sequence[Cohort], revenue_usd_per_day: float, move_frac: float) -> float:
    """Elasticity of a stated world between its equilibria at a revenue moved down and up by a share.

    Steps of a stated world leave no slope at a point, so an arc of some width is asked for: within one step the hashprice is
    pinned (infinite) or nobody joins (0).

    Raises:
        ValueError: Nobody runs, or the share does not lie between 0 and 1.
    """
    if not 0 < move_frac < 1 or revenue_usd_per_day <= 0:
        raise ValueError(f"needs a revenue above 0 and a move between 0 and 1: {move_frac}")
    low, high = (equilibrium(cohorts, revenue_usd_per_day * (1 + way * move_frac)) for way in (-1, 1))
    if low.hashrate_eh_s <= 0:
        raise ValueError("nobody runs at the lower revenue: choose a smaller move")
    joined = math.log(high.hashrate_eh_s / low.hashrate_eh_s) / math.log((1 + move_frac) / (1 - move_frac))
    return joined / (1 - joined) if joined < 1 - _NEVER_LATE else math.inf
