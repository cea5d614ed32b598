"""Real days by hand: every second one has dear power, and the year is that of the small plan."""

import numpy as np
from tests.study.conversion.small_case import CASE, MARGIN_PER_HASHPRICE, POWER_COST

from bascule.model.series import Floats
from bascule.study.margins.day_table import DayTable
from bascule.study.margins.real_quarters import Quartering, RealQuarters, real_quarters

DEAR, CHEAP = 1.5 * POWER_COST, 0.5 * POWER_COST
"""Power costs of a year of such days, one meter megawatt."""


def two_kinds(how: Quartering, megawatts: float = 1.0) -> RealQuarters:
    """Quarters of a site of some megawatts."""
    surface = CASE.mining.surface
    cost: Floats = np.where(np.arange(365) % 2 == 0, DEAR, CHEAP)
    earned = MARGIN_PER_HASHPRICE * surface.hashprice[:, None] - cost[:, None, None] * surface.power_scale
    return real_quarters(
        DayTable(
            hashprice=surface.hashprice,
            power_scale=surface.power_scale,
            day=np.arange(365),
            hours=np.full(365, 24.0),
            money=megawatts * earned / 365,
        ),
        how,
    )
