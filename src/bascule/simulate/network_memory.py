"""What the meter remembers of a month for subscribed power."""

from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import OpenBilling, SiteState
from bascule.model.time_grid import TimeGrid
from bascule.settle.subscribed import carried_overruns

Key = tuple[str, str, int]
"""Subscription, class, month index."""


def overruns(
    site: Site, grid: TimeGrid, import_mw: Floats, before: SiteState
) -> tuple[dict[Key, float], dict[str, OpenBilling]]:
    """Sums of squared overruns after a stretch, and the metered values that it leaves open."""
    sums, still_open = dict(before.overrun_mw2), {}
    for power in site.subscriptions:
        was = before.open_billing.get(power.name)
        new, still = carried_overruns(power, grid, site.time_zone, import_mw, was)
        for (name, month), squares in new.items():
            key = power.name, name, month
            sums[key] = sums.get(key, 0.0) + squares
        if still is not None:
            still_open[power.name] = still
    return sums, still_open
