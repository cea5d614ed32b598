"""Supply of hashrate in closed form: constant elasticity, and break-evens spread evenly."""

import math
from dataclasses import dataclass

from bascule.units import PH_PER_EH


@dataclass(frozen=True, slots=True, kw_only=True)
class UniformSupply:
    """Where evenly spread break-evens settle; the hashprice is None where nobody runs."""

    hashrate_eh_s: float
    hashprice_usd_per_ph_day: float | None


def isoelastic_hashrate_ratio(removed_frac: float, eta: float) -> float:
    """Hashrate after over before when a share of capacity leaves: (1 - share)^(1 / (1 + eta)).

    Supply H = c x hashprice^eta with hashprice = R/H at a given revenue, and c falls by the share.

    Args:
        removed_frac: Share of capacity that leaves at every cost, 0 to below 1.
        eta: Elasticity of supply, from 0.

    Raises:
        ValueError: A share outside 0 to 1, or a negative elasticity.

    >>> isoelastic_hashrate_ratio(0.36, 1.0), isoelastic_hashrate_ratio(0.3, 0.0)
    (0.8, 0.7)
    """
    if not 0 <= removed_frac < 1:
        raise ValueError(f"a removed share lies from 0 to below 1: {removed_frac}")
    if eta < 0:
        raise ValueError(f"an elasticity is not negative: {eta}")
    return float((1 - removed_frac) ** (1 / (1 + eta)))


def uniform_supply(
    revenue_usd_per_day: float, capacity_eh_s: float, low_usd_per_ph_day: float, high_usd_per_ph_day: float
) -> UniformSupply:
    """Equilibrium with break-evens spread evenly over a capacity.

    Between the ends, hashrate = C (x - l)/(h - l) at hashprice x and x = R/(1,000 x hashrate), so
    x^2 - l x = R (h - l)/(1,000 C).

    Args:
        revenue_usd_per_day: Of the whole network.
        capacity_eh_s: All machines.
        low_usd_per_ph_day: Break-even of the cheapest.
        high_usd_per_ph_day: Break-even of the dearest.

    Raises:
        ValueError: A negative revenue, no capacity, or ends the wrong way round.

    >>> found = uniform_supply(30e6, 1000.0, 20.0, 60.0)
    >>> round(found.hashprice_usd_per_ph_day or 0.0, 3), round(found.hashrate_eh_s, 3)
    (46.056, 651.388)
    """
    if revenue_usd_per_day < 0 or capacity_eh_s <= 0 or high_usd_per_ph_day < low_usd_per_ph_day:
        raise ValueError(
            "needs a revenue from 0, a capacity above 0, and breakeven_low at most breakeven_high"
        )
    full = revenue_usd_per_day / (PH_PER_EH * capacity_eh_s)
    if full >= high_usd_per_ph_day:
        return UniformSupply(hashrate_eh_s=capacity_eh_s, hashprice_usd_per_ph_day=full)
    spread = high_usd_per_ph_day - low_usd_per_ph_day
    if revenue_usd_per_day == 0:
        return _without_revenue(capacity_eh_s, low_usd_per_ph_day, spread)
    if spread == 0:
        hashrate = revenue_usd_per_day / (PH_PER_EH * low_usd_per_ph_day)
        return UniformSupply(hashrate_eh_s=hashrate, hashprice_usd_per_ph_day=low_usd_per_ph_day)
    half = low_usd_per_ph_day / 2
    product = full * spread
    root = math.hypot(half, math.sqrt(product))
    # Of the two forms of the root the one without cancellation.
    price = half + root if half >= 0 else product / (root - half)
    return UniformSupply(
        hashrate_eh_s=capacity_eh_s * (price - low_usd_per_ph_day) / spread, hashprice_usd_per_ph_day=price
    )


def _without_revenue(capacity_eh_s: float, low_usd_per_ph_day: float, spread: float) -> UniformSupply:
    """Without revenue only those run whose break-even is zero or less."""
    running = capacity_eh_s * -low_usd_per_ph_day / spread if low_usd_per_ph_day < 0 and spread else 0.0
    return UniformSupply(hashrate_eh_s=running, hashprice_usd_per_ph_day=0.0 if running else None)
