"""One day of everybody's answer to the hashprice: who stops, who starts, how fast."""

from collections.abc import Sequence

from bascule.chain.cohort import Cohort
from bascule.chain.scenario import Response
from bascule.units import PH_PER_EH


def answered(
    cohorts: Sequence[Cohort],
    on_eh_s: Sequence[float],
    hashprice_usd_per_ph_day: float,
    revenue_usd_per_day: float,
    response: Response,
) -> list[float]:
    """What runs after a day's decisions.

    A cohort stops only where both the hashprice in force and the one that today's hashrate leads to after the next retarget
    are below its threshold, and starts only where both are above: between two retargets hashprice does not move, and whoever
    looked at it alone would all start, and all stop two weeks later. The dearest stop first, the cheapest start first, each
    no further than its threshold and its speed allow.

    Args:
        cohorts: With the capacity of the day.
        on_eh_s: What runs, in their order.
        hashprice_usd_per_ph_day: In force.
        revenue_usd_per_day: Of the whole network at 144 blocks.
        response: Thresholds and speed.
    """
    on = [min(running, cohort.eh_s) for running, cohort in zip(on_eh_s, cohorts, strict=True)]
    by_cost = sorted(range(len(cohorts)), key=lambda at: cohorts[at].break_even_usd_per_ph_day)
    for at in reversed(by_cost):
        threshold = cohorts[at].break_even_usd_per_ph_day * (1 - response.shutdown_frac)
        if threshold > 0 and hashprice_usd_per_ph_day < threshold:
            excess = sum(on) - revenue_usd_per_day / (PH_PER_EH * threshold)
            on[at] -= min(on[at], cohorts[at].eh_s * response.speed_frac_per_day, max(excess, 0.0))
    for at in by_cost:
        threshold = cohorts[at].break_even_usd_per_ph_day * (1 + response.restart_frac)
        if hashprice_usd_per_ph_day > threshold:
            room = revenue_usd_per_day / (PH_PER_EH * threshold) - sum(on) if threshold > 0 else float("inf")
            missing = cohorts[at].eh_s - on[at]
            on[at] += min(missing, cohorts[at].eh_s * response.speed_frac_per_day, max(room, 0.0))
    return on
