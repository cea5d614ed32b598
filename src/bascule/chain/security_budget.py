"""What is paid for security: today and with halvings ahead, under scenarios of price and fees."""

from collections.abc import Sequence
from dataclasses import dataclass

from bascule.chain.income import issued_sat, next_halving_height
from bascule.chain.rules import BLOCKS_PER_DAY
from bascule.chain.subsidy import subsidy_sat
from bascule.units import DAYS_PER_YEAR, SATOSHI_PER_BTC


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityBudget:
    """What miners are paid at a height.

    Attributes:
        height: Block at which it holds.
        years_ahead: From the start, at 144 blocks a day.
        usd_per_btc: Price.
        fees_btc_per_block: Mean fees.
        btc_per_day: Subsidies and fees of 144 blocks.
        usd_per_day: The same in USD.
        of_value_frac_per_year: A year of it over all coins issued at that price.
        fee_frac: Share of it that is fees.
    """

    height: int
    years_ahead: float
    usd_per_btc: float
    fees_btc_per_block: float
    btc_per_day: float
    usd_per_day: float
    of_value_frac_per_year: float
    fee_frac: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetScenario:
    """How price and fees go on.

    Attributes:
        name: For people.
        price_growth_frac_per_year: Of the price in USD.
        fee_growth_frac_per_year: Of fees in BTC per block.
    """

    name: str
    price_growth_frac_per_year: float
    fee_growth_frac_per_year: float


def security_budget(
    height: int, usd_per_btc: float, fees_btc_per_block: float, *, years_ahead: float = 0.0
) -> SecurityBudget:
    """The budget at a height.

    >>> found = security_budget(900_000, 100_000.0, 0.02)
    >>> round(found.btc_per_day, 2), round(found.of_value_frac_per_year, 4)
    (452.88, 0.0083)
    """
    subsidy = subsidy_sat(height) / SATOSHI_PER_BTC
    reward = subsidy + fees_btc_per_block
    per_day = BLOCKS_PER_DAY * reward
    issued = issued_sat(height) / SATOSHI_PER_BTC
    return SecurityBudget(
        height=height,
        years_ahead=years_ahead,
        usd_per_btc=usd_per_btc,
        fees_btc_per_block=fees_btc_per_block,
        btc_per_day=per_day,
        usd_per_day=per_day * usd_per_btc,
        of_value_frac_per_year=per_day * DAYS_PER_YEAR / issued,
        fee_frac=fees_btc_per_block / reward if reward else None,
    )


def budgets_ahead(
    height: int, usd_per_btc: float, fees_btc_per_block: float, scenario: BudgetScenario, halvings: int = 4
) -> tuple[SecurityBudget, ...]:
    """The budget now and right after each of the next halvings, under a scenario.

    Args:
        height: Now.
        usd_per_btc: Now.
        fees_btc_per_block: Now.
        scenario: How both go on.
        halvings: How many to look ahead.

    Raises:
        ValueError: Something shrinks by more than all of it.
    """
    if min(scenario.price_growth_frac_per_year, scenario.fee_growth_frac_per_year) <= -1:
        raise ValueError(f"{scenario.name}: nothing shrinks by all of it or more in a year")
    return tuple(
        _at(mark, height, usd_per_btc, fees_btc_per_block, scenario) for mark in _marks(height, halvings)
    )


def _marks(height: int, halvings: int) -> Sequence[int]:
    marks = [height]
    for _ in range(halvings):
        marks.append(next_halving_height(marks[-1]))
    return marks


def _at(
    mark: int, height: int, usd_per_btc: float, fees_btc_per_block: float, scenario: BudgetScenario
) -> SecurityBudget:
    years = (mark - height) / BLOCKS_PER_DAY / DAYS_PER_YEAR
    return security_budget(
        mark,
        usd_per_btc * (1 + scenario.price_growth_frac_per_year) ** years,
        fees_btc_per_block * (1 + scenario.fee_growth_frac_per_year) ** years,
        years_ahead=years,
    )
