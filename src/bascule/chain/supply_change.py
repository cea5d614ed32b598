"""Where supply settles once a scenario's exits have happened, beside where it stood."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bascule.chain.cohort import Cohort
from bascule.chain.equilibrium import Equilibrium, equilibrium
from bascule.chain.pivot import network_revenue_usd_per_day
from bascule.chain.scenario import PivotScenario


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyChange:
    """Static equilibria before and after all exits.

    Attributes:
        revenue_usd_per_day: Of the whole network.
        before: With nobody gone.
        cohorts_after: What is left, machines that start again elsewhere among them.
        after: With all of them gone; None where nobody leaves.
        left_eh_s: Hashrate that leaves.
    """

    revenue_usd_per_day: float
    before: Equilibrium
    cohorts_after: tuple[Cohort, ...]
    after: Equilibrium | None
    left_eh_s: float


def supply_change(scenario: PivotScenario) -> SupplyChange:
    """Settle a scenario's world before and after its exits."""
    revenue = network_revenue_usd_per_day(scenario)
    later = without(scenario, [leaving.name for leaving in scenario.exits])
    of = {cohort.name: cohort for cohort in scenario.cohorts}
    return SupplyChange(
        revenue_usd_per_day=revenue,
        before=equilibrium(scenario.cohorts, revenue),
        cohorts_after=tuple(later),
        after=equilibrium(later, revenue) if scenario.exits else None,
        left_eh_s=sum(leaving.hashrate_eh_s(of[leaving.cohort].j_per_th) for leaving in scenario.exits),
    )


def without(scenario: PivotScenario, converted: Sequence[str]) -> list[Cohort]:
    """Cohorts once these exits have happened and sold machines have started again."""
    of = {cohort.name: cohort for cohort in scenario.cohorts}
    left = {cohort.name: cohort.eh_s for cohort in scenario.cohorts}
    sold: list[Cohort] = []
    for leaving in scenario.exits:
        if leaving.name not in converted:
            continue
        cohort = of[leaving.cohort]
        size = leaving.hashrate_eh_s(cohort.j_per_th)
        left[cohort.name] -= size
        if leaving.resold_frac and scenario.resale is not None:
            sold.append(
                Cohort(
                    name=f"{leaving.name} (resold)",
                    eh_s=size * leaving.resold_frac,
                    j_per_th=cohort.j_per_th,
                    usd_per_mwh=scenario.resale.usd_per_mwh,
                )
            )
    return [*(replace(cohort, eh_s=max(left[cohort.name], 0.0)) for cohort in scenario.cohorts), *sold]
