"""Daily rental prices of a GPU: on demand, and spot (interruptible)."""

import math

import numpy as np
from numpy.typing import NDArray

from bascule.market.synthetic.calibration import GpuFigures
from bascule.market.synthetic.latent import draw_memory
from bascule.market.synthetic.series_model import mixed

_SPOT_CEILING_FRAC = 0.95  # nobody rents an interruptible device at the firm price


def draw_gpu_prices(
    figures: GpuFigures, days: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw two lognormal prices that return to their typical levels and move partly together.

    Args:
        figures: Levels, spreads and memory.
        days: Number of days.
        rng: Source of randomness; advanced by this call.

    Returns:
        On-demand and spot price, USD per GPU-hour, one value per day; spot is always the lower.
    """
    carry = math.exp(-1 / figures.tau_days)
    common = draw_memory(days, carry=carry, rng=rng)
    own = draw_memory(days, carry=carry, rng=rng)
    on_demand = figures.on_demand_usd_per_gpu_h * np.exp(figures.on_demand_log_std * common)
    spot = figures.spot_usd_per_gpu_h * np.exp(figures.spot_log_std * mixed(common, own, figures.common_frac))
    return on_demand, np.minimum(spot, _SPOT_CEILING_FRAC * on_demand)
