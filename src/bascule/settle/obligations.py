"""Capacity obligations: so many megawatts, paid by the year whatever the site does."""

from bascule.model.network_charges import CapacityObligation
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid
from bascule.settle.calendar import share_of_year


def obligation_cost(obligation: CapacityObligation, grid: TimeGrid, zone: str) -> Floats:
    """Money per interval: the yearly price by the share of the calendar year, shape (grid.count,)."""
    per_year = obligation.obligation_mw * obligation.per_mw_year
    return per_year * share_of_year(grid, zone) * obligation.term.covers(grid)
