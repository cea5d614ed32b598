"""A customer of 1,000 reserved GPUs of 1 kW that lets work be withheld: 1 MW whose power may be saved in events."""

from itertools import combinations, pairwise

import numpy as np
from tests.dispatch.sites import EVER, FULL, pool, site

from bascule.model.ai_contracts import FirmReservation
from bascule.model.flex_tier import FlexTier
from bascule.model.gpu_pool import GpuLevel
from bascule.model.series import Floats
from bascule.model.site import Site

HALF_DAY = FlexTier(loss_frac=0.5, duration_h=1.0, events_per_month=1)


def firm(flex: FlexTier | None, penalty: float = 2.0) -> FirmReservation:
    """Reserved for nothing, so that all money is power, penalty and payment; 2 per GPU-hour is 2,000 per MWh."""
    return FirmReservation(
        name="firm",
        pool="pool",
        job_class="work",
        gpus=1000.0,
        price_per_gpu_h=0.0,
        shortfall_penalty_per_gpu_h=penalty,
        term=EVER,
        flex=flex,
    )


def place(flex: FlexTier | None, *levels: GpuLevel, penalty: float = 2.0) -> Site:
    """A site with nothing else."""
    return site(pools=(pool(1000, *(levels or (FULL,))),), reservations=(firm(flex, penalty),))


def best_saving(tier: FlexTier, price: Floats, step_h: float) -> float:
    """Most money that events of whole steps save, by trying every set of them: 1 MW, one level."""
    steps, length = price.size, round(tier.duration_h / step_h)
    spans = [(i, j) for i in range(steps) for j in range(i + 1, min(i + length, steps) + 1)]
    best = 0.0
    for count in range(1, tier.events_per_month + 1):
        for chosen in combinations(spans, count):
            gaps = [(later[0] - earlier[1]) * step_h for earlier, later in pairwise(chosen)]
            if all(gap >= max(tier.recovery_h, step_h) for gap in gaps):
                saved = sum(float(price[i:j].sum()) for i, j in chosen)
                best = max(best, saved * step_h)
    return best * tier.loss_frac


def prices(seed: int, count: int) -> Floats:
    """Prices that swing."""
    return np.exp(np.random.default_rng(seed).normal(4.0, 0.7, count))
