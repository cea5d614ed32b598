"""Where the supply of hashrate settles: the marginal cohort breaks even."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bascule.chain.cohort import Cohort
from bascule.units import PH_PER_EH


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibrium:
    """Who runs.

    Attributes:
        hashrate_eh_s: All that runs.
        hashprice_usd_per_ph_day: What it earns; None where nobody runs.
        on_eh_s: What runs of each cohort, in the order given.
        margin_usd_per_day: What each cohort earns above its costs, in the order given.
        power_mw: What is drawn.
    """

    hashrate_eh_s: float
    hashprice_usd_per_ph_day: float | None
    on_eh_s: tuple[float, ...]
    margin_usd_per_day: tuple[float, ...]
    power_mw: float


def equilibrium(cohorts: Sequence[Cohort], revenue_usd_per_day: float) -> Equilibrium:
    """The static equilibrium at a given revenue of the whole network.

    Cheapest first, a cohort runs whole while hashprice = revenue / (1,000 x EH/s) stays above its break-even; the first for
    which that fails runs in part, at equality; cohorts that tie run with the same share. A break-even of zero or less
    always runs.

    Args:
        cohorts: In any order.
        revenue_usd_per_day: 144 x (subsidy + fees) x price at the aimed spacing.

    Raises:
        ValueError: The revenue is negative.

    >>> cheap = Cohort(name="cheap", eh_s=500.0, j_per_th=20.0, usd_per_mwh=50.0)
    >>> dear = Cohort(name="dear", eh_s=500.0, j_per_th=30.0, usd_per_mwh=60.0)
    >>> found = equilibrium([cheap, dear], 30e6)
    >>> round(found.hashrate_eh_s, 2), round(found.hashprice_usd_per_ph_day or 0.0, 2)
    (694.44, 43.2)
    """
    if revenue_usd_per_day < 0:
        raise ValueError(f"a revenue is not negative: {revenue_usd_per_day}")
    on = [0.0] * len(cohorts)
    running = 0.0
    for break_even, tied in groupby(_by_cost(cohorts), key=lambda at: cohorts[at].break_even_usd_per_ph_day):
        places = list(tied)
        size = sum(cohorts[at].eh_s for at in places)
        room = _room(revenue_usd_per_day, break_even) - running
        share = 1.0 if size == 0 or room >= size else max(room / size, 0.0)
        for at in places:
            on[at] = cohorts[at].eh_s * share
        running += size * share
        if share < 1:
            break
    return settled(cohorts, on, revenue_usd_per_day)


def settled(cohorts: Sequence[Cohort], on_eh_s: Sequence[float], revenue_usd_per_day: float) -> Equilibrium:
    """What a given choice of machines earns at a revenue of the whole network."""
    running = sum(on_eh_s)
    price = revenue_usd_per_day / (PH_PER_EH * running) if running > 0 else None
    margins = [
        0.0 if price is None else on * PH_PER_EH * (price - cohort.break_even_usd_per_ph_day)
        for on, cohort in zip(on_eh_s, cohorts, strict=True)
    ]
    return Equilibrium(
        hashrate_eh_s=running,
        hashprice_usd_per_ph_day=price,
        on_eh_s=tuple(on_eh_s),
        margin_usd_per_day=tuple(margins),
        power_mw=sum(on * cohort.j_per_th for on, cohort in zip(on_eh_s, cohorts, strict=True)),
    )


def _by_cost(cohorts: Sequence[Cohort]) -> list[int]:
    return sorted(range(len(cohorts)), key=lambda at: cohorts[at].break_even_usd_per_ph_day)


def _room(revenue_usd_per_day: float, break_even_usd_per_ph_day: float) -> float:
    """Hashrate at which hashprice falls to a break-even, EH/s."""
    if break_even_usd_per_ph_day <= 0:
        return float("inf")
    return revenue_usd_per_day / (PH_PER_EH * break_even_usd_per_ph_day)
