"""Everything that a scenario says about attack and what pays against it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bascule.chain.double_spend import confirmations_for, exact_odds, poisson_odds
from bascule.chain.equilibrium import equilibrium
from bascule.chain.majority import MajorityPlan, MajorityRange, majority_range
from bascule.chain.pivot import network_revenue_usd_per_day
from bascule.chain.scenario import PivotScenario
from bascule.chain.security_budget import BudgetScenario, SecurityBudget, budgets_ahead

SHARES: Final = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
CONFIRMATIONS: Final = (1, 2, 3, 6, 12, 24)
BUDGETS: Final = (
    BudgetScenario(name="flat", price_growth_frac_per_year=0.0, fee_growth_frac_per_year=0.0),
    BudgetScenario(
        name="price_doubles", price_growth_frac_per_year=2**0.25 - 1, fee_growth_frac_per_year=0.0
    ),
    BudgetScenario(name="fees_grow", price_growth_frac_per_year=0.0, fee_growth_frac_per_year=0.2),
    BudgetScenario(name="price_falls", price_growth_frac_per_year=-0.1, fee_growth_frac_per_year=0.0),
)
"""``price_doubles`` is a price that doubles from one halving to the next, four years on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsRow:
    """Odds of one attacker.

    Attributes:
        attacker_frac: Share of the hashrate.
        exact: Odds by confirmations.
        poisson: The white paper's.
        for_one_percent: Confirmations that keep the exact odds below 1 %, and the white paper's.
        for_one_per_mille: The same for 0.1 %.
    """

    attacker_frac: float
    exact: Mapping[int, float]
    poisson: Mapping[int, float]
    for_one_percent: tuple[int | None, int | None]
    for_one_per_mille: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackStudy:
    """What was found.

    Attributes:
        odds: By attacker's share.
        honest_eh_s: Hashrate against which a majority is bought.
        idle_eh_s: Leavers' machines without power.
        plan: The base plan; None where the scenario states no costs.
        rewards_usd: What the base plan's share of all blocks pays in its days; shown apart, never netted.
        cost: Its range.
        without_idle: The range where no idle machine can be had.
        budgets: Security budget ahead, by scenario.
    """

    odds: tuple[OddsRow, ...]
    honest_eh_s: float
    idle_eh_s: float
    plan: MajorityPlan | None
    rewards_usd: float | None
    cost: MajorityRange | None
    without_idle: MajorityRange | None
    budgets: Mapping[str, tuple[SecurityBudget, ...]]


def odds_row(attacker_frac: float) -> OddsRow:
    """Odds and confirmations of one attacker."""
    return OddsRow(
        attacker_frac=attacker_frac,
        exact={blocks: exact_odds(attacker_frac, blocks) for blocks in CONFIRMATIONS},
        poisson={blocks: poisson_odds(attacker_frac, blocks) for blocks in CONFIRMATIONS},
        for_one_percent=(
            confirmations_for(attacker_frac, 0.01),
            confirmations_for(attacker_frac, 0.01, exact=False),
        ),
        for_one_per_mille=(
            confirmations_for(attacker_frac, 0.001),
            confirmations_for(attacker_frac, 0.001, exact=False),
        ),
    )


def attack_study(scenario: PivotScenario) -> AttackStudy:
    """Odds, the cost of owning half, and the budget, in a scenario's world."""
    honest = equilibrium(scenario.cohorts, network_revenue_usd_per_day(scenario)).hashrate_eh_s
    of = {cohort.name: cohort for cohort in scenario.cohorts}
    idle = sum(e.hashrate_eh_s(of[e.cohort].j_per_th) * e.idle_frac for e in scenario.exits)
    plan, ranges = _plan(scenario, honest, idle)
    return AttackStudy(
        odds=tuple(map(odds_row, SHARES)),
        honest_eh_s=honest,
        idle_eh_s=idle,
        plan=plan,
        rewards_usd=None if plan is None else _rewards_usd(scenario, plan),
        cost=None if plan is None else majority_range(plan, ranges),
        without_idle=None
        if plan is None
        else majority_range(replace(plan, idle_eh_s=0.0), _without_idle(ranges)),
        budgets={
            part.name: budgets_ahead(scenario.height, scenario.usd_per_btc, scenario.fees_btc_per_block, part)
            for part in BUDGETS
        },
    )


def _rewards_usd(scenario: PivotScenario, plan: MajorityPlan) -> float:
    """Once difficulty has settled with the attacker in it, the whole network finds 144 blocks a day."""
    return plan.majority_frac * plan.days * network_revenue_usd_per_day(scenario)


def _plan(
    scenario: PivotScenario, honest_eh_s: float, idle_eh_s: float
) -> tuple[MajorityPlan | None, dict[str, tuple[float, float]]]:
    stated = dict(scenario.attack)
    low, base, high = stated.pop("idle_availability_frac", (0.0, 0.0, 0.0))
    needed = ("days", "j_per_th", "usd_per_mwh", "hardware_usd_per_th", "site_usd_per_mw", "resale_frac")
    if any(name not in stated for name in needed):
        return None, {}
    plan = MajorityPlan(
        honest_eh_s=honest_eh_s,
        majority_frac=0.5,
        idle_eh_s=idle_eh_s * base,
        **{name: stated[name][1] for name in needed},
    )
    ranges = {
        name: (stated[name][0], stated[name][2]) for name in needed if stated[name][0] < stated[name][2]
    }
    return plan, {**ranges, "idle_eh_s": (idle_eh_s * low, idle_eh_s * high)}


def _without_idle(ranges: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    return {name: ends for name, ends in ranges.items() if name != "idle_eh_s"}
