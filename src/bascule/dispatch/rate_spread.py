"""How far the import rate strays from its mean at each hour of day: what a reserve sold ahead may cost to keep."""

from datetime import timedelta
from typing import Final

import numpy as np

from bascule.market.view import MarketView
from bascule.model.energy_contracts import NominatedSupply, SpotSupply
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.units import HOURS_PER_DAY

_DAYS: Final = 28


def rate_spread(site: Site, view: MarketView) -> Floats | None:
    """Known prices of the last four weeks less their mean of the hour, shape (24, samples).

    Args:
        site: The site; the price of the contract in force now counts.
        view: The market cut at now.

    Returns:
        None where the price of the contract in force is no series, or too little of it is known.
    """
    name = _price_name(site, view)
    newest = None if name is None else view.newest(name)
    per_hour = round(timedelta(hours=1) / view.grid.step)
    if name is None or newest is None or per_hour < 1:
        return None
    hours = _DAYS * HOURS_PER_DAY
    # Whole hours up to the newest known one.
    end = (newest[0] + 1) // per_hour * per_hour
    known = view.known(name, end - hours * per_hour, hours * per_hour).reshape(_DAYS, HOURS_PER_DAY, per_hour)
    if not np.isfinite(known).any(axis=(0, 2)).all():
        return None
    mean = np.nanmean(known, axis=(0, 2))
    spread = np.where(np.isfinite(known), known - mean[None, :, None], 0.0)
    first_hour = int(view.grid.time(end - HOURS_PER_DAY * per_hour).hour)
    by_clock = np.roll(spread.transpose(1, 0, 2).reshape(HOURS_PER_DAY, -1), first_hour, axis=0)
    return np.asarray(by_clock)


def _price_name(site: Site, view: MarketView) -> str | None:
    for supply in site.supplies:
        if supply.term.start <= view.now < supply.term.end:
            if isinstance(supply, NominatedSupply):
                return supply.imbalance.name
            return supply.price.name if isinstance(supply, SpotSupply) else None
    return None
